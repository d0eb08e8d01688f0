-- +goose Up
-- All tables lie in the schema that stands first in the search path. Keys, codes
-- and names of blocks are compared byte by byte (collation "C"), as in the other
-- back end.

CREATE TABLE article (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key        text COLLATE "C" NOT NULL UNIQUE,
    url        text COLLATE "C" NOT NULL,
    outlet     text COLLATE "C" NOT NULL,
    folded     text COLLATE "C" NOT NULL, -- outlet in lower case
    agency     text NOT NULL,
    title      text NOT NULL,
    byline     text NOT NULL,
    lang       text COLLATE "C" NOT NULL,
    published  text COLLATE "C" NOT NULL, -- ISO 8601 date or ''
    day        integer NOT NULL,          -- of publication, days since 1970; the smallest when it is not known
    retrieved  text COLLATE "C" NOT NULL, -- RFC 3339, UTC, or ''
    added      timestamptz NOT NULL,
    seen       timestamptz NOT NULL,      -- retrieved, or else added: by it versions are told apart
    rest       json NOT NULL,             -- id, file, digest of the article
    text       text NOT NULL,
    engine     text COLLATE "C" NOT NULL,
    reading    bytea NOT NULL,            -- JSON without the text, zstd
    family     text COLLATE "C" NOT NULL, -- smallest key of the articles with nearly the same text
    superseded boolean NOT NULL,          -- there is a later version at its address
    signature  bytea NOT NULL,            -- MinHash, 64 times 4 bytes, little-endian
    words      tsvector NOT NULL          -- made by package words, never by to_tsvector
);
ALTER TABLE article ALTER COLUMN reading SET STORAGE EXTERNAL;
CREATE INDEX article_day ON article (day DESC, key);
CREATE INDEX article_url ON article (url) WHERE url <> '';
CREATE INDEX article_family ON article (family);
CREATE INDEX article_words ON article USING gin (words);

-- Bands of signatures, by which copies are found. Here and in table fact a foreign
-- key would be checked row by row, which takes longer than writing the rows;
-- articles are never deleted, and the check of the store looks for the rest.
CREATE TABLE band (
    hash    bigint NOT NULL,
    article bigint NOT NULL
);
CREATE INDEX band_hash ON band (hash);

-- What was read. fact holds it as the engine read it, told as people corrected it
-- where they did; the columns are those of the corrected fact.
CREATE TABLE fact (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key      text COLLATE "C" NOT NULL UNIQUE,
    article  bigint NOT NULL,
    source   text COLLATE "C" NOT NULL, -- key of the article
    place    integer NOT NULL, -- in the order of the reading
    day      integer NOT NULL, -- of the article
    kind     text COLLATE "C" NOT NULL,
    act      text COLLATE "C" NOT NULL,
    type     text COLLATE "C" NOT NULL,
    status   text COLLATE "C" NOT NULL,
    polarity text COLLATE "C" NOT NULL,
    speaker  text COLLATE "C" NOT NULL, -- id of an entity
    side     text COLLATE "C" NOT NULL, -- code
    begins   integer, -- of its time, days since 1970; null without one
    ends     integer,
    block    text COLLATE "C" NOT NULL,
    parties  text[] COLLATE "C" NOT NULL,
    entities text[] COLLATE "C" NOT NULL,
    rejected boolean NOT NULL,
    fact     json NOT NULL,
    told     json
);
CREATE INDEX fact_article ON fact (article);
CREATE INDEX fact_day ON fact (day DESC, source, place);
CREATE INDEX fact_kind ON fact (kind, day DESC);
CREATE INDEX fact_speaker ON fact (speaker, day DESC) WHERE speaker <> '';
CREATE INDEX fact_side ON fact (side, day DESC) WHERE side <> '';
CREATE INDEX fact_block ON fact (block) WHERE block <> '';
-- Times are found by their beginning, those of more than a year apart from the rest.
CREATE INDEX fact_begins ON fact (begins) WHERE begins IS NOT NULL;
CREATE INDEX fact_long ON fact (begins) WHERE ends::bigint - begins > 366;
CREATE INDEX fact_parties ON fact USING gin (parties);
CREATE INDEX fact_entities ON fact USING gin (entities);

