-- Which targets have passed: only of those can anything have fallen back.
CREATE INDEX commitment_target ON commitment (region_id, target_on);
