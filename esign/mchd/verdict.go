package mchd

// Result is what a power of attorney gives.
type Result string

// The results.
const (
	// ResultYes says that every check passed.
	ResultYes Result = "yes"
	// ResultNo says that a check failed.
	ResultNo Result = "no"
	// ResultReview says that none failed and at least one could not be made: a person decides.
	ResultReview Result = "review"
)

// CheckID names a check. The list is closed.
type CheckID string

// The checks. Each is made for every document of the chain, but for those that belong to one end or to one link of it.
const (
	// CheckDocument: the document fits the schema and does not contradict itself.
	CheckDocument CheckID = "mchd.document"
	// CheckSignature: there is a signature over these bytes, and every one that there is is good.
	CheckSignature CheckID = "mchd.signature"
	// CheckGrantor: those who signed are those who had to, by the document: for each grantor its head, or all that act
	// together.
	CheckGrantor CheckID = "mchd.grantor"
	// CheckHead: by the register they were heads on the day of issue.
	CheckHead CheckID = "mchd.head"
	// CheckNotary: no notary is needed, and none signed.
	CheckNotary CheckID = "mchd.notary"
	// CheckTerm: the moment is within the term.
	CheckTerm CheckID = "mchd.term"
	// CheckPowers: the powers allow the service.
	CheckPowers CheckID = "mchd.powers"
	// CheckJoint: those who must act together do.
	CheckJoint CheckID = "mchd.joint"
	// CheckRegistry: the registry was asked and knows of no withdrawal.
	CheckRegistry CheckID = "mchd.registry"

	// CheckPrincipal: the original was given by the one for whom somebody wants to act.
	CheckPrincipal CheckID = "mchd.principal"
	// CheckAgent: the last agent is the holder of the certificate.
	CheckAgent CheckID = "mchd.agent"
	// CheckChain: the chain begins with an original, is not too long and meets no document twice.
	CheckChain CheckID = "mchd.chain"

	// CheckLink: the parent is the document that the child names, by number, day of issue and term; likewise the original.
	CheckLink CheckID = "mchd.link"
	// CheckSubstitution: the parent allows передоверие, and to this depth.
	CheckSubstitution CheckID = "mchd.substitution"
	// CheckPassing: who passes the powers on has them: each is an agent of the parent.
	CheckPassing CheckID = "mchd.passing"
	// CheckPassedTerm: what is passed on is not given before the parent nor lasts longer (п. 4 ст. 187 ГК РФ).
	CheckPassedTerm CheckID = "mchd.passed_term"
)

// Checks returns all ids, in the order in which they are made.
func Checks() []CheckID {
	return []CheckID{
		CheckChain, CheckPrincipal, CheckAgent, CheckDocument, CheckSignature, CheckGrantor, CheckHead, CheckNotary,
		CheckTerm, CheckPowers, CheckJoint, CheckRegistry, CheckLink, CheckSubstitution, CheckPassing, CheckPassedTerm,
	}
}

// Check is the outcome of one check.
type Check struct {
	ID CheckID
	// Document is the number of the document that was checked; of a link, that of the child.
	Document Number
	// Result is Yes if it passed, No if it failed, Unknown if it could not be made.
	Result Answer
	// RU and EN say so to people.
	RU, EN string
}

// Verdict is the answer to a question. All checks are made and listed even after one has failed.
type Verdict struct {
	Result Result
	Checks []Check
}

// add lists a check with its reasons.
func (v *Verdict) add(d *Document, id CheckID, a Answer) {
	ru, en := reason(id, a)
	v.Checks = append(v.Checks, Check{ID: id, Document: d.Number, Result: a, RU: ru, EN: en})
}

// conclude sets the result: the worst of the checks.
func (v *Verdict) conclude() {
	worst := Yes
	for _, c := range v.Checks {
		worst = every(worst, c.Result)
	}
	switch worst {
	case Yes:
		v.Result = ResultYes
	case No:
		v.Result = ResultNo
	default:
		v.Result = ResultReview
	}
}
