-- How far short of its plan a series is, in millionths of the gain planned by then, rounded up: 0 on plan, the greatest
-- number where no gain was planned, none where nothing was measured. What is behind is worked out by the program, which
-- knows the plan, when it has brought the schema up to date.
ALTER TABLE series ADD COLUMN shortfall BIGINT;
UPDATE series SET shortfall = 0 WHERE on_plan;
ALTER TABLE series DROP COLUMN on_plan;
-- Empty once that is done, so that asking whether it is done costs nothing.
CREATE INDEX series_unknown ON series (commitment_id) WHERE latest_on IS NOT NULL AND shortfall IS NULL;
-- When anything was last logged in a cell, whichever day it was for.
ALTER TABLE cell ADD COLUMN logged_at BIGINT;
UPDATE cell SET logged_at = (
    SELECT MAX(measurement.recorded_at) FROM commitment
    JOIN measurement ON measurement.commitment_id = commitment.id
    WHERE commitment.project_id = cell.project_id AND commitment.municipality_id = cell.municipality_id
    AND commitment.accepted_in IS NOT NULL
);
