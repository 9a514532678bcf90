// Package mchd reads and judges machine-readable powers of attorney (машиночитаемая доверенность, МЧД) of the single form
// (Единая форма, version EMCHD_1, also called 003): an XML file whose root is Доверенность, with a detached signature
// beside it.
//
//   - [Parse] turns a file into a checked [Document]; [Marshal] writes one, for trials and tests.
//   - [Open] does so together with the signature, through a [Verifier] that the caller passes.
//   - [Judge] says, from documents, signatures and answers of registers that the caller gathered, whether somebody may
//     act: yes, no, or review by a person (T12 of the rules of trust). It is a pure function: no clock, no network.
//
// # What is known of the form
//
// Names, nesting, obligation and value patterns are those of the tax service's schema ON_EMCHD_1_928_00_01_01_01
// (namespace urn://x-artefacts/EMCHD_1, prepared by ГНИВЦ ФНС). The schema lists codes without their meanings, and the
// official description was not at hand. The meanings below come from published programs that read or write the form, from
// six documents that were issued, and from the order of elements in the schema:
//
//	ТипДоверит            1 organisation, 2 foreign organisation, 3 ИП, 4 person: programs, order, documents (1)
//	ТипПред, ТипПерПолн   1 organisation, 2 ИП, 3 person, 4 branch, 5 foreign: programs, order, documents (3)
//	ТипПолн               0 text, 1 codes: programs, documents (1)
//	ПолнЮЛ                1 alone, 2 together: two programs, documents (1)
//	ВидДовер              1 revocable, 2 irrevocable: one program, documents (1)
//	ПрПередов             1 not allowed, 2 once, 3 further: one program, documents (1, 3)
//	ПрСовмПолн            1 each alone, 2 jointly: documents (1, each with one agent) and the likeness to ПолнЮЛ; two programs
//	                      read 1 as jointly
//
// Because of the last line [Judge] takes 2 as joint, and takes 1 as "each alone" only when the caller says that it has read
// so in the official description (Question.AloneConfirmed); otherwise several agents of whom not all have signed are a case
// for a person. Not established, and therefore kept as codes without a meaning: ПрУтрПолн, ПрДовер, ФормДовер, ПрПерБезДов,
// УслОтзыва, the flags ПрЭлФорм. How several persons of one managing company act is not said by the form: Review.
// ПрУтрПолн may say that an agent loses the powers that they pass on; only the registry knows whether they did.
//
// The classifier of powers is not part of this package: which codes allow a service is data of the caller.
//
// # What is refused, what is only noted
//
// Refused: forms before EMCHD_1 ([ErrOldForm]), other roots, other encodings than UTF-8, a document type declaration, missing or
// repeated elements that the schema wants once, numbers with wrong check digits, dates that do not exist, and whatever is over
// the [Limits]. Elements and attributes that the schema does not have are counted in Document.Unknown; what contradicts
// itself is listed in Document.Doubts. Neither stops reading; both send the case to a person.
//
// Lengths of texts are not held to the schema's, only to the limits.
//
// Addresses, identity papers, dates of birth, telephone numbers and the notary's block are read past and not kept.
//
// Legal ground: ст. 185–189 ГК РФ, ст. 17.5 Федерального закона № 63-ФЗ.
package mchd
