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
// (namespace urn://x-artefacts/EMCHD_1, prepared by ГНИВЦ ФНС). The schema lists codes without their meanings. Those come from
// published programs that read and write the form, and from the shape of the schema itself:
//
//	ТипДоверит 1 organisation, 2 foreign organisation, 3 ИП, 4 person    the order of the elements; 1 in all documents seen
//	ТипПред, ТипПерПолн 1 organisation, 2 ИП, 3 person, 4 branch, 5 foreign    likewise; 3 with a person in all documents seen
//	ТипПолн 0 text, 1 codes; ВидДовер 1 revocable, 2 irrevocable         programs agree
//	ПрПередов 1 not allowed, 2 once, 3 further                           programs agree
//	ПолнЮЛ 1 alone, 2 together                                           programs agree
//	ПрСовмПолн 1 each alone, 2 jointly                                   programs disagree: one has them the other way round
//
// Because of the last line [Judge] takes 2 as joint, and takes 1 as "each alone" only when the caller says that it has read
// so in the official description (Question.AloneConfirmed); otherwise several agents of whom not all have signed are a case for
// a person. Not established, and therefore kept as codes without a meaning: ПрУтрПолн, ПрДовер, ФормДовер, ПрПерБезДов,
// УслОтзыва, the flags ПрЭлФорм. How several persons of one managing company act is not said by the form: Review.
//
// The classifier of powers is not part of this package: which codes allow a service is data of the caller.
//
// # What is refused, what is only noted
//
// Refused: forms before EMCHD_1 ([ErrOldForm]), other roots, other encodings than UTF-8, a document type declaration, missing or
// repeated elements that the schema wants once, numbers with wrong check digits, dates that do not exist, and whatever is over
// the [Limits]. Elements and attributes that the schema does not have are counted in Document.Unknown; what contradicts itself is listed in
// Document.Doubts. Neither stops reading; both send the case to a person.
//
// Lengths of texts are not held to the schema's, only to the limits.
//
// Addresses, identity papers, dates of birth, telephone numbers and the notary's block are read past and not kept.
//
// Legal ground: ст. 185–189 ГК РФ, ст. 17.5 Федерального закона № 63-ФЗ.
package mchd
