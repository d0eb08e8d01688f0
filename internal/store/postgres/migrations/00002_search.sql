-- +goose Up

-- Searches that people keep. query holds the values of an address, encoded.
CREATE TABLE search (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name   text COLLATE "C" NOT NULL,
    query  text NOT NULL,
    author text NOT NULL,
    added  timestamptz NOT NULL
);

-- +goose Down
DROP TABLE search;