CREATE TABLE block (
    name    text COLLATE "C" PRIMARY KEY,
    a       text COLLATE "C" NOT NULL, -- its sides
    b       text COLLATE "C" NOT NULL,
    changed bigint NOT NULL            -- number of its last change, 0 once its promises are kept
);
CREATE SEQUENCE change;
CREATE INDEX block_a ON block (a, b);
CREATE INDEX block_b ON block (b);
CREATE INDEX block_changed ON block (name) WHERE changed > 0;

-- Who facts are about, with how many facts, kept as they are added and replaced.
CREATE TABLE entity (
    id    text COLLATE "C" PRIMARY KEY,
    kind  text NOT NULL,
    code  text NOT NULL,
    name  json NOT NULL, -- by language
    facts integer NOT NULL,
    first integer, -- days of articles; null when none is known
    last  integer
);
CREATE TABLE entity_word (
    word   text COLLATE "C" NOT NULL,
    entity text COLLATE "C" NOT NULL REFERENCES entity ON DELETE CASCADE,
    PRIMARY KEY (word, entity)
);

CREATE TABLE promise (
    block   text COLLATE "C" NOT NULL,
    event   text COLLATE "C" NOT NULL,
    act     text NOT NULL,
    parties text[] COLLATE "C" NOT NULL,
    begins  integer NOT NULL, -- window, days since 1970; the smallest and largest integer where it is open
    ends    integer NOT NULL,
    closed  integer NOT NULL,
    words   text NOT NULL,
    promise json NOT NULL,
    PRIMARY KEY (block, event)
);
CREATE INDEX promise_ends ON promise (ends);
CREATE INDEX promise_closed ON promise (closed);

-- What people said. target and other hold the anchors as they were made; fact and
-- other_fact the keys of the facts that they mean now, '' while there are none.
CREATE TABLE correction (
    id         bigint PRIMARY KEY,
    at         text NOT NULL,
    author     text NOT NULL,
    action     text NOT NULL,
    field      text NOT NULL,
    value      text NOT NULL,
    reason     text NOT NULL,
    undone     text NOT NULL,
    undone_by  text NOT NULL,
    target     json NOT NULL,
    article    text COLLATE "C" NOT NULL,
    fact       text COLLATE "C" NOT NULL,
    other      json,
    other_article text COLLATE "C" NOT NULL,
    other_fact    text COLLATE "C" NOT NULL
);
CREATE INDEX correction_merge ON correction (fact) WHERE action = 'merge' AND undone = '';
CREATE INDEX correction_fact ON correction (fact);
CREATE INDEX correction_other ON correction (other_fact) WHERE other IS NOT NULL;
CREATE INDEX correction_article ON correction (article);
CREATE INDEX correction_other_article ON correction (other_article) WHERE other IS NOT NULL;

CREATE TABLE feed (
    url           text COLLATE "C" PRIMARY KEY,
    title         text NOT NULL,
    outlet        text NOT NULL,
    lang          text NOT NULL,
    etag          text NOT NULL,
    last_modified text NOT NULL,
    next          timestamptz, -- null: at once
    last_fetch    timestamptz, -- null: never
    failures      integer NOT NULL,
    last_error    text NOT NULL
);

CREATE TABLE calendar (
    uid    text COLLATE "C" PRIMARY KEY,
    digest text COLLATE "C" NOT NULL,
    number integer NOT NULL
);

-- +goose Down
DROP SEQUENCE change;
DROP TABLE calendar, feed, correction, promise, entity_word, entity, block, fact, band, article;
