-- +goose Up
-- How fast a service is answered is asked by the days of sending; what was decided is listed by the days of decision.
CREATE INDEX application_case_sent ON application_case (service, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX application_case_decided ON application_case (decided_at DESC, id) WHERE state IN ('granted', 'refused');
