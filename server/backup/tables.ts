// Which tables a backup holds: the one list. A migration that adds a table adds it here, or below with the reason why not;
// a test compares both lists with the schema.

export interface BackedUpTable {
  name: string;
  /** SQL, where the primary key's order would put a row before one that it refers to. */
  order?: string;
}

/** In the order of restoring: a table comes after those that it refers to. */
export const backedUpTables: readonly BackedUpTable[] = [
  { name: 'region' },
  { name: 'incident_category' },
  { name: 'region_state' },
  { name: 'publication' },
  // parents first
  { name: 'area', order: `array_position(array['region', 'street', 'community'], kind), area_id` },
  { name: 'grid' },
  { name: 'grid_code' },
  { name: 'grid_version' },
  { name: 'area_version' },
  { name: 'grid_outline' },
  { name: 'area_outline' },
  { name: 'official_outline' },
  { name: 'coverage_check' },
  { name: 'block' },
  { name: 'road' },
  { name: 'water' },
  { name: 'worker' },
  { name: 'worker_personal' },
  { name: 'grid_worker' },
  { name: 'household' },
  { name: 'household_personal' },
  { name: 'incident' },
  { name: 'incident_personal' },
  { name: 'change' },
  { name: 'import_job' },
];

/** Why a table is not in a backup. */
export const leftOutTables: Readonly<Record<string, string>> = {
  import_row: 'staged rows of an import under way; the file that is imported has them',
  schema_migration: 'the manifest says which migrations were applied',
  spatial_ref_sys: 'comes with PostGIS',
};

/** Filled by the migrations themselves: a restore replaces their rows, and they do not make a database count as in use. */
export const seededTables: ReadonlySet<string> = new Set(['incident_category']);

export const backedUpSequences: readonly string[] = ['feature_id'];
