-- PostGIS for geometry, btree_gist for indexes and exclusion constraints that carry region_id beside a shape or a period.
create extension if not exists postgis;
create extension if not exists btree_gist;

-- Feature ids are unique over all regions and stay below 2^53: strings in JSON, integers in tiles.
create sequence feature_id maxvalue 9007199254740991;
