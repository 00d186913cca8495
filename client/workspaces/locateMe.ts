// Where this device is, asked for only when the user wants it.

export type LocationFailure = 'denied' | 'unavailable' | 'timeout' | 'unsupported';
export type OwnPosition = { lon: number; lat: number; accuracyM: number } | { failure: LocationFailure };

const longestWaitMs = 15_000;
const failures: Record<number, LocationFailure> = { 1: 'denied', 2: 'unavailable', 3: 'timeout' };

export function locateMe(): Promise<OwnPosition> {
  // over plain http a browser has no positions to give
  if (!window.isSecureContext || !('geolocation' in navigator))
    return Promise.resolve({ failure: 'unsupported' });
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          lon: coords.longitude,
          lat: coords.latitude,
          accuracyM: Math.max(1, Math.round(coords.accuracy)),
        }),
      ({ code }) => resolve({ failure: failures[code] ?? 'unavailable' }),
      { enableHighAccuracy: true, timeout: longestWaitMs, maximumAge: 10_000 },
    );
  });
}
