-- +goose Up

-- Searches that people keep. query holds the values of an address, encoded.
CREATE TABLE search (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    name   TEXT NOT NULL,
    query  TEXT NOT NULL,
    author TEXT NOT NULL,
    added  INTEGER NOT NULL             -- microseconds since 1970
) STRICT;

-- +goose Down
DROP TABLE search;
