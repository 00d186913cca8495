// What the page may load: only what this server sends, and a basemap's tiles, glyphs and icons from the origins configured.
import type { FastifyHelmetOptions } from '@fastify/helmet';

export function securityHeaders(basemapOrigins: readonly string[]): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: contentSecurityPolicy(basemapOrigins),
    // TLS, where there is any, is the reverse proxy's
    strictTransportSecurity: false,
  };
}

function contentSecurityPolicy(basemapOrigins: readonly string[]) {
  return {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      baseUri: ["'none'"],
      // MapLibre fetches tiles and icons alike
      connectSrc: ["'self'", ...basemapOrigins],
      fontSrc: ["'self'", 'data:'],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      // MapLibre draws icons and patterns from these
      imgSrc: ["'self'", 'data:', 'blob:', ...basemapOrigins],
      objectSrc: ["'none'"],
      scriptSrc: ["'self'"],
      // MapLibre and Svelte set style attributes
      styleSrc: ["'self'", "'unsafe-inline'"],
      workerSrc: ["'self'", 'blob:'],
    },
  };
}
