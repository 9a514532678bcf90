package mchd

// link makes the checks between chain[i-1], the child, and chain[i], its parent.
func (v *Verdict) link(chain []Evidence, i int) {
	child, parent := chain[i-1].Document, chain[i].Document
	original := chain[len(chain)-1].Document
	v.add(child, CheckLink, judgeLink(child, parent, original))
	v.add(child, CheckSubstitution, judgeSubstitution(parent.Substitution, i))
	v.add(child, CheckPassing, judgePassing(child, parent))
	v.add(child, CheckPassedTerm, yes(!child.Issued.Before(parent.Issued) && !parent.Until.Before(child.Issued) &&
		!parent.Until.Before(child.Until)))
}

// judgeLink compares what the child says of its parent and of the original with what these are.
func judgeLink(child, parent, original *Document) Answer {
	if child.Basis == nil {
		return No
	}
	answer := child.Basis.Immediate().names(parent)
	if original.Basis == nil {
		answer = every(answer, child.Basis.Original.names(original))
	}
	return answer
}

// names tells whether a reference means the document. Without a number nobody knows: the other document is on paper.
func (r Reference) names(d *Document) Answer {
	return every(same(r.Number, d.Number), yes(r.Issued == d.Issued && r.Until == d.Until))
}

// judgeSubstitution tells whether a document allows a chain of so many documents below it.
func judgeSubstitution(s Substitution, below int) Answer {
	switch s {
	case OneSubstitution:
		return yes(below == 1)
	case FurtherSubstitution:
		return Yes
	default: // not allowed, or not said
		return No
	}
}

// judgePassing tells whether each of those who pass powers on is an agent of the parent.
func judgePassing(child, parent *Document) Answer {
	answers := make([]Answer, 0, len(child.Grantors))
	for _, p := range child.Grantors {
		answers = append(answers, anyParty(p, parent.Agents))
	}
	return every(answers...)
}
