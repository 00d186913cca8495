-- What writes over HTTP need beside what imports left behind.

-- The same request again is answered as before, another by the same reference is a conflict: as incidents have had it.
alter table household add column body_hash text;
comment on column household.body_hash is 'of the request that created it, as incident.body_hash';

-- A worker is never deleted, because past assignments name him: he ends, and his personal row goes.
alter table worker add column ended_at timestamptz;
comment on column worker.ended_at is 'null: works here; else since when no longer';
alter table worker add column change_sequence bigint not null default 0;
comment on column worker.change_sequence is 'the region''s change that last touched the worker or his personal fields';
alter table worker add column body_hash text;
comment on column worker.body_hash is 'of the request that created him, as incident.body_hash';

-- An assignment has an address of its own.
alter table grid_worker add column assignment_id bigint not null default nextval('feature_id');
create unique index grid_worker_assignment on grid_worker (region_id, assignment_id);

-- Names of a grid are of a boundary version like its shape: giving new ones is a publication of one grid.
alter table publication drop constraint publication_kind_check;
alter table publication add constraint publication_kind_check
  check (kind in ('import', 'plan', 'revert', 'attributes'));
