create table publication (
  region_id integer not null references region (region_id),
  version integer not null check (version > 0),
  effective_from timestamptz not null,
  published_at timestamptz not null default now(),
  kind text not null check (kind in ('import', 'plan', 'revert')),
  source text not null,
  grids_added integer not null,
  grids_changed integer not null,
  grids_retired integer not null,
  primary key (region_id, version)
);
comment on column publication.effective_from is '-infinity for a first version that holds from the beginning of time';

create table area (
  region_id integer not null references region (region_id),
  area_id bigint not null default nextval('feature_id'),
  kind text not null check (kind in ('region', 'street', 'community')),
  code text not null,
  name text not null,
  name_en text not null,
  parent_area_id bigint,
  primary key (region_id, area_id),
  unique (region_id, code),
  foreign key (region_id, parent_area_id) references area (region_id, area_id),
  check ((kind = 'region') = (parent_area_id is null))
);
comment on table area is 'each region has itself as its root area, so that paths and derived shapes need no second code path';

create table grid (
  region_id integer not null references region (region_id),
  grid_id bigint not null default nextval('feature_id'),
  kind text not null check (kind in ('base', 'dedicated')),
  primary key (region_id, grid_id)
);

-- Append-only: a code is reserved once and never given to another grid.
create table grid_code (
  region_id integer not null,
  code text collate "C" not null,
  grid_id bigint not null,
  reserved_at timestamptz not null default now(),
  primary key (region_id, code),
  foreign key (region_id, grid_id) references grid (region_id, grid_id)
);

create table grid_version (
  region_id integer not null,
  grid_version_id bigint not null default nextval('feature_id'),
  grid_id bigint not null,
  code text collate "C" not null,
  kind text not null check (kind in ('base', 'dedicated')),
  community_area_id bigint not null,
  name text not null default '',
  name_en text not null default '',
  geom geometry (MultiPolygon, 4326) not null,
  label_point geometry (Point, 4326) not null,
  area_m2 double precision not null,
  from_version integer not null,
  to_version integer,
  valid_from timestamptz not null,
  valid_to timestamptz not null default 'infinity',
  primary key (region_id, grid_version_id),
  foreign key (region_id, grid_id) references grid (region_id, grid_id),
  foreign key (region_id, code) references grid_code (region_id, code),
  foreign key (region_id, community_area_id) references area (region_id, area_id),
  foreign key (region_id, from_version) references publication (region_id, version),
  check (valid_from < valid_to),
  exclude using gist (region_id with =, grid_id with =, tstzrange(valid_from, valid_to) with &&)
);
comment on column grid_version.geom is 'degrees, each ordinate the double nearest to a multiple of 1e-7';
comment on column grid_version.area_m2 is 'on the WGS84 ellipsoid';
comment on column grid_version.from_version is 'first boundary version in which this row is in force';
comment on column grid_version.to_version is 'first boundary version in which it no longer is';
create index grid_version_geom on grid_version using gist (geom);
create index grid_version_region_geom on grid_version using gist (region_id, geom);
create index grid_version_code on grid_version (region_id, code, valid_from);

-- Derived: the dissolve of the base grids by membership, versioned with them.
create table area_version (
  region_id integer not null,
  area_version_id bigint not null default nextval('feature_id'),
  area_id bigint not null,
  geom geometry (MultiPolygon, 4326) not null,
  label_point geometry (Point, 4326) not null,
  area_m2 double precision not null,
  from_version integer not null,
  to_version integer,
  valid_from timestamptz not null,
  valid_to timestamptz not null default 'infinity',
  primary key (region_id, area_version_id),
  foreign key (region_id, area_id) references area (region_id, area_id),
  foreign key (region_id, from_version) references publication (region_id, version),
  check (valid_from < valid_to),
  exclude using gist (region_id with =, area_id with =, tstzrange(valid_from, valid_to) with &&)
);
create index area_version_geom on area_version using gist (geom);

-- Drawing shapes: shared edges simplified together, one row per level; the highest level is exact.
create table grid_outline (
  region_id integer not null,
  grid_version_id bigint not null,
  level smallint not null,
  geom geometry (MultiPolygon, 3857) not null,
  primary key (region_id, grid_version_id, level),
  foreign key (region_id, grid_version_id) references grid_version (region_id, grid_version_id)
);
comment on column grid_outline.level is 'highest zoom that this shape is drawn at';
create index grid_outline_geom on grid_outline using gist (level, geom);

create table area_outline (
  region_id integer not null,
  area_version_id bigint not null,
  level smallint not null,
  geom geometry (MultiPolygon, 3857) not null,
  primary key (region_id, area_version_id, level),
  foreign key (region_id, area_version_id) references area_version (region_id, area_version_id)
);
create index area_outline_geom on area_outline using gist (level, geom);

-- Reference layer to compare with: what somebody else says a street's or a community's limits are.
create table official_outline (
  region_id integer not null,
  area_id bigint not null,
  source text not null,
  geom geometry (MultiPolygon, 4326) not null,
  primary key (region_id, area_id, source),
  foreign key (region_id, area_id) references area (region_id, area_id)
);

-- What the last check of the published coverage, and the last refused import of grids, found.
create table coverage_check (
  region_id integer not null references region (region_id),
  subject text not null check (subject in ('published', 'refused-import')),
  checked_at timestamptz not null default now(),
  boundary_version integer not null,
  file_name text,
  defects jsonb not null,
  primary key (region_id, subject)
);
