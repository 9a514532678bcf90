-- +goose Up
-- The classes of a classifier that hold are listed whole whenever the search for partners is built; beside them stand the records of millions
-- of organisations.
CREATE INDEX fact_record_class ON fact_record (register, source, record, version) WHERE register IN ('okved', 'okpd2');
