package mchd

// maxChain is how many documents a chain of передоверие may have, the original among them (T6 of the rules of trust).
const maxChain = 8

// Judge says whether a power of attorney, with those on which it rests, gives the signer of the question the right that
// is asked for (T12 of the rules of trust). Only what the arguments say counts: what nobody asked is unknown, and unknown
// is never yes. It panics for no input; Evidence without a document counts as a missing one.
func Judge(e Evidence, q Question) Verdict {
	var v Verdict
	if e.Document == nil {
		v.add(new(Document), CheckDocument, No)
		v.conclude()
		return v
	}
	chain := chainOf(e, q.Parents)
	original := chain[len(chain)-1].Document
	v.add(e.Document, CheckChain, judgeChain(chain, len(q.Parents)))
	v.add(original, CheckPrincipal, judgePrincipal(original, q.Principal))
	v.add(e.Document, CheckAgent, bestAgent(e.Document.Agents, q.Signer))
	for i, link := range chain {
		v.document(link, q)
		v.add(link.Document, CheckJoint, judgeJoint(chain, i, q))
		v.add(link.Document, CheckRegistry, judgeRegistry(link.Registry, q))
	}
	for i := 1; i < len(chain); i++ {
		v.link(chain, i)
	}
	v.conclude()
	return v
}

// chainOf puts the documents in one line, the child first, and leaves out what is missing or beyond the limit.
func chainOf(e Evidence, parents []Evidence) []Evidence {
	chain := []Evidence{e}
	for _, p := range parents {
		if p.Document != nil && len(chain) < maxChain {
			chain = append(chain, p)
		}
	}
	return chain
}

// judgeChain tells whether the documents are a chain at all. A parent that was not handed in is unknown, not absent.
func judgeChain(chain []Evidence, parents int) Answer {
	seen := make(map[Number]bool, len(chain))
	for _, e := range chain {
		if seen[e.Document.Number] {
			return No
		}
		seen[e.Document.Number] = true
	}
	last := chain[len(chain)-1].Document
	if last.Basis != nil || parents != len(chain)-1 {
		return Unknown
	}
	for _, e := range chain[:len(chain)-1] {
		if e.Document.Basis == nil {
			return No // nothing rests on what was handed in behind it
		}
	}
	return Yes
}

// judgePrincipal looks for the one for whom somebody wants to act among the principals of the original. While the original is
// missing those whom the child names as such are not proven.
func judgePrincipal(original *Document, s Subject) Answer {
	if original.Basis != nil {
		return Unknown
	}
	answers := make([]Answer, 0, len(original.Grantors))
	for _, p := range original.Grantors {
		answers = append(answers, isSubject(p, s))
	}
	return some(answers...)
}

// bestAgent tells whether somebody is one of the agents.
func bestAgent(agents []Party, a Actor) Answer {
	answers := make([]Answer, 0, len(agents))
	for _, p := range agents {
		answers = append(answers, isAgent(p, a))
	}
	return some(answers...)
}

// document makes the checks of one document by itself.
func (v *Verdict) document(e Evidence, q Question) {
	d := e.Document
	v.add(d, CheckDocument, softened(yes(d.Unknown == 0 && len(d.Doubts) == 0)))
	signatures := e.own()
	v.add(d, CheckSignature, judgeSignatures(signatures))
	grantor, head := judgeGrantors(d, signatures)
	if d.Notarised {
		grantor, head = softened(grantor), softened(head) // a notary has signed, whom these checks do not know
	}
	v.add(d, CheckGrantor, grantor)
	v.add(d, CheckHead, head)
	v.add(d, CheckNotary, judgeNotary(d))
	day := DateOf(q.At)
	v.add(d, CheckTerm, yes(!q.At.IsZero() && !day.Before(d.Issued) && !d.Until.Before(day)))
	v.add(d, CheckPowers, judgePowers(d.Powers, q.Codes))
}

// judgeNotary sends documents to a person that a notary signed or had to sign: передоверие by anybody but an organisation
// or the head of its branch needs one (п. 3 ст. 187 ГК РФ).
func judgeNotary(d *Document) Answer {
	if d.Notarised {
		return Unknown
	}
	if d.Basis == nil {
		return Yes
	}
	for _, p := range d.Grantors {
		if p.human() {
			return Unknown
		}
	}
	return Yes
}

// judgePowers looks for a power by code that allows the service and has no restrictions. Text, an unknown code and a
// restriction are for a person to read; so is a code that allows beside a text, which may take back what the code gives.
func judgePowers(p Powers, codes map[string]bool) Answer {
	answers := make([]Answer, 0, len(p.Coded)+1)
	for _, c := range p.Coded {
		allows, known := codes[c.Code]
		switch {
		case !known || allows && len(c.Restrictions) > 0:
			answers = append(answers, Unknown)
		default:
			answers = append(answers, yes(allows))
		}
	}
	result := some(answers...)
	if p.Text != "" {
		return Unknown
	}
	return result
}

// judgeRegistry takes an answer that is fresh enough. A withdrawal after the moment that is asked about is for a person.
func judgeRegistry(r Registry, q Question) Answer {
	switch {
	case r.Status == StatusRevoked && r.RevokedAt.After(q.At):
		return Unknown
	case r.Status == StatusRevoked:
		return No
	case r.Status != StatusValid || q.AskedSince.IsZero() || r.Asked.Before(q.AskedSince):
		return Unknown
	}
	return Yes
}

// judgeJoint tells whether all agents act where they must together: at the child's end by signing, further up by passing
// the powers on.
func judgeJoint(chain []Evidence, i int, q Question) Answer {
	d := chain[i].Document
	if len(d.Agents) == 1 {
		return Yes
	}
	all := make([]Answer, 0, len(d.Agents))
	for _, agent := range d.Agents {
		if i == 0 {
			all = append(all, hasSigned(agent, q))
		} else {
			all = append(all, anyParty(agent, chain[i-1].Document.Grantors))
		}
	}
	acting := every(all...)
	switch {
	case acting == Yes || d.Powers.Exercise == Jointly:
		return acting
	case q.AloneConfirmed:
		return Yes
	}
	return Unknown
}

func hasSigned(agent Party, q Question) Answer {
	answers := []Answer{isAgent(agent, q.Signer)}
	for _, a := range q.CoSigners {
		answers = append(answers, isAgent(agent, a))
	}
	return some(answers...)
}

func anyParty(p Party, among []Party) Answer {
	answers := make([]Answer, 0, len(among))
	for _, other := range among {
		answers = append(answers, sameParty(p, other))
	}
	return some(answers...)
}
