-- +goose Up
-- What the queue is asked by stands in one table, which an index has whole: counting and filtering what waits reads nothing else. service,
-- state and due_on repeat those of the application and are written with them. folded is bounded, for an entry of an index is.
ALTER TABLE application_review ADD COLUMN service TEXT NOT NULL DEFAULT '';
ALTER TABLE application_review ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE application_review ADD COLUMN due_on TEXT NOT NULL DEFAULT '';
UPDATE application_review SET
    service = (SELECT c.service FROM application_case AS c WHERE c.id = application),
    state = (SELECT c.state FROM application_case AS c WHERE c.id = application),
    due_on = (SELECT c.due_on FROM application_case AS c WHERE c.id = application);
UPDATE application_review SET
    folded = substr(folded, 1, 250) || ' ' || inn || ' ' || (SELECT lower(c.number) FROM application_case AS c WHERE c.id = application)
    WHERE length(folded) > 400;
CREATE INDEX application_review_queue ON application_review (clean, due_on, application, state, step, service, reviewer, folded)
    WHERE state IN ('review', 'asked');
