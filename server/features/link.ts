import { type Static, Type } from 'typebox';

export const Link = Type.Object({
  href: Type.String({ examples: ['http://127.0.0.1:8080/ogc/collections/grids/items'] }),
  rel: Type.String({ examples: ['items'] }),
  type: Type.String({ examples: ['application/geo+json'] }),
  title: Type.Optional(Type.String({ examples: ['Grids'] })),
});
export type Link = Static<typeof Link>;
