-- +goose Up
-- Who asked to be written to about the applications of an organisation. Whether the person may still see them is asked when a letter is
-- written, not kept here.
CREATE TABLE application_subscription (
    organisation TEXT NOT NULL,
    person       TEXT NOT NULL,
    at           [[.Time]] NOT NULL,
    PRIMARY KEY (organisation, person)
);
CREATE INDEX application_subscription_person ON application_subscription (person);
