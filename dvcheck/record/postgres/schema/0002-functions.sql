-- Who may see and write what. Nobody has INSERT, UPDATE, DELETE or TRUNCATE: all writing is done by the functions below,
-- which compute every hash again.
SET ROLE precinct_owner;

-- Who asks is session_user, the login itself, which no SET can change; never a setting, which anybody can. Where a login
-- belongs is in the catalog: it is a member of "at:AGENCY:PRECINCT", and that of "at:AGENCY". No table is read, so Citus
-- takes it in a policy, and membership is cached, so it may be asked for each row.
CREATE FUNCTION precinct.i_am_at(agency int) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT coalesce(pg_has_role(session_user, to_regrole(quote_ident(format('at:%s', agency))), 'MEMBER'), false)
$$;
CREATE FUNCTION precinct.i_am_at(agency int, precinct text) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    pg_has_role(session_user, to_regrole(quote_ident(format('at:%s:%s', agency, precinct))), 'MEMBER'), false)
$$;

ALTER TABLE precinct.person ENABLE ROW LEVEL SECURITY;
ALTER TABLE precinct.journal ENABLE ROW LEVEL SECURITY;
ALTER TABLE precinct.journal FORCE ROW LEVEL SECURITY;
ALTER TABLE precinct.event ENABLE ROW LEVEL SECURITY;
ALTER TABLE precinct.event FORCE ROW LEVEL SECURITY;
ALTER TABLE precinct.case_now ENABLE ROW LEVEL SECURITY;
ALTER TABLE precinct.case_now FORCE ROW LEVEL SECURITY;
ALTER TABLE precinct.access_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE precinct.access_log FORCE ROW LEVEL SECURITY;

-- No subquery in a policy: Citus takes none. Queries name agency and precinct themselves, for the index and the shard.
CREATE POLICY me ON precinct.person FOR SELECT
  TO precinct_officer, precinct_supervisor, precinct_auditor, precinct_records USING (login = session_user);
CREATE POLICY mine ON precinct.journal FOR SELECT TO precinct_officer USING (login = session_user);
CREATE POLICY mine ON precinct.event FOR SELECT TO precinct_officer USING (login = session_user);
CREATE POLICY mine ON precinct.case_now FOR SELECT TO precinct_officer USING (login = session_user);
CREATE POLICY precinct ON precinct.journal FOR SELECT TO precinct_supervisor
  USING (precinct.i_am_at(agency_id, precinct));
CREATE POLICY precinct ON precinct.case_now FOR SELECT TO precinct_supervisor
  USING (precinct.i_am_at(agency_id, precinct));
CREATE POLICY agency ON precinct.journal FOR SELECT TO precinct_auditor, precinct_records
  USING (precinct.i_am_at(agency_id));
CREATE POLICY agency ON precinct.case_now FOR SELECT TO precinct_auditor, precinct_records
  USING (precinct.i_am_at(agency_id));
CREATE POLICY agency ON precinct.event FOR SELECT TO precinct_auditor USING (precinct.i_am_at(agency_id));
CREATE POLICY agency ON precinct.access_log FOR SELECT TO precinct_auditor USING (precinct.i_am_at(agency_id));

GRANT SELECT ON precinct.person TO precinct_officer, precinct_supervisor, precinct_auditor, precinct_records;
GRANT SELECT ON precinct.journal, precinct.case_now
  TO precinct_officer, precinct_supervisor, precinct_auditor, precinct_records;
GRANT SELECT ON precinct.event TO precinct_officer;
-- An auditor verifies every chain, and reads no answer.
GRANT SELECT (agency_id, journal_id, seq, login, case_id, at, kind, hash, seal, received_at) ON precinct.event
  TO precinct_auditor;
GRANT SELECT ON precinct.access_log TO precinct_auditor;
GRANT SELECT ON precinct.pack TO precinct_officer, precinct_supervisor, precinct_auditor, precinct_records;

-- The hash of an entry, byte for byte as dvcheck/record/chain.py computes it. Neither a case id nor a kind has a
-- character that JSON escapes: `push` takes no others.
CREATE FUNCTION precinct.hash_of(before bytea, seq bigint, case_id text, at timestamptz, kind text, seal bytea)
RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT sha256('dvcheck-2'::bytea || before || convert_to(
    '[' || seq || ',"' || case_id || '","'
    || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || '","' || kind || '","' || encode(seal, 'hex') || '"]', 'UTF8'))
$$;

