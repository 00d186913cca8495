-- The newest change of a kind: who set a region's weights, and how fresh each subject is. Without it, a region that many write to
-- is read back to the beginning for a kind that is rare.
create index change_kind on change (region_id, kind, sequence);
