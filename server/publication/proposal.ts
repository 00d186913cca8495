// What is about to be published, checked without the database: exact coverage, membership, dedicated grids.
import type { Fixed, FixedMultiPolygon } from '../../core/coordinates.ts';
import {
  buildCoverage,
  type Coverage,
  type Defect,
  facePolygons,
  type InsertedVertex,
} from '../../core/coverage.ts';
import { type GridCodePattern, parentsOf } from '../../core/gridCode.ts';
import type { GridKind } from './boundaries.ts';
import { leavesItsCommunity } from './dedicatedGrids.ts';
import { canonical } from './geometry.ts';
import { CoverageRefused } from './refusals.ts';

export interface PublishedGrid {
  code: string;
  kind: GridKind;
  name: string;
  nameEn: string;
  polygons: FixedMultiPolygon;
  /** Code of the community it lies in; default: by the region's code pattern. */
  community?: string;
  /** Code of the community's street; default: by the region's code pattern. */
  street?: string;
}

/** A grid that passed: its shape as it will be stored, its parents by code. */
export interface ProposedGrid {
  code: string;
  kind: GridKind;
  name: string;
  nameEn: string;
  community: string;
  street: string;
  polygons: FixedMultiPolygon;
}

export interface Proposal {
  base: Coverage;
  dedicated: Coverage;
  grids: ReadonlyMap<string, ProposedGrid>;
  /** Vertices that neighbours had and a grid lacked, on its very edge. */
  inserted: InsertedVertex[];
}

/** What a region's own settings say of its grids. */
export interface ProposalRules {
  pattern: GridCodePattern;
  enclaves: FixedMultiPolygon;
  /** Street of every community that exists already, by code. */
  streetOfCommunity: ReadonlyMap<string, string>;
}

/** @throws CoverageRefused with every defect */
export function checkProposal(grids: readonly PublishedGrid[], rules: ProposalRules): Proposal {
  const base = buildCoverage(
    grids.filter((grid) => grid.kind === 'base'),
    { enclaves: rules.enclaves },
  );
  const dedicated = buildCoverage(
    grids.filter((grid) => grid.kind === 'dedicated'),
    { gapsAllowed: true },
  );
  const members = memberships(grids, rules);
  const defects = [...base.defects, ...dedicated.defects, ...members.defects, ...twiceUsedCodes(grids)];
  // the rest compares faces with each other, which says something only of a coverage that holds
  if (defects.length > 0) throw new CoverageRefused(defects);

  const proposed = new Map<string, ProposedGrid>();
  const shapes = new Map([...shapesOf(base.coverage), ...shapesOf(dedicated.coverage)]);
  for (const { code, kind, name, nameEn } of grids) {
    const { community, street } = members.ofCode.get(code)!;
    proposed.set(code, { code, kind, name, nameEn, community, street, polygons: shapes.get(code)! });
  }
  const outside = dedicatedDefects(proposed, base.coverage);
  if (outside.length > 0) throw new CoverageRefused(outside);
  return {
    base: base.coverage,
    dedicated: dedicated.coverage,
    grids: proposed,
    inserted: [...base.inserted, ...dedicated.inserted],
  };
}

function shapesOf(coverage: Coverage): [string, FixedMultiPolygon][] {
  return coverage.codes.map((code, face) => [code, canonical(facePolygons(coverage, face))]);
}

interface Parents {
  community: string;
  street: string;
}

function memberships(
  grids: readonly PublishedGrid[],
  rules: ProposalRules,
): { ofCode: Map<string, Parents>; defects: Defect[] } {
  const ofCode = new Map<string, Parents>();
  const streetOf = new Map(rules.streetOfCommunity);
  const defects: Defect[] = [];
  for (const grid of grids) {
    const parents = parentsOfGrid(grid, rules.pattern, streetOf);
    const known = parents && streetOf.get(parents.community);
    if (!parents) {
      const why =
        'does not fit the region’s code pattern, and no columns for community and street are mapped';
      defects.push(codeDefect(grid, `The code ${grid.code} ${why}`));
    } else if (parents.community === parents.street) {
      defects.push(
        codeDefect(grid, `Grid ${grid.code}: ${parents.street} is given as community and as street`),
      );
    } else if (known !== undefined && known !== parents.street) {
      const why = `community ${parents.community} lies in street ${known}, not in ${parents.street}`;
      defects.push(codeDefect(grid, `Grid ${grid.code}: ${why}`));
    } else {
      streetOf.set(parents.community, parents.street);
      ofCode.set(grid.code, parents);
    }
  }
  return { ofCode, defects };
}

/** Mapped columns win over the code's prefixes: a stranger's codes need not carry any. */
function parentsOfGrid(
  grid: PublishedGrid,
  pattern: GridCodePattern,
  streetOf: ReadonlyMap<string, string>,
): Parents | undefined {
  const byCode = parentsOf(grid.code, pattern);
  const community = grid.community ?? byCode?.community;
  if (community === undefined) return undefined;
  const street =
    grid.street ?? streetOf.get(community) ?? (community === byCode?.community ? byCode.street : undefined);
  return street === undefined ? undefined : { community, street };
}

function twiceUsedCodes(grids: readonly PublishedGrid[]): Defect[] {
  const baseCodes = new Set(grids.filter((grid) => grid.kind === 'base').map((grid) => grid.code));
  return grids
    .filter((grid) => grid.kind === 'dedicated' && baseCodes.has(grid.code))
    .map((grid) => ({
      ...codeDefect(grid, `The code ${grid.code} is used for a base and for a dedicated grid`),
      kind: 'duplicate-code' as const,
    }));
}

/** A dedicated grid lies inside the community that its code, or its column, says. */
function dedicatedDefects(grids: ReadonlyMap<string, ProposedGrid>, base: Coverage): Defect[] {
  const communityOfFace = base.codes.map((code) => grids.get(code)!.community);
  return [...grids.values()]
    .filter((grid) => grid.kind === 'dedicated')
    .flatMap((grid) => {
      const place = leavesItsCommunity(grid.polygons, grid.community, base, communityOfFace);
      if (!place) return [];
      const message = `Dedicated grid ${grid.code} reaches outside its community ${grid.community}`;
      return [{ kind: 'overlap' as const, grids: [grid.code], x: place[0], y: place[1], message }];
    });
}

function codeDefect(grid: PublishedGrid, message: string): Defect {
  const [x, y] = grid.polygons[0]?.[0] ?? [];
  return { kind: 'bad-code', grids: [grid.code], x: (x ?? 0) as Fixed, y: (y ?? 0) as Fixed, message };
}
