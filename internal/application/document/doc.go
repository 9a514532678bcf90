// Package document makes the documents of applications: the XML that is signed, its schema, and the printed form of it.
//
//	Sheet ── Form ──▶ XML ──┬── Read ────▶ answers again, compared with the frozen ones (T17)
//	(answers, checked)      ├── Outline ─▶ the page on which one signs
//	                        └── Render ──▶ PDF, made of the XML and nothing else (T18)
//
//	Decision ── Decide ──▶ XML ──┬── ReadDecision ──▶ the decision again
//	                             └── RenderDecision ─▶ PDF
//
//	Certificate ── Certify ──▶ PDF of one page
//
// # The XML
//
// The bytes are in the exclusive canonical form by construction, so that whoever signs them as a file and whoever signs them as
// XML hash the same: UTF-8, NFC, line feeds, no declaration, no comments, attributes in order, two blanks a level. The same
// answers give the same bytes. The root names the service, its version and the SHA-256 of its file; under it stand
//
//	name, service, basis, recipient        what is asked for, of whom, on what ground
//	applicant, author, signer …            for whom, who formed it, who is going to sign
//	answers/SECTION/QUESTION               as the service names them
//
// The document explains itself: every question has its label, every option its words, every declaration its full statement, so
// that what was signed can be read without the service. How an answer stands:
//
//	line, text, inn, email, phone    the text
//	number, money, date              1250.5, 1250.00, 2026-11-22
//	choice, choices                  an element for each chosen option, named by its key, with its words; item for one that
//	                                 comes out of a register
//	table                            columns, and a row for each
//	file                             a file element with name, size and hashes; the content is kept beside the document
//	declaration                      the statement, and declared="yes" or "no"
//	known                            the value with state, source, record and day
//
// What is not asked is not there. What is asked and may be left out, and is, stands there empty: one sees that it was asked.
//
// A signature within the document comes last in the root; the schema knows of it, [Read] takes frozen bytes only and refuses it.
//
// # Templates
//
// The printed form is drawn by the template that the XML names. A template never changes once it was used: one that looks
// different is a new one, with the next number.
package document
