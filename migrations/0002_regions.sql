-- Reference tables: small, the same on every node of a sharded database.
create table region (
  region_id integer primary key,
  code text not null unique check (code ~ '^[0-9]{6}$'),
  name text not null,
  name_en text not null,
  time_zone text not null,
  code_pattern text not null,
  is_demo boolean not null default false,
  workload_weights jsonb,
  created_at timestamptz not null default now()
);
comment on column region.region_id is 'permanent; the six-digit code is an attribute and may change';
comment on column region.code_pattern is 'regular expression that every grid code of the region matches; groups street and community give the parents'' codes';
comment on column region.workload_weights is 'null: the defaults of core/workload';

create table incident_category (
  code text primary key check (code ~ '^[a-z][a-z_]*$'),
  name text not null,
  name_en text not null,
  minutes real not null check (minutes >= 0)
);
comment on column incident_category.minutes is 'working time that one incident of the category takes';

insert into incident_category (code, name, name_en, minutes) values
  ('water', '供排水', 'Water and drains', 60),
  ('refuse', '垃圾清运', 'Refuse', 20),
  ('noise', '噪声扰民', 'Noise', 30),
  ('parking', '占道停车', 'Parking', 25),
  ('lighting', '照明供电', 'Lights and power', 40),
  ('fire', '消防隐患', 'Fire hazard', 90),
  ('dispute', '邻里纠纷', 'Dispute', 75),
  ('other', '其他', 'Other', 30);

-- The row that a transaction locks before it changes a region's published facts.
create table region_state (
  region_id integer primary key references region (region_id),
  boundary_version integer not null default 0,
  change_sequence bigint not null default 0,
  enclave geometry (MultiPolygon, 4326)
);
comment on column region_state.boundary_version is '0: no grids yet';
comment on column region_state.enclave is 'declared holes of the coverage: they belong to another region';
