// Package form holds services as data: what is asked of an applicant, by whom it may be filled in, what fits together, what is
// decided and what follows from it.
//
//	file ── Load ──▶ Service ──┬── Check(answers, given) ──▶ Sheet: what is asked, what is wrong, canonical answers
//	(YAML, one version)        ├── package document: XML, its schema, PDF
//	                           └── packages application and review: term, route, grounds, effect
//
// A [Service] is one version of a service. It is read from one file and does not change; a version under which somebody has
// applied is kept for good, so that an application can be read, shown and judged again as it was.
//
// # Answers
//
// Every answer is text, as a person typed it: a draft keeps what is wrong, too. [Service.Check] reads the texts: it gives each
// the one canonical form in which it stands in the document (a sum is "1250.00", a day 2026-11-22), says what is wrong with
// it, and decides by the conditions of the service which questions are asked at all. What is not asked is not in the document,
// whatever was typed before.
//
// # Conditions
//
// Conditions are those of package rule, over answers and over what is known of the applicant:
//
//	answer.KEY        what was answered: a text, a number, kopecks, a day, a list; of files and tables how many
//	total.TABLE.KEY   the sum of a column of numbers or money
//	egr.region …      what [Vocabulary] lists
//
// A condition whose facts are missing does not hold: the question is not asked, the check does not complain. A section or
// question may look only at questions before it, so that there is always an order in which to ask.
package form
