// Package legal keeps the texts that the site is run by and that people agree to: the terms of use (Пользовательское
// соглашение), the consent to the processing of personal data (Согласие на обработку персональных данных), the personal
// data policy (Политика обработки персональных данных, 152-ФЗ, art. 18.1), the accessibility statement (Заявление о
// доступности, ПП РФ № 102 of 7 February 2026) and the page about cookies.
//
// # Editions
//
// A document is a row of editions, numbered from 1 without gaps. An edition is never changed and never deleted, so what
// somebody agreed to can be read for ever at /terms?edition=N. Edition 1 comes with the program and is written down at
// the first start; the others are published by the operator, at once or for a day to come.
//
//	                       its day comes             the next one's day comes
//	publish ──▶ coming ─────────────────▶ in force ─────────────────────────▶ former
//	               │
//	               └──────────────────────────────▶ overtaken
//	                a later edition begins no later
//
// Of the editions whose day has come, the latest is in force. There is no way to withdraw an edition but to publish
// another.
//
// # Texts
//
// A text is Markdown without HTML, written in Russian and English side by side; Russian binds. It names what the
// operator sets once for the whole site by placeholders, such as {{operator}}, which are filled in when the text is
// read. The texts of the program are a beginning: a lawyer must check them before real people agree to them. Staff are
// told so here and on the page «Готовность к работе»; visitors are not.
//
// # Who may do what
//
//	                                    everybody   auditor   owner, operator
//	read the edition in force               ✓          ✓             ✓
//	read coming and former editions         ✓          ✓             ✓
//	see who published an edition                       ✓             ✓
//	publish an edition                                               ✓
//
// # What other rooms use
//
// [Service.Current] gives the edition to agree to, [Service.At] the one that somebody agreed to,
// [Document.Paragraphs] its text for the copy by letter, and [Service.Ready] the line on the page of readiness.
package legal
