-- +goose Up
-- Vectors of texts that everybody may read, by the SHA-256 of the text: numbers of four bytes, the lowest first. A text is sent once for a
-- model, whatever it is about and whichever node asks.
CREATE TABLE partner_vector (
    model  TEXT NOT NULL,
    sum    TEXT NOT NULL,
    vector BYTEA NOT NULL,
    PRIMARY KEY (model, sum)
);
-- Texts that wait for theirs, with whom they are about. The text itself is read when its turn comes: it may be for everybody no more.
CREATE TABLE partner_vector_wait (
    model   TEXT NOT NULL,
    sum     TEXT NOT NULL,
    subject TEXT NOT NULL,
    tries   INTEGER NOT NULL,
    due_at  [[.Time]] NOT NULL,
    PRIMARY KEY (model, sum, subject)
);
CREATE INDEX partner_vector_wait_due ON partner_vector_wait (model, due_at);
