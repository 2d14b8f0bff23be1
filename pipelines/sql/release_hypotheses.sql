-- Every version of every hypothesis as it was written down; who wrote it is not published.
SELECT
    name, version, cause, outcome, sign, first_lag, last_lag, smallest_effect, purpose,
    first_period, registered_at, afterwards, rival, frozen_hash
FROM hypotheses
ORDER BY registered_at, name, version;
