-- Imports as jobs that can be watched, queued and cancelled, also those that another process runs.
alter table import_job drop constraint import_job_state_check;
alter table import_job add constraint import_job_state_check
  check (state in ('queued', 'staging', 'refused', 'done', 'cancelled'));
alter table import_job add column phase text check (phase in ('reading', 'checking', 'writing'));
alter table import_job add column rows_read integer not null default 0;
alter table import_job add column bytes_read bigint not null default 0;
alter table import_job add column bytes_total bigint;
alter table import_job add column is_dry_run boolean not null default false;
alter table import_job add column cancel_requested boolean not null default false;
comment on column import_job.cancel_requested is 'looked at between batches; a job in its final move ends as it would';

-- A job's rows are worth nothing once its process or the database has died, so they are not logged: half of the writing
-- saved. A job counts them before it moves them: after a crash of the database the table is empty.
alter table import_row drop constraint import_row_region_id_import_job_id_fkey;
drop index import_row_reference;
alter table import_row set unlogged;
