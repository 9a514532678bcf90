// Package rule decides what rules say of facts that may be missing, stale or withheld, and says why.
//
// # Facts
//
// A [Catalogue] defines what can be known of a subject: name, type, label, where it comes from. [Facts] hold what is known
// of one subject: each fact is Known, Absent (a source that would know says that there is none), Unknown or Restricted, and
// carries its source, record and day. A fact that is older than its source may be counts as Unknown.
//
// # Rules
//
// A [Book] is a file of rules as dated data (see [Load]). A rule has versions, each with the days for which it holds, the
// act and clause behind it and conditions in CEL over facts; a condition that holds rejects, raises a doubt or makes a note.
// Beside CEL's own there are
//
//	on                    the day of the question
//	present.NAME          whether there is such a fact: false of an Absent one
//	date("2026-12-31")    a day
//	years(from, to)       full years between two days
//	days(from, to)        days between two days
//	under(code, section)  whether a code such as 26.51.4 lies in a section such as 26 or 26.5
//
// # Verdicts
//
// [Book.Evaluate] gives each rule's [Verdict]:
//
//	FAIL     a condition that rejects holds
//	UNKNOWN  none does, and one could not be decided: Missing lists the facts whose supply decides it
//	REVIEW   a doubt holds; or, if the version says so, facts are missing
//	PASS     every condition was decided, and none stands in the way
//
// Unknown is never taken for yes: facts that are missing, stale, of an unlisted source, or a condition that failed or took
// too long, give UNKNOWN. Conditions are evaluated by Kleene's logic, so that a fact that cannot change the answer any more
// is neither used nor missing. A verdict names the version, a digest of its content, the facts used and the last day on
// which it may be relied on; the same facts, book and day give the same bytes, so a decision can be replayed.
//
// # Limits
//
// The cost of a condition is estimated when the file is read, by the greatest lengths that the catalogue allows, and one
// that may exceed [MaxCost] is refused; at work the same limit ends it. Comprehensions run over facts whose length is
// bounded, never one within another, and look at the deadline as they go. Regular expressions are not allowed.
package rule
