-- The central database of a fleet of kiosks: psql -v ON_ERROR_STOP=1 -d parc -f schema.sql, as a superuser.
--
-- PostgreSQL 15 or later. It may be run again at any time: tables are made by numbered steps, each once; functions, views
-- and rights are made anew. One transaction: all of it or nothing. The guide is deploy/guide/parc.md.
--
-- Kept as at the kiosk: counters of closed weeks, no time finer than the week. Three groups, none of which can log in:
--   guichet_kiosk      every kiosk's own login is a member: calls fleet.push and fleet.received, for its own rows only
--   guichet_region     the one reader of raw figures
--   guichet_publisher  publishes a month, once: sees sums by département, and what stands
--   guichet_public     sees what is published
-- Every table belongs to guichet_owner, who cannot log in either: the functions below run with its rights, never with
-- those of a superuser.

BEGIN;

-- Whoever holds what is changed here is waited for no longer.
SET LOCAL lock_timeout = '1min';
SELECT pg_advisory_xact_lock(hashtext('guichet-cps fleet schema'));

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY[
        'guichet_owner', 'guichet_kiosk', 'guichet_region', 'guichet_publisher', 'guichet_public'
    ] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role);
        END IF;
    END LOOP;
    -- By default everybody may connect to any database, make temporary tables there, and see the schema "public".
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format(
        'GRANT CONNECT ON DATABASE %I TO guichet_kiosk, guichet_region, guichet_publisher, guichet_public',
        current_database()
    );
END
$$;

-- By default everybody may also lock names of their own choice, the one above among them, and keep large objects.
DO $$
DECLARE
    everybodys regprocedure;
BEGIN
    FOR everybodys IN
        SELECT oid FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace
          AND (proname LIKE 'pg\_%advisory%' OR proname IN ('lo_creat', 'lo_create', 'lo_from_bytea'))
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', everybodys);
    END LOOP;
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE SCHEMA IF NOT EXISTS fleet AUTHORIZATION guichet_owner;
SET LOCAL ROLE guichet_owner;
SET LOCAL search_path = pg_catalog;

CREATE TABLE IF NOT EXISTS fleet.version (number integer PRIMARY KEY);

