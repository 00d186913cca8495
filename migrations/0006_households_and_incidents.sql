-- A row is what was recorded of a household from valid_from to valid_to; deletion closes the row.
-- grid_id is the responsible grid: the pin if there is one, else dedicated before base; null means unassigned.
create table household (
  region_id integer not null references region (region_id),
  household_id bigint not null default nextval('feature_id'),
  valid_from timestamptz not null default now(),
  valid_to timestamptz not null default 'infinity',
  source text not null,
  reference text not null,
  geom geometry (Point, 4326) not null,
  people smallint not null default 1 check (people >= 0),
  key_persons smallint not null default 0 check (key_persons >= 0),
  building text not null default '',
  base_grid_id bigint,
  dedicated_grid_id bigint,
  pinned_grid_id bigint,
  pin_reason text,
  grid_id bigint generated always as (coalesce(pinned_grid_id, dedicated_grid_id, base_grid_id)) stored,
  corrected_by_hand boolean not null default false,
  change_sequence bigint not null,
  primary key (region_id, household_id, valid_from),
  check (valid_from < valid_to),
  check ((pinned_grid_id is null) = (pin_reason is null)),
  foreign key (region_id, base_grid_id) references grid (region_id, grid_id),
  foreign key (region_id, dedicated_grid_id) references grid (region_id, grid_id),
  foreign key (region_id, pinned_grid_id) references grid (region_id, grid_id)
);
comment on column household.change_sequence is 'the region''s change that last touched this row';
comment on column household.corrected_by_hand is 'an import never overwrites such a row silently';
create unique index household_reference on household (region_id, source, reference) where valid_to = 'infinity';
create unique index household_current on household (region_id, household_id) where valid_to = 'infinity';
create index household_geom on household using gist (geom);
create index household_grid on household (region_id, grid_id) where valid_to = 'infinity';
create index household_change on household (region_id, change_sequence);

create table household_personal (
  region_id integer not null,
  household_id bigint not null,
  address text,
  contact text,
  phone text,
  primary key (region_id, household_id)
);

create table incident (
  region_id integer not null references region (region_id),
  incident_id bigint not null default nextval('feature_id'),
  valid_from timestamptz not null default now(),
  valid_to timestamptz not null default 'infinity',
  source text not null,
  reference text not null,
  category text not null references incident_category (code),
  severity smallint not null default 2 check (severity between 1 and 4),
  status text not null default 'received' check (status in ('received', 'dispatched', 'in_hand', 'checked', 'closed')),
  reported_at timestamptz not null,
  closed_at timestamptz,
  geom geometry (Point, 4326) not null,
  accuracy_m real check (accuracy_m >= 0),
  base_grid_id bigint,
  dedicated_grid_id bigint,
  pinned_grid_id bigint,
  pin_reason text,
  grid_id bigint generated always as (coalesce(pinned_grid_id, dedicated_grid_id, base_grid_id)) stored,
  corrected_by_hand boolean not null default false,
  body_hash text,
  change_sequence bigint not null,
  primary key (region_id, incident_id, valid_from),
  check (valid_from < valid_to),
  check ((pinned_grid_id is null) = (pin_reason is null)),
  foreign key (region_id, base_grid_id) references grid (region_id, grid_id),
  foreign key (region_id, dedicated_grid_id) references grid (region_id, grid_id),
  foreign key (region_id, pinned_grid_id) references grid (region_id, grid_id)
);
comment on column incident.severity is '1 low, 2 normal, 3 high, 4 urgent';
comment on column incident.body_hash is 'of the request that created it: the same body again is answered as before, another is a conflict';
create unique index incident_reference on incident (region_id, source, reference) where valid_to = 'infinity';
create unique index incident_current on incident (region_id, incident_id) where valid_to = 'infinity';
create index incident_geom on incident using gist (geom);
create index incident_grid on incident (region_id, grid_id) where valid_to = 'infinity';
create index incident_reported on incident (region_id, reported_at, incident_id) where valid_to = 'infinity';
create index incident_change on incident (region_id, change_sequence);

create table incident_personal (
  region_id integer not null,
  incident_id bigint not null,
  address text,
  description text,
  reporter text,
  phone text,
  primary key (region_id, incident_id)
);
