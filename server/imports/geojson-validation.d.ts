declare module 'geojson-validation' {
  /** With `trace`, the findings as sentences; an empty list, or undefined, is a valid geometry. */
  type Check = (geometry: unknown, trace: true) => string[] | undefined;
  export const isPoint: Check;
  export const isLineString: Check;
  export const isMultiLineString: Check;
  export const isPolygon: Check;
  export const isMultiPolygon: Check;
}
