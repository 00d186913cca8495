-- Context: the built-in basemap, and what planners snap to and paint with.
create table block (
  region_id integer not null references region (region_id),
  block_id bigint not null default nextval('feature_id'),
  source text not null,
  reference text not null,
  kind text not null default 'residential',
  name text not null default '',
  name_en text not null default '',
  geom geometry (MultiPolygon, 4326) not null,
  primary key (region_id, block_id),
  unique (region_id, source, reference)
);
create index block_geom on block using gist (geom);

create table road (
  region_id integer not null references region (region_id),
  road_id bigint not null default nextval('feature_id'),
  source text not null,
  reference text not null,
  kind text not null default 'street' check (kind in ('trunk', 'main', 'street', 'lane', 'path')),
  name text not null default '',
  name_en text not null default '',
  geom geometry (MultiLineString, 4326) not null,
  primary key (region_id, road_id),
  unique (region_id, source, reference)
);
create index road_geom on road using gist (geom);

create table water (
  region_id integer not null references region (region_id),
  water_id bigint not null default nextval('feature_id'),
  source text not null,
  reference text not null,
  kind text not null default 'river' check (kind in ('sea', 'lake', 'river', 'stream')),
  name text not null default '',
  name_en text not null default '',
  geom geometry (Geometry, 4326) not null,
  primary key (region_id, water_id),
  unique (region_id, source, reference),
  check (geometrytype(geom) in ('MULTIPOLYGON', 'MULTILINESTRING'))
);
create index water_geom on water using gist (geom);
