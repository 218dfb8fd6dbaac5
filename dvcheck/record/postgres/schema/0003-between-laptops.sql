-- A case between two laptops, and officers whose laptop has sent nothing yet: neither may drop out of a board unseen.
SET ROLE precinct_owner;

-- Whether another laptop of the agency has a case that was handed over. A supervisor does not see the lines of another
-- precinct, so this is on the line that was handed over. It stays true, also once the other laptop hands the case on.
ALTER TABLE precinct.case_now ADD COLUMN moved_on boolean NOT NULL DEFAULT false;
CREATE INDEX case_now_between ON precinct.case_now (agency_id, precinct) WHERE state = 'handed-over' AND NOT moved_on;
UPDATE precinct.case_now c SET moved_on = true
  WHERE c.state = 'handed-over' AND EXISTS (SELECT FROM precinct.case_now n
    WHERE n.agency_id = c.agency_id AND n.opening = c.opening AND n.state <> 'handed-over');

-- What `push` did until now. It still takes the entries and the lines; nobody calls it but the new `push`.
ALTER FUNCTION precinct.push(uuid, uuid, bigint, bigint[], text[], timestamptz[], text[], bytea[], bytea[], bytea[], text[],
  jsonb, timestamptz) RENAME TO take;
REVOKE ALL ON FUNCTION precinct.take FROM precinct_officer;

-- Take entries and lines, and note which handed-over cases another laptop has. The laptop that took a case over may push
-- before the one that handed it over.
CREATE FUNCTION precinct.push(
  p_journal uuid, p_parent uuid, p_parent_seq bigint,
  p_seq bigint[], p_case text[], p_at timestamptz[], p_kind text[],
  p_hash bytea[], p_seal bytea[], p_salt bytea[], p_body text[],
  p_lines jsonb DEFAULT '[]', p_shift_ends timestamptz DEFAULT NULL)
RETURNS TABLE (r_seq bigint, r_head bytea, r_added int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = precinct, pg_temp AS $$
DECLARE agency int;
BEGIN
  RETURN QUERY SELECT t.r_seq, t.r_head, t.r_added FROM take(p_journal, p_parent, p_parent_seq, p_seq, p_case, p_at,
    p_kind, p_hash, p_seal, p_salt, p_body, p_lines, p_shift_ends) t;
  IF jsonb_array_length(p_lines) > 0 THEN
    SELECT p.agency_id INTO agency FROM person p WHERE p.login = session_user;
    UPDATE case_now c SET moved_on = true
      WHERE c.agency_id = agency AND c.state = 'handed-over' AND NOT c.moved_on
        AND c.opening IN (SELECT o.opening FROM case_now o
          WHERE o.agency_id = agency AND o.journal_id = p_journal
            AND o.case_id IN (SELECT l.case_id FROM jsonb_to_recordset(p_lines) AS l(case_id text)))
        AND EXISTS (SELECT FROM case_now n
          WHERE n.agency_id = agency AND n.opening = c.opening AND n.state <> 'handed-over');
  END IF;
END $$;

-- The officers whose cases the login may see, also those who have pushed nothing yet.
CREATE FUNCTION precinct.crew() RETURNS TABLE (r_officer text, r_precinct text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = precinct, pg_temp AS $$
  SELECT DISTINCT p.officer, p.precinct FROM person me JOIN person p ON p.agency_id = me.agency_id
  WHERE me.login = session_user AND p.role = 'officer'
    AND (p.login = me.login OR me.role IN ('auditor', 'records') OR (me.role = 'supervisor' AND p.precinct = me.precinct))
  ORDER BY p.officer
$$;

REVOKE ALL ON FUNCTION precinct.push, precinct.crew FROM public;
GRANT EXECUTE ON FUNCTION precinct.push TO precinct_officer;
GRANT EXECUTE ON FUNCTION precinct.crew TO precinct_officer, precinct_supervisor, precinct_auditor, precinct_records;
RESET ROLE;
