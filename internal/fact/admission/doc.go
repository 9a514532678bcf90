// Package admission judges whether an organisation may become a participant (участник) or a partner (партнёр) of the
// cluster, by the rules R1 to R10 of rules.yaml over facts with source and day.
//
//	Case ── Derive ──▶ facts ── rules.yaml ──▶ verdicts ── overrides ──▶ Assessment
//
// A [Case] is what the caller has: the record of the register, what РНП and ЕФРСБ say, the declaration, notes of experts, the
// certificate. [Derive] computes the facts of the catalogue from it, without any access to the outside: whether the numbers
// agree, what the status codes mean, who controls the organisation through how many others. Package rule does the rest.
//
// Unknown is not yes: a register that is silent, stale, restricted or contradicted gives UNKNOWN, never PASS. Two rules rest
// on less than a register by decision: R6 passes on the applicant's declaration unless another fact contradicts it, since
// no register of suspensions exists; R5 stands on the register's own codes, and reads ЕФРСБ only where it is connected.
//
// A failed rule informs and does not gag: an [Assessment] forbids nobody to apply. An expert may override a verdict for a
// time and a reason, a FAIL only together with a second person; the [Override] ends by itself when the facts change.
package admission
