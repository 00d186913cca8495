-- Audit and outbox: one row per transaction and region, strictly ordered per region. A bulk row holds its kind and counts;
-- the rows that it touched carry its sequence. Never holds values of personal fields.
create table change (
  region_id integer not null references region (region_id),
  sequence bigint not null,
  kind text not null,
  actor text not null,
  recorded_at timestamptz not null default now(),
  detail jsonb not null default '{}',
  primary key (region_id, sequence)
);
-- Which version of the basemap and of the areas' names a tile shows.
create index change_import on change (region_id, (detail ->> 'kind'), sequence) where kind = 'import';

create table import_job (
  region_id integer not null references region (region_id),
  import_job_id uuid not null,
  kind text not null check (kind in ('areas', 'grids', 'households', 'incidents', 'workers', 'blocks', 'roads', 'water')),
  source text not null,
  file_name text not null,
  mode text not null check (mode in ('upsert', 'replace')),
  state text not null check (state in ('staging', 'refused', 'done')),
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  row_count integer,
  report jsonb not null default '{}',
  primary key (region_id, import_job_id)
);

-- Rows wait here, validated and located, until one transaction moves them all. A job that died leaves rows that the next import removes.
create table import_row (
  region_id integer not null,
  import_job_id uuid not null,
  row_number integer not null,
  reference text not null,
  geom geometry (Geometry, 4326),
  fields jsonb not null,
  base_grid_id bigint,
  dedicated_grid_id bigint,
  primary key (region_id, import_job_id, row_number),
  foreign key (region_id, import_job_id) references import_job (region_id, import_job_id)
);
create index import_row_reference on import_row (region_id, import_job_id, reference);