-- Step 1. --------------------------------------------------------------------------------------------------------------
DO $$
BEGIN
    IF EXISTS (SELECT FROM fleet.version WHERE number = 1) THEN
        RETURN;
    END IF;

    CREATE DOMAIN fleet.name AS text CHECK (VALUE ~ '^[a-z0-9-]{1,40}$');
    CREATE DOMAIN fleet.week AS text CHECK (VALUE ~ '^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$');
    CREATE DOMAIN fleet.month AS text CHECK (VALUE ~ '^\d{4}-(0[1-9]|1[0-2])$');
    CREATE DOMAIN fleet.word AS text CHECK (VALUE ~ '^[a-z0-9_]{1,20}$');
    CREATE DOMAIN fleet.code AS text CHECK (VALUE ~ '^[A-Z]\d\d$');

    -- The département is that of INSEE's code: two characters, three overseas.
    CREATE TABLE fleet.site (
        name fleet.name PRIMARY KEY,
        department text NOT NULL CHECK (department ~ '^(\d\d|2[AB]|9[78]\d)$')
    );
    -- What a kiosk last said, to the week: nothing here tells when somebody was served.
    CREATE TABLE fleet.kiosk (
        name fleet.name PRIMARY KEY,
        login text NOT NULL UNIQUE,
        retired boolean NOT NULL DEFAULT false,
        last_contact fleet.week,
        complete_before fleet.week
    );
    CREATE TABLE fleet.kiosk_site (
        kiosk fleet.name REFERENCES fleet.kiosk,
        site fleet.name REFERENCES fleet.site,
        PRIMARY KEY (kiosk, site)
    );
    -- A database file of a kiosk. It never passes to another kiosk: its weeks would be counted twice.
    CREATE TABLE fleet.epoch (
        epoch text PRIMARY KEY CHECK (epoch ~ '^[0-9a-z]{32}$'),
        kiosk fleet.name NOT NULL REFERENCES fleet.kiosk,
        UNIQUE (epoch, kiosk)
    );
    CREATE TABLE fleet.outcome (
        kiosk fleet.name, epoch text, iso_week fleet.week, site fleet.name,
        service fleet.word, outcome fleet.code, generation fleet.word,
        n bigint NOT NULL CHECK (n > 0),
        revision bigint NOT NULL CHECK (revision >= 0),
        PRIMARY KEY (kiosk, epoch, iso_week, site, service, outcome, generation),
        FOREIGN KEY (epoch, kiosk) REFERENCES fleet.epoch (epoch, kiosk),
        FOREIGN KEY (kiosk, site) REFERENCES fleet.kiosk_site
    );
    CREATE INDEX outcome_by_week ON fleet.outcome (iso_week);
    -- Tables of one dimension; margin is the kiosk's name for the table.
    CREATE TABLE fleet.visit (
        kiosk fleet.name, epoch text, iso_week fleet.week, site fleet.name,
        margin text CHECK (margin IN ('visit_duration', 'visit_language', 'visit_printed', 'visit_assisted')),
        value fleet.word,
        n bigint NOT NULL CHECK (n > 0),
        revision bigint NOT NULL CHECK (revision >= 0),
        PRIMARY KEY (kiosk, epoch, iso_week, site, margin, value),
        FOREIGN KEY (epoch, kiosk) REFERENCES fleet.epoch (epoch, kiosk),
        FOREIGN KEY (kiosk, site) REFERENCES fleet.kiosk_site
    );
    CREATE INDEX visit_by_week ON fleet.visit (iso_week);
    -- Raw weeks before this one have been deleted here and are not taken again.
    CREATE TABLE fleet.retention (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        kept_since fleet.week NOT NULL
    );
    INSERT INTO fleet.retention (kept_since) VALUES ('0001-W01');

    CREATE TABLE fleet.publication (
        month fleet.month PRIMARY KEY,
        threshold integer NOT NULL CHECK (threshold >= 11),
        published_in fleet.week NOT NULL
    );
    -- A row of totals has no department, a column of totals no outcome; what is hidden has no n.
    CREATE TABLE fleet.published_cell (
        month fleet.month NOT NULL REFERENCES fleet.publication,
        service fleet.word NOT NULL,
        department text,
        outcome fleet.code,
        n bigint CHECK (n >= 11),
        UNIQUE NULLS NOT DISTINCT (month, service, department, outcome)
    );

    INSERT INTO fleet.version VALUES (1);
END
$$;

-- Step 2. --------------------------------------------------------------------------------------------------------------
-- Where a locale of ICU decides, \d takes the digits of every script: such a week is none, and broke the views.
DO $$
BEGIN
    IF EXISTS (SELECT FROM fleet.version WHERE number = 2) THEN
        RETURN;
    END IF;

    DELETE FROM fleet.visit WHERE iso_week !~ '^[0-9]{4}-W[0-9]{2}$';
    DELETE FROM fleet.outcome WHERE iso_week !~ '^[0-9]{4}-W[0-9]{2}$' OR outcome !~ '^[A-Z][0-9]{2}$';
    UPDATE fleet.kiosk SET complete_before = NULL WHERE complete_before !~ '^[0-9]{4}-W[0-9]{2}$';
    ALTER DOMAIN fleet.week DROP CONSTRAINT week_check;
    ALTER DOMAIN fleet.week ADD CONSTRAINT week_check CHECK (VALUE ~ '^[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])$');
    ALTER DOMAIN fleet.month DROP CONSTRAINT month_check;
    ALTER DOMAIN fleet.month ADD CONSTRAINT month_check CHECK (VALUE ~ '^[0-9]{4}-(0[1-9]|1[0-2])$');
    ALTER DOMAIN fleet.code DROP CONSTRAINT code_check;
    ALTER DOMAIN fleet.code ADD CONSTRAINT code_check CHECK (VALUE ~ '^[A-Z][0-9]{2}$');
    ALTER TABLE fleet.site DROP CONSTRAINT site_department_check;
    ALTER TABLE fleet.site ADD CONSTRAINT site_department_check CHECK (department ~ '^([0-9]{2}|2[AB]|9[78][0-9])$');

    -- The ways in which each service can end.
    CREATE TABLE fleet.catalogue (service fleet.word, outcome fleet.code, PRIMARY KEY (service, outcome));
    -- How many kiosks a published month does without, because their figures cannot be.
    ALTER TABLE fleet.publication ADD COLUMN set_aside integer NOT NULL DEFAULT 0 CHECK (set_aside >= 0);

    INSERT INTO fleet.version VALUES (2);
