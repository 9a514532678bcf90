-- +goose Up
-- Who has written the draft of a version of a service. What changes how applications are decided is published by somebody else.
CREATE TABLE application_service_author (
    service TEXT NOT NULL,
    version INTEGER NOT NULL,
    person  TEXT NOT NULL,
    PRIMARY KEY (service, version, person),
    FOREIGN KEY (service, version) REFERENCES application_service (service, version)
);
CREATE INDEX application_service_author_person ON application_service_author (person);