-- Take entries of one journal, in order, and the lines of the board that follow from them. What is here already must be
-- the same; the rest must follow without a gap. All of it is taken, or nothing.
-- Refusals: insufficient_privilege; program_limit_exceeded; data_exception, with the number of the last entry that is
-- here as DETAIL. 0003-between-laptops.sql gives this function another name, and calls it.
CREATE FUNCTION precinct.push(
  p_journal uuid, p_parent uuid, p_parent_seq bigint,
  p_seq bigint[], p_case text[], p_at timestamptz[], p_kind text[],
  p_hash bytea[], p_seal bytea[], p_salt bytea[], p_body text[],
  p_lines jsonb DEFAULT '[]', p_shift_ends timestamptz DEFAULT NULL)
RETURNS TABLE (r_seq bigint, r_head bytea, r_added int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = precinct, pg_temp AS $$
DECLARE
  me person;
  j journal;
  n int := coalesce(cardinality(p_seq), 0);
  start bigint := 0;
  before bytea := decode(repeat('00', 32), 'hex');
  bad bigint;
  fresh int;
  added int := 0;
BEGIN
  SELECT * INTO me FROM person WHERE login = session_user;
  IF me.login IS NULL OR me.role <> 'officer' THEN
    RAISE insufficient_privilege USING MESSAGE = 'not a login that pushes';
  END IF;
  IF n > 5000 THEN
    RAISE program_limit_exceeded USING MESSAGE = 'more than 5000 entries in one push';
  END IF;
  IF jsonb_typeof(p_lines) <> 'array' OR jsonb_array_length(p_lines) > 5000 OR pg_column_size(p_lines) > 8388608 THEN
    RAISE program_limit_exceeded USING MESSAGE = 'too many lines in one push';
  END IF;
  IF (SELECT count(*) FROM unnest(ARRAY[cardinality(p_case), cardinality(p_at), cardinality(p_kind),
      cardinality(p_hash), cardinality(p_seal), cardinality(p_salt), cardinality(p_body)]) c(len)
      WHERE coalesce(len, 0) <> n) > 0 THEN
    RAISE data_exception USING MESSAGE = 'columns of different lengths';
  END IF;

  SELECT * INTO j FROM journal WHERE agency_id = me.agency_id AND journal_id = p_journal FOR UPDATE;
  IF j.journal_id IS NULL THEN
    -- A new journal is named after its first entry: nobody can take the name of another's before it arrives.
    IF p_parent IS NOT NULL THEN
      SELECT e.hash INTO before FROM event e JOIN journal p USING (agency_id, journal_id)
        WHERE e.agency_id = me.agency_id AND e.journal_id = p_parent AND e.seq = p_parent_seq AND p.login = me.login
          AND p.last_seq > p_parent_seq;
      IF before IS NULL THEN
        RAISE data_exception USING MESSAGE = 'no such entry to part from', DETAIL = 0;
      END IF;
      start := p_parent_seq;
    END IF;
    IF n = 0 OR uuid_send(p_journal) IS DISTINCT FROM substr(p_hash[1], 1, 16) THEN
      RAISE data_exception USING MESSAGE = 'a new journal is named after its first entry', DETAIL = start;
    END IF;
    INSERT INTO journal (agency_id, journal_id, login, officer, precinct, parent_id, parent_seq, last_seq, head)
      VALUES (me.agency_id, p_journal, me.login, me.officer, me.precinct, p_parent,
        CASE WHEN p_parent IS NULL THEN NULL ELSE p_parent_seq END, start, before)
      ON CONFLICT DO NOTHING;
    SELECT * INTO j FROM journal WHERE agency_id = me.agency_id AND journal_id = p_journal FOR UPDATE;
  END IF;
  IF j.login IS DISTINCT FROM me.login THEN
    RAISE insufficient_privilege USING MESSAGE = 'the journal of another login';
  END IF;

  SELECT min(o.seq) INTO bad FROM unnest(p_seq, p_hash) o(seq, hash)
    LEFT JOIN event e ON e.agency_id = me.agency_id AND e.journal_id = p_journal AND e.seq = o.seq
    WHERE o.seq <= j.last_seq AND e.hash IS DISTINCT FROM o.hash;
  IF bad IS NOT NULL THEN
    RAISE data_exception USING MESSAGE = format('entry %s is another one here', bad), DETAIL = j.last_seq;
  END IF;
  SELECT count(*) INTO fresh FROM unnest(p_seq) o(seq) WHERE o.seq > j.last_seq OR o.seq IS NULL;
  IF fresh > 0 THEN
    SELECT min(coalesce(o.seq, 0)) INTO bad FROM (
      SELECT o.*, row_number() OVER w + j.last_seq AS due, coalesce(lag(o.hash) OVER w, j.head) AS prior
      FROM unnest(p_seq, p_case, p_at, p_kind, p_hash, p_seal, p_salt, p_body)
        o(seq, c, at, k, hash, seal, salt, body)
      WHERE o.seq > j.last_seq OR o.seq IS NULL WINDOW w AS (ORDER BY o.seq)) o
    WHERE o.seq IS DISTINCT FROM o.due
      OR coalesce(o.c !~ '^(c-[0-9A-Z]{4,16}|shift|journal)$', true)
      OR coalesce(o.k !~ '^[a-z][a-z-]{0,39}$', true)
      OR o.at IS NULL OR o.at < '0001-01-02Z' OR o.at >= '9999-12-31Z' OR o.seal IS NULL OR octet_length(o.seal) <> 32
      OR o.hash IS DISTINCT FROM hash_of(o.prior, o.seq, o.c, o.at, o.k, o.seal)
      OR (o.body IS NULL) <> (o.salt IS NULL)
      OR (o.body IS NOT NULL AND sha256(o.salt || convert_to(o.body, 'UTF8')) IS DISTINCT FROM o.seal);
    IF bad IS NOT NULL THEN
      RAISE data_exception USING MESSAGE = format('entry %s does not follow', bad), DETAIL = j.last_seq;
    END IF;
    INSERT INTO event (agency_id, journal_id, seq, login, case_id, at, kind, hash, seal, salt, body)
      SELECT me.agency_id, p_journal, o.seq, me.login, o.c, o.at, o.k, o.hash, o.seal, o.salt, o.body
      FROM unnest(p_seq, p_case, p_at, p_kind, p_hash, p_seal, p_salt, p_body)
        o(seq, c, at, k, hash, seal, salt, body)
      WHERE o.seq > j.last_seq;
    GET DIAGNOSTICS added = ROW_COUNT;
  END IF;
  UPDATE journal SET
      last_seq = j.last_seq + added,
      head = coalesce((SELECT o.hash FROM unnest(p_seq, p_hash) o(seq, hash)
        WHERE added > 0 AND o.seq = j.last_seq + added), j.head),
      shift_ends = coalesce(p_shift_ends, j.shift_ends),
      pushed_at = now()
    WHERE agency_id = me.agency_id AND journal_id = p_journal
    RETURNING * INTO j;

  -- Only a line computed from an entry that is here, of that case, and never an older line over a newer one.
  INSERT INTO case_now (agency_id, journal_id, case_id, precinct, login, officer, number, seq, hash, pack, opened_at,
      last_at, state, unasked, open_required, undetermined, due_at, opening, detail)
    SELECT DISTINCT ON (l.case_id) me.agency_id, p_journal, l.case_id, me.precinct, me.login, me.officer,
      left(l.number, 100), l.seq, e.hash, l.pack, l.opened_at, l.last_at, l.state, l.unasked, l.open_required,
      l.undetermined, l.due_at, decode(l.opening, 'hex'), l.detail
    FROM jsonb_to_recordset(p_lines) AS l(case_id text, number text, seq bigint, hash text, pack text,
      opened_at timestamptz, last_at timestamptz, state text, unasked int, open_required int, undetermined int,
      due_at timestamptz, opening text, detail jsonb)
    JOIN event e ON e.agency_id = me.agency_id AND e.journal_id = p_journal AND e.seq = l.seq
      AND e.case_id = l.case_id AND encode(e.hash, 'hex') = l.hash
    ORDER BY l.case_id, l.seq DESC
    ON CONFLICT (agency_id, journal_id, case_id) DO UPDATE SET
      number = excluded.number, seq = excluded.seq, hash = excluded.hash, pack = excluded.pack,
      last_at = excluded.last_at, state = excluded.state, unasked = excluded.unasked,
      open_required = excluded.open_required, undetermined = excluded.undetermined, due_at = excluded.due_at,
      opening = excluded.opening, detail = excluded.detail
    WHERE case_now.seq <= excluded.seq AND case_now.state <> 'purged';
  RETURN QUERY SELECT j.last_seq, j.head, added;
END $$;

-- Keep a pack that a case was worked under.
CREATE FUNCTION precinct.push_pack(p_digest text, p_content bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = precinct, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM person WHERE login = session_user AND role = 'officer') THEN
    RAISE insufficient_privilege USING MESSAGE = 'not a login that pushes';
  END IF;
  INSERT INTO pack VALUES (p_digest, sha256(p_content), p_content) ON CONFLICT DO NOTHING;
END $$;

-- Write down who wants to read a case, and why. Reading is a transaction of its own, so that nobody reads and then takes
-- the line in the log back.
CREATE FUNCTION precinct.ask_to_open(p_journal uuid, p_case text, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = precinct, pg_temp AS $$
DECLARE me person;
BEGIN
  SELECT * INTO me FROM person WHERE login = session_user;
  IF me.role IS NULL OR me.role NOT IN ('supervisor', 'auditor')
    OR coalesce(length(trim(p_reason)), 0) NOT BETWEEN 4 AND 500
    OR NOT EXISTS (SELECT FROM case_now c WHERE c.agency_id = me.agency_id AND c.journal_id = p_journal
      AND c.case_id = p_case AND (me.role = 'auditor' OR c.precinct = me.precinct)) THEN
    RAISE insufficient_privilege USING MESSAGE = 'no such case for this login, or no reason given';
  END IF;
  INSERT INTO access_log (agency_id, login, did, journal_id, case_id, reason)
    VALUES (me.agency_id, me.login, 'opened', p_journal, p_case, p_reason);
END $$;

-- Read the entries of a case that this login asked to open in the last ten minutes, in an earlier transaction: the time
-- of its line is before this one began, and the line is seen, so it was committed.
CREATE FUNCTION precinct.open_case(p_journal uuid, p_case text) RETURNS SETOF precinct.event
LANGUAGE plpgsql SECURITY DEFINER SET search_path = precinct, pg_temp AS $$
DECLARE me person;
BEGIN
  SELECT * INTO me FROM person WHERE login = session_user;
  IF me.role IS NULL OR me.role NOT IN ('supervisor', 'auditor')
    OR NOT EXISTS (SELECT FROM case_now c WHERE c.agency_id = me.agency_id AND c.journal_id = p_journal
      AND c.case_id = p_case AND (me.role = 'auditor' OR c.precinct = me.precinct))
    OR NOT EXISTS (SELECT FROM access_log l WHERE l.agency_id = me.agency_id AND l.login = me.login
      AND l.did = 'opened' AND l.journal_id = p_journal AND l.case_id = p_case
      AND l.at < now() AND l.at > now() - interval '10 minutes') THEN
    RAISE insufficient_privilege USING MESSAGE = 'no reason was recorded first for this login and case';
  END IF;
  RETURN QUERY SELECT e.* FROM event e
    WHERE e.agency_id = me.agency_id AND e.journal_id = p_journal AND e.case_id = p_case ORDER BY e.seq;
END $$;

-- Write down who wants to export, why, and for which complaint or court order if officers are to be named.
CREATE FUNCTION precinct.ask_to_export(p_reason text, p_order text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = precinct, pg_temp AS $$
DECLARE me person;
BEGIN
  SELECT * INTO me FROM person WHERE login = session_user;
  IF me.role IS DISTINCT FROM 'records' OR coalesce(length(trim(p_reason)), 0) NOT BETWEEN 4 AND 500
    OR length(trim(p_order)) NOT BETWEEN 4 AND 500 THEN
    RAISE insufficient_privilege USING MESSAGE = 'not a login that exports, or no reason given';
  END IF;
  INSERT INTO access_log (agency_id, login, did, reason, by_order)
    VALUES (me.agency_id, me.login, 'exported', p_reason, p_order);
END $$;

-- Read the entries of the cases of a journal, for an export that was asked for in the last two hours, in an earlier
-- transaction. The officer's login is left out.
CREATE FUNCTION precinct.export_journal(p_journal uuid)
RETURNS TABLE (r_seq bigint, r_case text, r_at timestamptz, r_kind text, r_hash bytea, r_seal bytea, r_salt bytea,
  r_body text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = precinct, pg_temp AS $$
DECLARE me person;
BEGIN
  SELECT * INTO me FROM person WHERE login = session_user;
  IF me.role IS DISTINCT FROM 'records'
    OR NOT EXISTS (SELECT FROM access_log l WHERE l.agency_id = me.agency_id AND l.login = me.login
      AND l.did = 'exported' AND l.at < now() AND l.at > now() - interval '2 hours') THEN
    RAISE insufficient_privilege USING MESSAGE = 'no reason for an export was recorded first for this login';
  END IF;
  RETURN QUERY SELECT e.seq, e.case_id, e.at, e.kind, e.hash, e.seal, e.salt, e.body FROM event e
    WHERE e.agency_id = me.agency_id AND e.journal_id = p_journal AND e.case_id LIKE 'c-%'
    ORDER BY e.case_id, e.seq;
END $$;

-- Erase the content of a case here. The seals stay, so the chain still verifies. A laptop's purge does not do this: what
-- was pushed is the agency's record.
CREATE FUNCTION precinct.purge_case(p_journal uuid, p_case text, p_reason text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = precinct, pg_temp AS $$
DECLARE
  me person;
  n int;
BEGIN
  SELECT * INTO me FROM person WHERE login = session_user;
  IF me.role IS DISTINCT FROM 'records' OR coalesce(length(trim(p_reason)), 0) NOT BETWEEN 4 AND 500 THEN
    RAISE insufficient_privilege USING MESSAGE = 'not a login that purges, or no reason given';
  END IF;
  IF NOT EXISTS (SELECT FROM event e WHERE e.agency_id = me.agency_id AND e.journal_id = p_journal
      AND e.case_id = p_case) THEN
    RAISE insufficient_privilege USING MESSAGE = 'no such case for this login';
  END IF;
  INSERT INTO access_log (agency_id, login, did, journal_id, case_id, reason)
    VALUES (me.agency_id, me.login, 'purged', p_journal, p_case, p_reason);
  UPDATE event SET body = NULL, salt = NULL
    WHERE agency_id = me.agency_id AND journal_id = p_journal AND case_id = p_case AND body IS NOT NULL;
  GET DIAGNOSTICS n = ROW_COUNT;
  UPDATE case_now SET state = 'purged', detail = '{}', number = NULL, due_at = NULL, open_required = 0, unasked = 0
    WHERE agency_id = me.agency_id AND journal_id = p_journal AND case_id = p_case;
  RETURN n;
END $$;

-- The number of the first entry of a journal that does not follow; NULL if the chain is whole. No answer is read.
CREATE FUNCTION precinct.first_bad(p_agency int, p_journal uuid) RETURNS bigint
LANGUAGE sql STABLE AS $$
  WITH start AS (
    SELECT j.last_seq, j.head, coalesce(j.parent_seq, 0) AS seq,
      CASE WHEN j.parent_id IS NULL THEN decode(repeat('00', 32), 'hex') ELSE (
        SELECT p.hash FROM precinct.event p WHERE p.agency_id = j.agency_id AND p.journal_id = j.parent_id
          AND p.seq = j.parent_seq) END AS hash
    FROM precinct.journal j WHERE j.agency_id = p_agency AND j.journal_id = p_journal),
  linked AS (
    SELECT e.seq, e.case_id, e.at, e.kind, e.hash, e.seal, row_number() OVER w + s.seq AS due,
      coalesce(lag(e.hash) OVER w, s.hash) AS before
    FROM precinct.event e CROSS JOIN start s
    WHERE e.agency_id = p_agency AND e.journal_id = p_journal WINDOW w AS (ORDER BY e.seq))
  SELECT least(
    (SELECT min(l.due) FROM linked l WHERE l.seq <> l.due
      OR l.hash IS DISTINCT FROM precinct.hash_of(l.before, l.seq, l.case_id, l.at, l.kind, l.seal)),
    (SELECT s.last_seq FROM start s WHERE s.last_seq > s.seq AND NOT EXISTS (
      SELECT FROM precinct.event e WHERE e.agency_id = p_agency AND e.journal_id = p_journal AND e.seq = s.last_seq
        AND e.hash = s.head)))
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA precinct FROM public;
GRANT EXECUTE ON FUNCTION precinct.i_am_at(int), precinct.i_am_at(int, text)
  TO precinct_officer, precinct_supervisor, precinct_auditor, precinct_records;
GRANT EXECUTE ON FUNCTION precinct.hash_of, precinct.first_bad TO precinct_officer, precinct_auditor;
GRANT EXECUTE ON FUNCTION precinct.push, precinct.push_pack TO precinct_officer;
GRANT EXECUTE ON FUNCTION precinct.ask_to_open, precinct.open_case TO precinct_supervisor, precinct_auditor;
GRANT EXECUTE ON FUNCTION precinct.ask_to_export, precinct.export_journal, precinct.purge_case TO precinct_records;
RESET ROLE;
