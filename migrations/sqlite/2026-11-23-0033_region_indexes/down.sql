DROP INDEX change_step_region;
DROP INDEX commitment_region;
