-- What people type into the search field is compared with these keys: full-width and half-width, upper and lower case are
-- the same, and blanks do not count. The expression is repeated for what is typed, in server/search/queries.ts.
-- Trigrams find a part of a text as fast as its beginning, Chinese too, where the database's character type knows letters.
create extension if not exists pg_trgm;

alter table household
  add column reference_key text generated always as (replace(lower(normalize(reference, nfkc)), ' ', '')) stored,
  add column building_key text generated always as (replace(lower(normalize(building, nfkc)), ' ', '')) stored;
alter table household_personal
  add column address_key text generated always as (replace(lower(normalize(address, nfkc)), ' ', '')) stored;
alter table incident
  add column reference_key text generated always as (replace(lower(normalize(reference, nfkc)), ' ', '')) stored;
alter table incident_personal
  add column address_key text generated always as (replace(lower(normalize(address, nfkc)), ' ', '')) stored;
alter table road
  add column name_key text generated always as (replace(lower(normalize(name, nfkc)), ' ', '')) stored,
  add column name_en_key text generated always as (replace(lower(normalize(name_en, nfkc)), ' ', '')) stored;

-- Whole texts and beginnings of those that many may share a beginning of; for addresses the trigrams do.
create index household_reference_key on household (region_id, reference_key text_pattern_ops) where valid_to = 'infinity';
create index household_building_key on household (region_id, building_key text_pattern_ops) where valid_to = 'infinity';
create index incident_reference_key on incident (region_id, reference_key text_pattern_ops) where valid_to = 'infinity';

create index household_reference_parts on household using gin (reference_key gin_trgm_ops) where valid_to = 'infinity';
create index household_building_parts on household using gin (building_key gin_trgm_ops) where valid_to = 'infinity';
create index household_address_parts on household_personal using gin (address_key gin_trgm_ops);
create index incident_reference_parts on incident using gin (reference_key gin_trgm_ops) where valid_to = 'infinity';
create index incident_address_parts on incident_personal using gin (address_key gin_trgm_ops);
