-- +goose Up

-- Days count from the first of January of the year 1, 0 for none. An article's id is
-- its day of publication and the complement of the first bits of its key, so that
-- descending ids are the newest articles first, those of a day by key. The id of a
-- fact is that of its article and its place in it, see ids.go.

CREATE TABLE article (
    id         INTEGER PRIMARY KEY,
    key        TEXT NOT NULL UNIQUE,
    url        TEXT NOT NULL,
    outlet     TEXT NOT NULL,
    agency     TEXT NOT NULL,
    title      TEXT NOT NULL,
    lang       TEXT NOT NULL,
    published  TEXT NOT NULL,           -- ISO 8601 date or ''
    retrieved  TEXT NOT NULL,           -- RFC 3339, UTC, or ''
    seen       INTEGER NOT NULL,        -- when it was retrieved, else added; microseconds since 1970
    added      INTEGER NOT NULL,        -- microseconds since 1970
    family     TEXT,                    -- smallest key of the articles with nearly the same text; NULL where there are none
    superseded INTEGER NOT NULL         -- 1: there is a later version at its address
) STRICT;
CREATE INDEX article_url ON article (url) WHERE url <> '';
CREATE INDEX article_family ON article (family) WHERE family IS NOT NULL;

-- Counts that would take long to count.
CREATE TABLE total (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    articles INTEGER NOT NULL,
    facts    INTEGER NOT NULL,
    added    INTEGER NOT NULL           -- when the last article was, microseconds since 1970; 0 for never
) STRICT;
INSERT INTO total VALUES (1, 0, 0, 0);
CREATE TABLE outlet (
    name     TEXT PRIMARY KEY,
    articles INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is large of an article and seldom asked for.
CREATE TABLE body (
    article   INTEGER PRIMARY KEY REFERENCES article,
    signature BLOB NOT NULL,            -- MinHash, 64 times 4 bytes, little-endian
    engine    TEXT NOT NULL,
    rest      TEXT NOT NULL,            -- JSON: id, file, byline, language and digest as given
    reading   BLOB NOT NULL,            -- JSON without the text, zstd
    text      TEXT NOT NULL
) STRICT;

-- Tokens made by package words; tag holds outlet and language, see tags.go. The
-- tokeniser ascii takes every letter beyond ASCII as it stands, so that nothing is done
-- to tokens that package words did not do. What is added is held in memory up to a
-- megabyte, as the allocator of the driver gives back to the system what is freed beyond
-- four and has to ask for it again. Pieces are merged when promises are kept, see
-- promise.go, and when there are 32.
CREATE VIRTUAL TABLE word USING fts5 (title, body, tag, content = '', contentless_delete = 1, tokenize = 'ascii');
INSERT INTO word (word, rank) VALUES ('hashsize', 1000000), ('automerge', 0), ('crisismerge', 32);

-- Facts that can be about one thing; the two sides stand in the name, too.
CREATE TABLE block (
    id      INTEGER PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE,
    a       TEXT NOT NULL,
    b       TEXT NOT NULL,
    facts   INTEGER NOT NULL,           -- how many lie in it
    version INTEGER NOT NULL,           -- one more with each change
    settled INTEGER NOT NULL            -- the version from which its promises were made
) STRICT;
CREATE INDEX block_a ON block (a, b);
CREATE INDEX block_b ON block (b);
CREATE INDEX block_changed ON block (id) WHERE version > settled;

-- fact is as the engine read it; the other columns as people corrected it. A fact is
-- found by its key as by its tags.
CREATE TABLE fact (
    id     INTEGER PRIMARY KEY,
    key    TEXT NOT NULL,
    block  INTEGER REFERENCES block,    -- NULL for those never joined
    begins INTEGER,                     -- its time, days since 1970; NULL without one
    ends   INTEGER,
    fact   TEXT NOT NULL                -- JSON
) STRICT;
CREATE INDEX fact_block ON fact (block) WHERE block IS NOT NULL;

-- By what facts are found: for each tag, see tags.go, the ids of the facts that have it,
-- in order, so that lists can be intersected without looking at a fact. A transaction
-- writes a segment of such lists; when there are many of a size, they are put together
-- to a larger one, see segment.go. Two lists more hold keys of facts, and bands of
-- signatures, by which copies are found.
CREATE TABLE segment (
    id    INTEGER PRIMARY KEY,          -- the larger, the newer
    size  INTEGER NOT NULL,             -- how many ids, keys and bands its lists hold
    bands INTEGER NOT NULL,             -- how many of them are bands
    lo    INTEGER NOT NULL,             -- smallest and largest id of a fact
    hi    INTEGER NOT NULL,
    gone  INTEGER NOT NULL              -- 1: a list tells of which facts what older segments say is past
) STRICT;
CREATE TABLE posting (
    segment INTEGER NOT NULL,
    tag     TEXT NOT NULL,
    first   INTEGER NOT NULL,           -- id, or key or hash
    ids     BLOB NOT NULL,              -- what follows first, see posting.go
    PRIMARY KEY (segment, tag, first)
) STRICT, WITHOUT ROWID;

-- Who facts are about, with how many facts, kept as they are added and replaced.
CREATE TABLE entity (
    id    INTEGER PRIMARY KEY,
    name  TEXT NOT NULL UNIQUE,         -- id in readings
    kind  TEXT NOT NULL,
    code  TEXT NOT NULL,
    names TEXT NOT NULL,                -- JSON, by language
    facts INTEGER NOT NULL,
    first INTEGER,                      -- days of publication, since 1970
    last  INTEGER
) STRICT;
CREATE TABLE entity_word (
    word   TEXT NOT NULL,
    entity INTEGER NOT NULL REFERENCES entity,
    PRIMARY KEY (word, entity)
) STRICT, WITHOUT ROWID;

-- Made from blocks; can be made again at any time.
CREATE TABLE promise (
    id      INTEGER PRIMARY KEY,
    block   INTEGER NOT NULL REFERENCES block,
    event   TEXT NOT NULL,
    act     TEXT NOT NULL,
    parties TEXT NOT NULL,              -- |KAZ|UZB|
    begins  INTEGER NOT NULL,           -- window, days since 1970; the smallest and largest of 32 bits where it is open
    ends    INTEGER NOT NULL,
    closed  INTEGER NOT NULL,           -- likewise
    words   TEXT NOT NULL,
    promise TEXT NOT NULL               -- JSON
) STRICT;
CREATE INDEX promise_block ON promise (block);
CREATE INDEX promise_ends ON promise (ends, begins, event);
CREATE INDEX promise_closed ON promise (closed) WHERE closed < 2147483647;

-- What people said. target and other are the anchors as they were made; fact and
-- other_fact the keys of the facts that they mean now, NULL while there are none,
-- and block and other_block the blocks of these.
CREATE TABLE correction (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    at            TEXT NOT NULL,
    author        TEXT NOT NULL,
    action        TEXT NOT NULL,
    field         TEXT NOT NULL,
    value         TEXT NOT NULL,
    reason        TEXT NOT NULL,
    undone        TEXT NOT NULL,        -- RFC 3339, '' while it holds
    undone_by     TEXT NOT NULL,
    article       TEXT NOT NULL,        -- of target
    target        TEXT NOT NULL,        -- JSON
    other_article TEXT,
    other         TEXT,                 -- JSON
    fact          TEXT,
    other_fact    TEXT,
    block         INTEGER REFERENCES block,
    other_block   INTEGER REFERENCES block
) STRICT;
CREATE INDEX correction_article ON correction (article);
CREATE INDEX correction_other_article ON correction (other_article) WHERE other_article IS NOT NULL;
CREATE INDEX correction_fact ON correction (fact) WHERE fact IS NOT NULL;
CREATE INDEX correction_other_fact ON correction (other_fact) WHERE other_fact IS NOT NULL;
CREATE INDEX correction_block ON correction (block) WHERE block IS NOT NULL;
CREATE INDEX correction_other_block ON correction (other_block) WHERE other_block IS NOT NULL;

CREATE TABLE feed (
    url           TEXT PRIMARY KEY,
    title         TEXT NOT NULL,
    outlet        TEXT NOT NULL,
    lang          TEXT NOT NULL,
    etag          TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    next          TEXT NOT NULL,        -- RFC 3339 with fractions, UTC; '' for none
    last_fetch    TEXT NOT NULL,
    failures      INTEGER NOT NULL,
    last_error    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar (
    uid    TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE calendar;
DROP TABLE feed;
DROP TABLE correction;
DROP TABLE promise;
DROP TABLE entity_word;
DROP TABLE entity;
DROP TABLE posting;
DROP TABLE segment;
DROP TABLE fact;
DROP TABLE block;
DROP TABLE word;
DROP TABLE outlet;
DROP TABLE total;
DROP TABLE body;
DROP TABLE article;