END
$$;

-- Those of diagnostics/outcomes/codes.py. What an earlier release could count stays.
INSERT INTO fleet.catalogue (service, outcome)
SELECT service, unnest(string_to_array(outcomes, ' ')) FROM (VALUES
    ('reading', 'L01 L02 L03 L04 L05 L06 L07 L08 L09 L10 L99 N01 N02 N03 U08 U09 U10 U17 U20 U22'),
    ('audit', 'A01 A02 A03 A04 A99 L09 N01 N02 N03 U09 U17 U20 U22'),
    ('unblock', 'L09 N01 N02 N03 R01 U01 U02 U03 U04 U05 U06 U07 U08 U09 U10 U11 U12 U13 U14 U15 '
        'U16 U17 U18 U19 U20 U21 U22 U23 U24 U99'),
    ('referral', 'N01 N02 N03 N04 R01 R02 R99 U09'),
    ('present_code', 'C01 C02 C03 C04 C05 C06 C07 C08 C09 C10 C11 C12 C99 L09 U09 U16 U17 U20 U22')
) AS known (service, outcomes)
ON CONFLICT DO NOTHING;

-- Times. ---------------------------------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION fleet.current_week() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT to_char(now() AT TIME ZONE 'Europe/Paris', 'IYYY-"W"IW')
$$;

-- These two are part of queries over millions of rows: without settings of their own the planner writes them out.
CREATE OR REPLACE FUNCTION fleet.monday(iso_week text) RETURNS date
LANGUAGE sql STABLE AS $$
    SELECT pg_catalog.to_date(iso_week, 'IYYY-"W"IW')
$$;

