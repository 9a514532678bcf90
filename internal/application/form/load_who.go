package form

import (
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/yamldoc"
)

// levels are the words for levels of an account.
var levels = map[string]actor.Level{"simplified": actor.Simplified, "standard": actor.Standard, "full": actor.Full}

// who reads who may do what. A file promises nothing that the platform does not do: whoever is not signed in may only look.
func (r *reader) who(f *yamldoc.Fields) {
	s := r.s
	s.Subject = oneOf(r, f, "subject", Organisation, Person, Anyone)
	s.See, s.Apply = r.standings(f, "see"), r.standings(f, "apply")
	s.Fill = s.Apply
	if f.Get("fill") != nil {
		s.Fill = r.standings(f, "fill")
		r.within(f, "fill", s.Apply, s.Fill, "кто подаёт, тот и заполняет: в fill нет «%s»", "who applies fills in: fill has no %q")
		r.applicants(f, "fill", s.Fill)
	}
	r.applicants(f, "apply", s.Apply)
	r.signers(f)
	r.level(f)
}

// within says what of a list another one lacks.
func (r *reader) within(f *yamldoc.Fields, name string, list, all []Standing, ru, en string) {
	for _, one := range list {
		if !slices.Contains(all, one) {
			r.Wrong(f.Get(name), ru, en, string(one))
		}
	}
}

// applicants refuses who cannot apply for what the service is about.
func (r *reader) applicants(f *yamldoc.Fields, name string, list []Standing) {
	for _, one := range list {
		switch {
		case one == Guest:
			r.Wrong(f.Get(name), "заполняют и подают только после входа: «guest» бывает в see", "one fills in and applies signed in: %q stands in see only", string(one))
		case !r.s.Subject.takes(one) && r.s.Subject != "":
			r.Wrong(f.Get(name), "«%s» не подаёт от имени того, для кого услуга (subject)", "%q does not apply for the subject of the service", string(one))
		}
	}
}

func (r *reader) signers(f *yamldoc.Fields) {
	s := r.s
	s.Signature = oneOf(r, f, "signature", "required", "none") == "required"
	if s.Signature {
		s.Sign = s.Apply
	}
	if f.Get("sign") == nil {
		return
	}
	if !s.Signature {
		r.Wrong(f.Get("sign"), "при signature: none никто не подписывает", "with signature: none nobody signs")
		return
	}
	s.Sign = r.standings(f, "sign")
	r.within(f, "sign", s.Sign, s.Apply, "«%s» не подаёт: такого нет в apply", "%q does not apply: it is not in apply")
}

// level reads what the account of a person takes. Without a confirmed СНИЛС nobody can tell whose the signature is (rule T10).
func (r *reader) level(f *yamldoc.Fields) {
	s := r.s
	if slices.Contains(s.Fill, Visitor) {
		s.Level = actor.Standard
	}
	n := f.Get("level")
	if n == nil {
		return
	}
	level, ok := levels[r.Scalar(n)]
	switch {
	case !ok:
		r.Wrong(n, "«%s» здесь не бывает; бывает: simplified, standard, full", "%q is not one of: simplified, standard, full", r.Scalar(n))
	case s.Level == 0:
		r.Wrong(n, "уровень учётной записи — для людей: добавьте person в apply", "the level of an account is for people: add person to apply")
	case level < actor.Standard && s.SignedBy(Visitor):
		r.Wrong(n, "подписывает тот, чей СНИЛС подтверждён: нужен standard или full", "who signs has a confirmed SNILS: standard or full is wanted")
	default:
		s.Level = level
	}
}

// suits refuses what a service for people cannot have: rules and facts about organisations.
func (r *reader) suits(f *yamldoc.Fields) {
	if r.s.Subject == Organisation || r.s.Subject == "" {
		return
	}
	if r.s.Admission != "" {
		r.Wrong(f.Get("admission"), "правила допуска — об организациях", "rules of admission are about organisations")
	}
	if r.s.Subject == Anyone {
		return
	}
	for _, section := range r.s.Sections {
		for i := range section.Questions {
			q := &section.Questions[i]
			if q.Prefill != "" && !strings.HasPrefix(q.Prefill, "person.") && !strings.HasPrefix(q.Prefill, "applicant.") {
				r.Wrong(f.Get("subject"), "вопрос «%s»: о человеке этого не известно", "question %q: this is not known of a person", q.Key)
			}
		}
	}
}

func (r *reader) standings(f *yamldoc.Fields, name string) (list []Standing) {
	for _, n := range r.List(f, name, len(Standings())) {
		s := Standing(r.Scalar(n))
		if !slices.Contains(Standings(), s) {
			r.Wrong(n, "«%s» здесь не бывает; бывает: guest, person, newcomer, partner, participant", "%q is not one of: guest, person, newcomer, partner, participant", string(s))
			continue
		}
		list = append(list, s)
	}
	return list
}
