/** Where a page of another origin is served from; the server under test allows it by CORS_ORIGINS. */
export const foreignPort = 18_081;
