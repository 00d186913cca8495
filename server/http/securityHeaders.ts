// What the page may load: only what this server sends.
import type { FastifyHelmetOptions } from '@fastify/helmet';

const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    connectSrc: ["'self'"],
    fontSrc: ["'self'", 'data:'],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    // MapLibre draws icons and patterns from these
    imgSrc: ["'self'", 'data:', 'blob:'],
    objectSrc: ["'none'"],
    scriptSrc: ["'self'"],
    // MapLibre and Svelte set style attributes
    styleSrc: ["'self'", "'unsafe-inline'"],
    workerSrc: ["'self'", 'blob:'],
  },
};

export const securityHeaders: FastifyHelmetOptions = {
  contentSecurityPolicy,
  // loopback is http
  strictTransportSecurity: false,
};
