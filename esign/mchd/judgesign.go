package mchd

import "github.com/klaster-platform/klaster/esign/cert"

// own returns the signatures over the bytes of the document. A document that was not parsed has no hash, and so no signatures.
func (e Evidence) own() []Signature {
	var own []Signature
	for _, s := range e.Signatures {
		if s.SHA256 == e.Document.SHA256 && s.SHA256 != [32]byte{} {
			own = append(own, s)
		}
	}
	return own
}

// judgeSignatures is the worst of the signatures; a document without any is not signed.
func judgeSignatures(signatures []Signature) Answer {
	if len(signatures) == 0 {
		return No
	}
	answers := make([]Answer, 0, len(signatures))
	for _, s := range signatures {
		answers = append(answers, s.Valid)
	}
	return every(answers...)
}

// judgeGrantors tells whether every grantor has signed through those who act for it, and whether these were heads by the
// register on the day of issue.
func judgeGrantors(d *Document, signatures []Signature) (signed, heads Answer) {
	signed, heads = Yes, Yes
	for _, p := range d.Grantors {
		s, h := judgeGrantor(p, d.Issued, signatures)
		signed, heads = every(signed, s), every(heads, h)
	}
	return signed, heads
}

// judgeGrantor answers for one grantor.
func judgeGrantor(p Party, issued Date, signatures []Signature) (signed, head Answer) {
	switch {
	case p.human() && len(p.Heads) == 0:
		signed = No
		for _, s := range signatures {
			signed = some(signed, bySelf(p, s))
		}
		return signed, Yes
	case p.Kind == Organisation:
		return judgeHeads(p, issued, signatures)
	}
	// Branches, foreign organisations and legal representatives: no certificate says that somebody is one.
	return Unknown, Unknown
}

// bySelf tells whether a person or sole proprietor has signed.
func bySelf(p Party, s Signature) Answer {
	switch {
	case s.Signer.Ambiguous() || s.Signer.Kind == cert.Organisation:
		return No
	case p.Kind == Proprietor:
		return isProprietor(p, s.Signer)
	}
	return isHuman(p, s.Signer)
}

// judgeHeads tells whether an organisation has signed: through one that acts alone, or through all that act together.
func judgeHeads(p Party, issued Date, signatures []Signature) (signed, head Answer) {
	var alone, together, aloneHead, togetherHead []Answer
	for _, h := range p.Heads {
		s, r := judgeHead(p, h, issued, signatures)
		if h.Together {
			together, togetherHead = append(together, s), append(togetherHead, r)
		} else {
			alone, aloneHead = append(alone, s), append(aloneHead, r)
		}
	}
	byOne, byAll := some(alone...), No
	if len(together) > 0 {
		byAll = every(together...)
	}
	signed = some(byOne, byAll)
	if byOne != Yes && byAll == Yes {
		return signed, every(togetherHead...)
	}
	return signed, headOfSigned(alone, aloneHead)
}

// headOfSigned is the register's answer about those who have signed, the best of them; about nobody it is unknown.
func headOfSigned(signed, heads []Answer) Answer {
	var answers []Answer
	for i, s := range signed {
		if s == Yes {
			answers = append(answers, heads[i])
		}
	}
	return someKnown(answers)
}

// someKnown is some, but unknown of nobody.
func someKnown(answers []Answer) Answer {
	if len(answers) == 0 {
		return Unknown
	}
	return some(answers...)
}

// judgeHead answers for one body that acts for an organisation: whether each of its people has signed, and what the
// register says of them. How several people of a managing company act the form does not say, so fewer than all are
// unknown.
func judgeHead(p Party, h Head, issued Date, signatures []Signature) (signed, head Answer) {
	signs, heads := make([]Answer, 0, len(h.People)), make([]Answer, 0, len(h.People))
	for _, person := range h.People {
		s := No
		var registered []Answer
		for _, g := range signatures {
			if a := asHead(p, h, person, g); a != No {
				s, registered = some(s, a), append(registered, g.headOn(issued))
			}
		}
		signs, heads = append(signs, s), append(heads, someKnown(registered))
	}
	signed = every(signs...)
	if signed == No && some(signs...) == Yes {
		signed = Unknown
	}
	return signed, every(heads...)
}

// asHead tells whether a signature is that of the person in the name of the organisation, or of its managing company. The
// certificate of an organisation names both; a sole proprietor who manages has one of their own.
func asHead(p Party, h Head, person Party, s Signature) Answer {
	id := s.Signer
	if id.Ambiguous() {
		return No
	}
	organisation := p
	if h.Company != nil {
		organisation = *h.Company
	}
	if person.Kind == Proprietor && id.Kind == cert.Proprietor {
		return isProprietor(person, id)
	}
	return every(isOrganisation(organisation, id), isNamedHuman(person, id))
}

// headOn is the register's answer if it is about the day of issue.
func (s Signature) headOn(issued Date) Answer {
	if s.HeadOn != issued {
		return Unknown
	}
	return s.Head
}
