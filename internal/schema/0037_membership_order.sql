-- +goose Up
-- Words stand with the place of the name in the order of the register, so that a page of those who have a word is found in an index.
ALTER TABLE membership_word ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
UPDATE membership_word SET name_key = (SELECT m.name_key FROM membership_member AS m WHERE m.organisation = membership_word.organisation);
CREATE INDEX membership_word_order ON membership_word (word, name_key, organisation);

-- Whether a member has a word is read in the index alone.
DROP INDEX membership_word_organisation;
CREATE INDEX membership_word_organisation ON membership_word (organisation, word);
