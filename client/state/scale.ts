// How long a metre is on the map at a place: the scale bar of the screen and that of the printed map.

const equatorM = 40_075_016.686;

/** On Web Mercator with tiles of 512 px. */
export function metresPerPixel(zoom: number, lat: number): number {
  return (equatorM * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
}

/** The longest bar of 1, 2 or 5 times a power of ten metres that is not wider than `mostPx`. */
export function scaleBar(zoom: number, lat: number, mostPx: number): { metres: number; px: number } {
  const perPixel = metresPerPixel(zoom, lat);
  const most = perPixel * mostPx;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = ([5, 2].find((factor) => factor * power <= most) ?? 1) * power;
  return { metres, px: metres / perPixel };
}
