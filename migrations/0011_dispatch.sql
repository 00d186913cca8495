-- Who handles an incident. A worker is never deleted, so what he handled goes on naming him.
alter table incident add column worker_id bigint;
alter table incident add foreign key (region_id, worker_id) references worker (region_id, worker_id);
comment on column incident.worker_id is 'who handles it; null: nobody yet';
create index incident_worker on incident (region_id, worker_id)
  where valid_to = 'infinity' and worker_id is not null;

-- Which change recorded a row: the first that was recorded since the row began.
create index change_recorded on change (region_id, recorded_at);
