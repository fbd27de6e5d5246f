DROP INDEX commitment_target;
