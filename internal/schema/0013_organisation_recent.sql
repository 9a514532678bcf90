-- +goose Up
-- For which organisations a person has acted and when last, so that «Сменить профиль» offers those first.
CREATE TABLE organisation_recent (
    person       TEXT NOT NULL,
    organisation TEXT NOT NULL REFERENCES organisation_cabinet (id),
    at           [[.Time]] NOT NULL,
    PRIMARY KEY (person, organisation)
);
