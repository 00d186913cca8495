// The collections of OGC API – Features. A new one is one more object in the list: routes, queries, exports and the OpenAPI
// document read all they need from it.
import { ProblemError } from '../../errors.ts';
import { areas } from './areas.ts';
import type { Collection } from './collection.ts';
import { blocks, roads, water } from './context.ts';
import { grids, gridVersions } from './grids.ts';
import { households } from './households.ts';
import { incidents } from './incidents.ts';
import { regions } from './regions.ts';
import { workers } from './workers.ts';

export type { Collection, Moment } from './collection.ts';

export const collections: readonly Collection[] = [
  regions,
  areas,
  grids,
  gridVersions,
  blocks,
  roads,
  water,
  workers,
  households,
  incidents,
];

export const collectionIds = collections.map((collection) => collection.id);

/** @throws ProblemError 404 that lists the collections */
export function collectionNamed(id: string): Collection {
  const collection = collections.find((candidate) => candidate.id === id);
  if (collection) return collection;
  throw new ProblemError(
    404,
    'Not found',
    `There is no collection ${id}; there are ${collectionIds.join(', ')}`,
    {
      value: id,
      collections: collectionIds,
    },
  );
}
