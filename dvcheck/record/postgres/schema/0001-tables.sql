-- The tables of a precinct: plain PostgreSQL 15 or later. No extension, trigger, sequence or partition, and agency_id
-- in every key, so that the same file also runs on Citus. precinct_owner owns everything and never logs in. Everybody
-- else logs in under a login of their own, a member of one of the four group roles.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['precinct_owner', 'precinct_officer', 'precinct_supervisor', 'precinct_auditor',
    'precinct_records']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name) THEN
      EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN', name);
    END IF;
  END LOOP;
END $$;
-- Row-level security binds the owner too (FORCE). Its functions look across officers, so it alone may pass it by.
ALTER ROLE precinct_owner NOLOGIN BYPASSRLS;

ALTER SCHEMA precinct OWNER TO precinct_owner;
ALTER TABLE precinct.schema_version OWNER TO precinct_owner;
GRANT USAGE ON SCHEMA precinct TO precinct_officer, precinct_supervisor, precinct_auditor, precinct_records;
GRANT SELECT ON precinct.schema_version
  TO precinct_officer, precinct_supervisor, precinct_auditor, precinct_records;
SET ROLE precinct_owner;

-- Whose login it is, and where that person works. `dvcheck precinct people apply` writes it, and nothing else.
CREATE TABLE precinct.person (
  login text PRIMARY KEY,
  agency_id int NOT NULL CHECK (agency_id > 0),
  officer text NOT NULL CHECK (length(officer) BETWEEN 1 AND 40),
  -- A role is named after each place, and PostgreSQL cuts names of roles at 63 bytes.
  precinct text NOT NULL CHECK (precinct ~ '^[A-Za-z0-9_-]{1,40}$'),
  role text NOT NULL CHECK (role IN ('officer', 'supervisor', 'auditor', 'records'))
);

-- A journal of a laptop: its id is the first half of the hash of its first entry, which holds a random salt. A journal
-- that came back with other entries under numbers that are here already goes on as a journal of its own, with a parent.
CREATE TABLE precinct.journal (
  agency_id int NOT NULL,
  journal_id uuid NOT NULL,
  login text NOT NULL,
  officer text NOT NULL,
  precinct text NOT NULL,
  parent_id uuid,
  parent_seq bigint CHECK (parent_seq > 0),
  last_seq bigint NOT NULL,
  head bytea NOT NULL CHECK (octet_length(head) = 32),
  shift_ends timestamptz CHECK (shift_ends >= '1970-01-01Z' AND shift_ends < '9999-01-01Z'),
  pushed_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((parent_id IS NULL) = (parent_seq IS NULL)),
  PRIMARY KEY (agency_id, journal_id)
);

-- An entry as the laptop sealed it. Body and salt are NULL where it was withheld or purged: the seal stays, so the chain
-- can be verified without them. The body is text: jsonb would change its bytes, and the seal is over bytes.
CREATE TABLE precinct.event (
  agency_id int NOT NULL,
  journal_id uuid NOT NULL,
  seq bigint NOT NULL CHECK (seq > 0),
  login text NOT NULL,
  case_id text NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  seal bytea NOT NULL CHECK (octet_length(seal) = 32),
  salt bytea,
  body text,
  received_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((body IS NULL) = (salt IS NULL)),
  PRIMARY KEY (agency_id, journal_id, seq)
);
CREATE INDEX event_of_case ON precinct.event (agency_id, journal_id, case_id, seq);

-- A line of the board: what the laptop assessed, and the entry up to which it did.
CREATE TABLE precinct.case_now (
  agency_id int NOT NULL,
  journal_id uuid NOT NULL,
  case_id text NOT NULL,
  precinct text NOT NULL,
  login text NOT NULL,
  officer text NOT NULL,
  number text,
  seq bigint NOT NULL,
  hash bytea NOT NULL,
  pack text NOT NULL,
  opened_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'closed', 'handed-over', 'purged')),
  unasked int NOT NULL CHECK (unasked >= 0),
  open_required int NOT NULL CHECK (open_required >= 0),
  undetermined int NOT NULL CHECK (undetermined >= 0),
  due_at timestamptz,
  -- The hash of the entry that opened the case, wherever that was. A case that another officer took over, or that is in
  -- a journal and in one that parted from it, has several lines with one opening: the newest counts.
  opening bytea NOT NULL CHECK (octet_length(opening) = 32),
  detail jsonb NOT NULL,
  -- Other times, such as infinity, cannot be read back or shown in each zone: one of them would hide a whole board.
  CHECK (opened_at >= '1970-01-01Z' AND opened_at < '9999-01-01Z' AND last_at >= '1970-01-01Z' AND last_at < '9999-01-01Z'
    AND (due_at IS NULL OR due_at >= '1970-01-01Z' AND due_at < '9999-01-01Z')),
  PRIMARY KEY (agency_id, journal_id, case_id)
);
CREATE INDEX case_now_board ON precinct.case_now (agency_id, precinct, due_at)
  WHERE state = 'open' AND (open_required > 0 OR unasked > 0);
CREATE INDEX case_now_opening ON precinct.case_now (agency_id, opening);
CREATE INDEX case_now_mine ON precinct.case_now (agency_id, login) WHERE state = 'open';
CREATE INDEX case_now_number ON precinct.case_now (agency_id, number) WHERE number IS NOT NULL;

-- The checklists that cases were worked under. A wrong content cannot take the place of a right one: both are kept, and
-- the reader takes the one whose digest it computes itself.
CREATE TABLE precinct.pack (
  digest text NOT NULL CHECK (digest ~ '^sha256:[0-9a-f]{64}$'),
  content_hash bytea NOT NULL,
  content bytea NOT NULL CHECK (octet_length(content) BETWEEN 1 AND 4194304),
  PRIMARY KEY (digest, content_hash)
);

-- Who opened, exported or purged what, and why: written before it is done. `by_order` is the complaint or court order
-- for which an export names officers.
CREATE TABLE precinct.access_log (
  agency_id int NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  login text NOT NULL,
  did text NOT NULL CHECK (did IN ('opened', 'purged', 'exported')),
  journal_id uuid,
  case_id text,
  reason text NOT NULL CHECK (length(trim(reason)) BETWEEN 4 AND 500),
  by_order text CHECK (by_order IS NULL OR (did = 'exported' AND length(trim(by_order)) BETWEEN 4 AND 500))
);
RESET ROLE;
