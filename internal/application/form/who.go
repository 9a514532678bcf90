package form

import "slices"

// takes reports whether somebody of a standing can apply for the subject: people for themselves, organisations from their cabinets.
func (s Subject) takes(one Standing) bool {
	return s == Anyone || (s == Person) == (one == Visitor)
}

// SeenBy reports whether somebody sees the service, who is all of some standings: for oneself, and in each organisation. What a guest
// sees, everybody sees; whoever may fill an application in sees what it is.
func (s *Service) SeenBy(all ...Standing) bool {
	return slices.Contains(s.See, Guest) || slices.ContainsFunc(all, func(one Standing) bool {
		return slices.Contains(s.See, one) || slices.Contains(s.Fill, one)
	})
}

// FilledBy reports whether an applicant of a standing may begin a draft and fill it in.
func (s *Service) FilledBy(one Standing) bool {
	return s.Subject.takes(one) && slices.Contains(s.Fill, one)
}

// SentBy reports whether an applicant of a standing may send.
func (s *Service) SentBy(one Standing) bool {
	return s.Subject.takes(one) && slices.Contains(s.Apply, one)
}

// SignedBy reports whether an applicant of a standing has to sign. Whose standing has become another since, and for whom the service is
// not any more, is not let off.
func (s *Service) SignedBy(one Standing) bool {
	return s.Signature && (slices.Contains(s.Sign, one) || !slices.Contains(s.Apply, one))
}

// Unsigned lists who sends without a signature.
func (s *Service) Unsigned() (list []Standing) {
	for _, one := range s.Apply {
		if !s.SignedBy(one) {
			list = append(list, one)
		}
	}
	return list
}
