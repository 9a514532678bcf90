// Package trust holds what chains may end in: anchors from files, and the list of accredited authorities of Минцифры России
// («перечень аккредитованных удостоверяющих центров») with the history of their accreditation.
//
// Whether an authority was accredited is a fact about a day: that on which it issued a certificate (63-ФЗ, art. 11; T2 of the
// rules of trust). Every version of the list is kept, so that an old check can be made again with what was known then.
//
// A [Store] belongs to a trial or a real installation. A real one takes no trial anchor, whatever it is configured to (T8).
package trust