-- A week belongs to the month of its Thursday, as ISO 8601 gives it to the year of its Thursday.
CREATE OR REPLACE FUNCTION fleet.month_of(iso_week text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT pg_catalog.to_char(pg_catalog.to_date(iso_week, 'IYYY-"W"IW') + 3, 'YYYY-MM')
$$;

-- The first week of the next month: once it has begun, nothing of this month can be counted any more.
CREATE OR REPLACE FUNCTION fleet.week_after(month text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
    SELECT to_char(first_thursday, 'IYYY-"W"IW')
    FROM (SELECT first + (11 - extract(isodow FROM first)::int) % 7 AS first_thursday
          FROM (SELECT (to_date(month, 'YYYY-MM') + interval '1 month')::date AS first) AS next_month) AS thursday
$$;

CREATE OR REPLACE FUNCTION fleet.first_week(month text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
    SELECT fleet.week_after(to_char(to_date(month, 'YYYY-MM') - 1, 'YYYY-MM'))
$$;

-- Kiosks. --------------------------------------------------------------------------------------------------------------
-- Who is connected, whatever rights the calling function runs with. GC001: the login is no kiosk's.
CREATE OR REPLACE FUNCTION fleet.my_kiosk() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found text;
BEGIN
    SELECT name INTO found FROM fleet.kiosk WHERE login = session_user AND NOT retired;
    IF found IS NULL THEN
        RAISE EXCEPTION 'the login % is no kiosk', session_user USING ERRCODE = 'GC001';
    END IF;
    RETURN found;
END
$$;

-- What this database holds of that epoch of the calling kiosk: for each week the SHA-256 of its counters, as
-- Shipment.digests in diagnostics/fleet/shipment.py computes it.
CREATE OR REPLACE FUNCTION fleet.received(of_epoch text) RETURNS TABLE (iso_week text, digest text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT week, encode(sha256(convert_to(string_agg(line, E'\n' ORDER BY line COLLATE "C"), 'UTF8')), 'hex')
    FROM (
        SELECT iso_week AS week, concat_ws('|', 'o', site, service, outcome, generation, n) AS line
        FROM fleet.outcome WHERE kiosk = fleet.my_kiosk() AND epoch = of_epoch
        UNION ALL
        SELECT iso_week, concat_ws('|', 'v', site, margin, value, n)
        FROM fleet.visit WHERE kiosk = fleet.my_kiosk() AND epoch = of_epoch
    ) AS lines
    GROUP BY week
$$;

CREATE OR REPLACE FUNCTION fleet.kept_since() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT kept_since FROM fleet.retention
$$;

-- Kiosks whose figures of these weeks cannot be: an outcome that is not in the catalogue, or more than 10,000 of one in a
-- week, which is one a minute by day and by night. No settings of its own: see fleet.monday.
CREATE OR REPLACE FUNCTION fleet.impossible(first_week text, week_after text) RETURNS TABLE (kiosk text)
LANGUAGE sql STABLE AS $$
    SELECT held.kiosk::text FROM fleet.outcome AS held
    WHERE held.iso_week >= first_week AND held.iso_week < week_after
    GROUP BY held.kiosk, held.iso_week, held.service, held.outcome
    HAVING pg_catalog.sum(held.n) > 10000 OR NOT EXISTS (
        SELECT FROM fleet.catalogue AS known WHERE known.service = held.service AND known.outcome = held.outcome
    )
$$;

-- Takes closed weeks of the calling kiosk; the answer is the number of counters that are new or have grown.
--
-- A counter of one epoch never goes down and its revision never goes back, so that a resend, an old packet or the same
-- packet twice change nothing. GC002: the epoch is another kiosk's. GC003: a site that is not this kiosk's. GC004: a week
-- that is not over, here or there. GC007: more than a kiosk can have counted, or an outcome that is not in the catalogue.
CREATE OR REPLACE FUNCTION fleet.push(
    of_epoch text, at_revision bigint, before_week text, outcomes jsonb, visits jsonb
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me text := fleet.my_kiosk();
    changed bigint;
    more bigint;
    foreign_site text;
    first_week text;
BEGIN
    -- Also the lock that makes two senders of one kiosk wait for each other.
    UPDATE fleet.kiosk
    SET last_contact = greatest(last_contact, fleet.current_week()),
        complete_before = greatest(complete_before, before_week)
    WHERE name = me;

    INSERT INTO fleet.epoch (epoch, kiosk) VALUES (of_epoch, me) ON CONFLICT DO NOTHING;
    IF NOT EXISTS (SELECT FROM fleet.epoch AS known WHERE known.epoch = of_epoch AND known.kiosk = me) THEN
        RAISE EXCEPTION 'these figures were sent by another kiosk' USING ERRCODE = 'GC002';
    END IF;
    -- 25 months of every counter that a kiosk has are less than 20,000 rows; 100 files are as many reinstallations.
    IF jsonb_array_length(outcomes || visits) > 20000
        OR (SELECT count(*) FROM fleet.epoch AS known WHERE known.kiosk = me) > 100 THEN
        RAISE EXCEPTION 'no kiosk has counted so much' USING ERRCODE = 'GC007';
    END IF;
    -- Nothing can be compared with what is missing. A 53rd week of a year that has 52 is in two months: one as text, one
    -- as a day.
    IF before_week IS NULL OR outcomes IS NULL OR visits IS NULL OR before_week > fleet.current_week() OR EXISTS (
        SELECT FROM jsonb_array_elements(outcomes || visits) AS sent
        WHERE coalesce(sent ->> 'iso_week', 'missing') >= before_week
           OR sent ->> 'iso_week' ~ '^[0-9]{4}-W53$' AND to_char(fleet.monday(sent ->> 'iso_week'), 'IW') <> '53'
    ) THEN
        RAISE EXCEPTION 'only weeks that are over are taken' USING ERRCODE = 'GC004';
    END IF;
    SELECT sent ->> 'site' INTO foreign_site
    FROM jsonb_array_elements(outcomes || visits) AS sent
    WHERE NOT EXISTS (SELECT FROM fleet.kiosk_site AS own WHERE own.kiosk = me AND own.site = sent ->> 'site')
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the site % is not one of this kiosk', foreign_site USING ERRCODE = 'GC003';
    END IF;

    INSERT INTO fleet.outcome AS held (kiosk, epoch, iso_week, site, service, outcome, generation, n, revision)
    SELECT me, of_epoch, sent.iso_week, sent.site, sent.service, sent.outcome, sent.generation, sent.n, at_revision
    FROM jsonb_to_recordset(outcomes)
        AS sent (iso_week text, site text, service text, outcome text, generation text, n bigint)
    WHERE sent.iso_week >= fleet.kept_since()
    ON CONFLICT (kiosk, epoch, iso_week, site, service, outcome, generation) DO UPDATE
    SET n = excluded.n, revision = excluded.revision
    WHERE excluded.revision > held.revision AND excluded.n > held.n;
    GET DIAGNOSTICS changed = ROW_COUNT;

    INSERT INTO fleet.visit AS held (kiosk, epoch, iso_week, site, margin, value, n, revision)
    SELECT me, of_epoch, sent.iso_week, sent.site, sent.margin, sent.value, sent.n, at_revision
    FROM jsonb_to_recordset(visits) AS sent (iso_week text, site text, margin text, value text, n bigint)
    WHERE sent.iso_week >= fleet.kept_since()
    ON CONFLICT (kiosk, epoch, iso_week, site, margin, value) DO UPDATE
    SET n = excluded.n, revision = excluded.revision
    WHERE excluded.revision > held.revision AND excluded.n > held.n;
    GET DIAGNOSTICS more = ROW_COUNT;

    SELECT min(sent ->> 'iso_week') INTO first_week FROM jsonb_array_elements(outcomes) AS sent;
    IF EXISTS (SELECT FROM jsonb_to_recordset(visits) AS sent (n bigint) WHERE sent.n > 10000)
        OR EXISTS (SELECT FROM fleet.impossible(first_week, before_week) AS found WHERE found.kiosk = me) THEN
        RAISE EXCEPTION 'no kiosk counts such outcomes, or so many' USING ERRCODE = 'GC007';
    END IF;
    RETURN changed + more;
END
$$;

-- Publication. ---------------------------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION fleet.departments() RETURNS TABLE (department text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT department FROM fleet.site ORDER BY 1
$$;

-- Kiosks whose figures of that month cannot be. What they sent is refused now; what was taken before is left out.
CREATE OR REPLACE FUNCTION fleet.set_aside(of_month text) RETURNS TABLE (kiosk text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT found.kiosk FROM fleet.impossible(fleet.first_week(of_month), fleet.week_after(of_month)) AS found
    ORDER BY 1
$$;

-- Not suppressed: this is what the suppression starts from.
CREATE OR REPLACE FUNCTION fleet.sums_of(of_month text)
RETURNS TABLE (department text, service text, outcome text, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT site.department, held.service, held.outcome, sum(held.n)::bigint
    FROM fleet.outcome AS held JOIN fleet.site ON site.name = held.site
    WHERE held.iso_week >= fleet.first_week(of_month) AND held.iso_week < fleet.week_after(of_month)
      AND held.kiosk NOT IN (SELECT kiosk FROM fleet.set_aside(of_month))
    GROUP BY 1, 2, 3
$$;

-- Kiosks in service whose weeks of that month are not all here, or which never sent anything.
CREATE OR REPLACE FUNCTION fleet.awaited(of_month text) RETURNS TABLE (kiosk text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT name FROM fleet.kiosk
    WHERE NOT retired AND coalesce(complete_before, '0000-W00') < fleet.week_after(of_month)
    ORDER BY name
$$;

-- Takes the cells of a month as diagnostics/publication/publication.py made them: {service, department, outcome, n}.
-- GC005: the month is not over. GC006: it is published, and stands.
CREATE OR REPLACE FUNCTION fleet.publish(of_month text, with_threshold integer, cells jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF fleet.current_week() < fleet.week_after(of_month) THEN
        RAISE EXCEPTION 'a week of % can still be counted', of_month USING ERRCODE = 'GC005';
    END IF;
    INSERT INTO fleet.publication (month, threshold, published_in, set_aside)
    SELECT of_month, with_threshold, fleet.current_week(), count(*) FROM fleet.set_aside(of_month)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RAISE EXCEPTION '% is published', of_month USING ERRCODE = 'GC006';
    END IF;
    INSERT INTO fleet.published_cell (month, service, department, outcome, n)
    SELECT of_month, cell.service, cell.department, cell.outcome, cell.n
    FROM jsonb_to_recordset(cells) AS cell (service text, department text, outcome text, n bigint);
END
$$;

-- Two versions of one month differ by what came between them: not even an administrator changes one by accident.
CREATE OR REPLACE FUNCTION fleet.stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'what is published stands' USING ERRCODE = 'GC006';
END
$$;
CREATE OR REPLACE TRIGGER stands BEFORE UPDATE OR DELETE OR TRUNCATE ON fleet.publication
    FOR EACH STATEMENT EXECUTE FUNCTION fleet.stands();
CREATE OR REPLACE TRIGGER stands BEFORE UPDATE OR DELETE OR TRUNCATE ON fleet.published_cell
    FOR EACH STATEMENT EXECUTE FUNCTION fleet.stands();

-- Administration. ------------------------------------------------------------------------------------------------------
-- Deletes raw weeks of months that are that old, for good: a kiosk that still holds them cannot bring them back.
CREATE OR REPLACE FUNCTION fleet.purge(older_than_months integer DEFAULT 25) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    oldest text;
    deleted bigint;
BEGIN
    IF older_than_months < 1 THEN
        RAISE EXCEPTION 'figures are kept for a month at least' USING ERRCODE = '22023';
    END IF;
    SELECT fleet.week_after(
        to_char(fleet.monday(fleet.current_week()) + 3 - make_interval(months => older_than_months), 'YYYY-MM')
    ) INTO oldest;
    UPDATE fleet.retention SET kept_since = greatest(kept_since, oldest);
    DELETE FROM fleet.visit WHERE iso_week < oldest;
    DELETE FROM fleet.outcome WHERE iso_week < oldest;
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END
$$;

-- A kiosk, its site and its login "borne-<name>", which has no password yet. To be called by an administrator, with that
-- administrator's own rights; again to give a kiosk one more site.
CREATE OR REPLACE FUNCTION fleet.enrol(kiosk_name text, site_name text, of_department text) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    login_name text := 'borne-' || kiosk_name;
BEGIN
    INSERT INTO fleet.site (name, department) VALUES (site_name, of_department) ON CONFLICT DO NOTHING;
    IF NOT EXISTS (SELECT FROM fleet.site WHERE name = site_name AND department = of_department) THEN
        RAISE EXCEPTION 'the site % is in another département', site_name USING ERRCODE = '22023';
    END IF;
    INSERT INTO fleet.kiosk (name, login) VALUES (kiosk_name, login_name) ON CONFLICT DO NOTHING;
    INSERT INTO fleet.kiosk_site (kiosk, site) VALUES (kiosk_name, site_name) ON CONFLICT DO NOTHING;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login_name) THEN
        EXECUTE format('CREATE ROLE %I LOGIN', login_name);
    END IF;
    EXECUTE format('ALTER ROLE %I CONNECTION LIMIT 4', login_name);
    EXECUTE format('GRANT guichet_kiosk TO %I', login_name);
    RETURN login_name;
END
$$;

-- Views. ---------------------------------------------------------------------------------------------------------------
-- To be summed: a kiosk that was reinstalled in the middle of a week has two rows of that week.
CREATE OR REPLACE VIEW fleet.raw_outcome AS
    SELECT held.kiosk::text, held.iso_week::text, fleet.monday(held.iso_week) AS monday,
           fleet.month_of(held.iso_week) AS month, held.site::text, site.department, held.service::text,
           held.outcome::text, held.generation::text, held.n
    FROM fleet.outcome AS held JOIN fleet.site ON site.name = held.site;

CREATE OR REPLACE VIEW fleet.raw_visit AS
    SELECT held.kiosk::text, held.iso_week::text, fleet.monday(held.iso_week) AS monday,
           fleet.month_of(held.iso_week) AS month, held.site::text, site.department, held.margin, held.value::text, held.n
    FROM fleet.visit AS held JOIN fleet.site ON site.name = held.site;

-- Silence is normal for weeks; late_weeks counts those since the last contact, and is null before the first one.
CREATE OR REPLACE VIEW fleet.kiosk_state AS
    SELECT kiosk.name::text AS kiosk, string_agg(own.site, ', ' ORDER BY own.site) AS sites, kiosk.retired,
           kiosk.last_contact::text, kiosk.complete_before::text,
           (fleet.monday(fleet.current_week()) - fleet.monday(kiosk.last_contact)) / 7 AS late_weeks,
           (SELECT count(*) FROM fleet.epoch WHERE epoch.kiosk = kiosk.name) AS databases
    FROM fleet.kiosk LEFT JOIN fleet.kiosk_site AS own ON own.kiosk = kiosk.name
    GROUP BY kiosk.name;

CREATE OR REPLACE VIEW fleet.published AS
    SELECT cell.month::text, to_date(cell.month, 'YYYY-MM') AS first_day, cell.service::text, cell.department,
           cell.outcome::text, cell.n, cell.n IS NULL AS hidden, publication.threshold,
           publication.set_aside
    FROM fleet.published_cell AS cell JOIN fleet.publication USING (month);

-- Rights. --------------------------------------------------------------------------------------------------------------
REVOKE ALL ON ALL TABLES IN SCHEMA fleet FROM PUBLIC, guichet_kiosk, guichet_region, guichet_publisher, guichet_public;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA fleet
    FROM PUBLIC, guichet_kiosk, guichet_region, guichet_publisher, guichet_public;
GRANT USAGE ON SCHEMA fleet TO guichet_kiosk, guichet_region, guichet_publisher, guichet_public;

GRANT EXECUTE ON FUNCTION fleet.push, fleet.received, fleet.kept_since TO guichet_kiosk;
GRANT SELECT ON fleet.raw_outcome, fleet.raw_visit, fleet.kiosk_state, fleet.published TO guichet_region;
GRANT EXECUTE ON FUNCTION fleet.monday, fleet.month_of, fleet.current_week TO guichet_region, guichet_public;
GRANT EXECUTE ON FUNCTION fleet.departments, fleet.sums_of, fleet.awaited, fleet.set_aside, fleet.publish,
    fleet.current_week TO guichet_publisher;
GRANT SELECT ON fleet.published TO guichet_publisher, guichet_public;

-- One sends, another may still be on its way out: a kiosk cannot take the places of all the others.
RESET ROLE;
DO $$
DECLARE
    known text;
BEGIN
    FOR known IN SELECT login FROM fleet.kiosk JOIN pg_roles ON rolname = login LOOP
        EXECUTE format('ALTER ROLE %I CONNECTION LIMIT 4', known);
    END LOOP;
END
$$;

COMMIT;
