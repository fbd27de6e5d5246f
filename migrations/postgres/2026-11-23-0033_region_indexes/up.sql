CREATE INDEX commitment_region ON commitment (region_id, municipality_id);
CREATE INDEX change_step_region ON change_step (region_id, municipality_id);
