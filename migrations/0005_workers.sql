create table worker (
  region_id integer not null references region (region_id),
  worker_id bigint not null default nextval('feature_id'),
  number integer not null,
  source text not null,
  reference text not null,
  primary key (region_id, worker_id),
  unique (region_id, number),
  unique (region_id, source, reference)
);
comment on column worker.number is 'what the worker is called where names are not shown: Worker 12';

-- Personal fields live in one erasable table per subject.
create table worker_personal (
  region_id integer not null,
  worker_id bigint not null,
  name text,
  phone text,
  primary key (region_id, worker_id),
  foreign key (region_id, worker_id) references worker (region_id, worker_id)
);

create table grid_worker (
  region_id integer not null,
  grid_id bigint not null,
  worker_id bigint not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null default 'infinity',
  primary key (region_id, grid_id, worker_id, valid_from),
  foreign key (region_id, grid_id) references grid (region_id, grid_id),
  foreign key (region_id, worker_id) references worker (region_id, worker_id),
  check (valid_from < valid_to)
);
