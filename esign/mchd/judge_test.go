package mchd_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/mchd"
)

// stage is one case: a good power of attorney, to be spoilt.
type stage struct {
	cast

	d *mchd.Document // before it is written
	e mchd.Evidence  // after
	q mchd.Question
}

// outcome is what a case must give: the checks that did not pass, and nothing else.
type outcome map[mchd.CheckID]mchd.Answer

func (o outcome) result() mchd.Result {
	result := mchd.ResultYes
	for _, a := range o {
		if a == mchd.No {
			return mchd.ResultNo
		}
		result = mchd.ResultReview
	}
	return result
}

// check compares a verdict with an outcome, and looks whether all checks were made and explained.
func check(t *testing.T, v mchd.Verdict, want outcome) {
	t.Helper()
	got := make(outcome)
	for _, c := range v.Checks {
		if c.RU == "" || c.EN == "" {
			t.Errorf("%s %v has no reason", c.ID, c.Result)
		}
		if c.Result != mchd.Yes && got[c.ID] != mchd.No {
			got[c.ID] = c.Result
		}
	}
	if want == nil {
		want = outcome{}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if v.Result != want.result() {
		t.Errorf("result %s, want %s", v.Result, want.result())
	}
	if len(v.Checks) < 12 {
		t.Errorf("only %d checks were made", len(v.Checks))
	}
}

// caseT12 spoils the document, then the evidence and the question.
type caseT12 struct {
	write func(s *stage)
	spoil func(s *stage)
	want  outcome
}

func run(t *testing.T, cases map[string]caseT12) {
	t.Helper()
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			s := &stage{cast: newCast(t)}
			s.d, s.q = newDocument(s.cast), question(s.cast)
			if tc.write != nil {
				tc.write(s)
			}
			s.e = evidence(t, s.d, s.companyID)
			if tc.spoil != nil {
				tc.spoil(s)
			}
			check(t, mchd.Judge(s.e, s.q), tc.want)
		})
	}
}

// TestT12_Head: rights come only from a document that the principal's head has signed, who was head on the day of issue.
func TestT12_Head(t *testing.T) {
	sign := func(s *stage) *mchd.Signature { return &s.e.Signatures[0] }
	run(t, map[string]caseT12{
		"good": {},
		"no signature": {
			spoil: func(s *stage) { s.e.Signatures = nil },
			want:  outcome{mchd.CheckSignature: mchd.No, mchd.CheckGrantor: mchd.No, mchd.CheckHead: mchd.Unknown},
		},
		"signature over another file": {
			spoil: func(s *stage) { sign(s).SHA256[0] ^= 1 },
			want:  outcome{mchd.CheckSignature: mchd.No, mchd.CheckGrantor: mchd.No, mchd.CheckHead: mchd.Unknown},
		},
		"signature fails":         {spoil: func(s *stage) { sign(s).Valid = mchd.No }, want: outcome{mchd.CheckSignature: mchd.No}},
		"signature indeterminate": {spoil: func(s *stage) { sign(s).Valid = mchd.Unknown }, want: outcome{mchd.CheckSignature: mchd.Unknown}},
		"two signers of whom one is bad": {
			spoil: func(s *stage) {
				bad := s.e.Signatures[0]
				bad.Signer, bad.Valid = s.otherID, mchd.No
				s.e.Signatures = append(s.e.Signatures, bad)
			},
			want: outcome{mchd.CheckSignature: mchd.No},
		},
		"signed by the agent": {
			spoil: func(s *stage) { sign(s).Signer = s.agentID },
			want:  outcome{mchd.CheckGrantor: mchd.No, mchd.CheckHead: mchd.Unknown},
		},
		"signed by the head as a private person": {
			spoil: func(s *stage) { sign(s).Signer = s.headID },
			want:  outcome{mchd.CheckGrantor: mchd.No, mchd.CheckHead: mchd.Unknown},
		},
		"signed by the head of another organisation": {
			spoil: func(s *stage) { sign(s).Signer = s.managerID },
			want:  outcome{mchd.CheckGrantor: mchd.No, mchd.CheckHead: mchd.Unknown},
		},
		"signed for the organisation by somebody else": {
			spoil: func(s *stage) { sign(s).Signer.SNILS, sign(s).Signer.INNPerson = s.otherID.SNILS, s.otherID.INNPerson },
			want:  outcome{mchd.CheckGrantor: mchd.No, mchd.CheckHead: mchd.Unknown},
		},
		"ambiguous certificate": {
			spoil: func(s *stage) { sign(s).Signer.Doubts = []cert.Doubt{{Reason: cert.Mixed}} },
			want:  outcome{mchd.CheckGrantor: mchd.No, mchd.CheckHead: mchd.Unknown},
		},
		"certificate without the person": {
			spoil: func(s *stage) { sign(s).Signer.SNILS, sign(s).Signer.INNPerson = "", "" },
			want:  outcome{mchd.CheckGrantor: mchd.Unknown, mchd.CheckHead: mchd.Unknown},
		},
		"document without the head's numbers": {
			write: func(s *stage) {
				h := &s.d.Grantors[0].Heads[0].People[0]
				h.INN, h.SNILS = "", ""
			},
			want: outcome{mchd.CheckGrantor: mchd.Unknown, mchd.CheckHead: mchd.Unknown},
		},
		"head named by СНИЛС alone":       {write: func(s *stage) { s.d.Grantors[0].Heads[0].People[0].INN = "" }},
		"certificate without ОГРН":        {spoil: func(s *stage) { sign(s).Signer.OGRN = "" }},
		"register says no":                {spoil: func(s *stage) { sign(s).Head = mchd.No }, want: outcome{mchd.CheckHead: mchd.No}},
		"register silent":                 {spoil: func(s *stage) { sign(s).Head = mchd.Unknown }, want: outcome{mchd.CheckHead: mchd.Unknown}},
		"register asked for another day":  {spoil: func(s *stage) { sign(s).HeadOn.Day++ }, want: outcome{mchd.CheckHead: mchd.Unknown}},
		"register has a later head today": {spoil: func(s *stage) { sign(s).HeadOn = mchd.DateOf(at) }, want: outcome{mchd.CheckHead: mchd.Unknown}},
		"notary": {
			write: func(s *stage) { s.d.Notarised = true },
			spoil: func(s *stage) { sign(s).Signer = s.otherID },
			want:  outcome{mchd.CheckNotary: mchd.Unknown, mchd.CheckGrantor: mchd.Unknown, mchd.CheckHead: mchd.Unknown},
		},
	})
}

// TestT12_Heads: several heads sign as they act, alone or together; a managing company signs through its own.
func TestT12_Heads(t *testing.T) {
	together := func(s *stage) {
		s.d.Grantors[0].Heads = []mchd.Head{
			{Together: true, People: []mchd.Party{s.head}}, {Together: true, People: []mchd.Party{s.other}},
		}
	}
	second := func(s *stage) {
		g := s.e.Signatures[0]
		g.Signer.SNILS, g.Signer.INNPerson = s.otherID.SNILS, s.otherID.INNPerson
		s.e.Signatures = append(s.e.Signatures, g)
	}
	managed := func(s *stage) {
		m := s.manager
		s.d.Grantors[0].Heads = []mchd.Head{{Company: &m, People: []mchd.Party{s.head}}}
	}
	run(t, map[string]caseT12{
		"together, one signed":  {write: together, want: outcome{mchd.CheckGrantor: mchd.No, mchd.CheckHead: mchd.Unknown}},
		"together, both signed": {write: together, spoil: second},
		"together, register knows one": {
			write: together,
			spoil: func(s *stage) { second(s); s.e.Signatures[1].Head = mchd.No },
			want:  outcome{mchd.CheckHead: mchd.No},
		},
		"one of two who act alone": {
			write: func(s *stage) {
				together(s)
				s.d.Grantors[0].Heads[0].Together, s.d.Grantors[0].Heads[1].Together = false, false
			},
		},
		"managing company":              {write: managed, spoil: func(s *stage) { s.e.Signatures[0].Signer = s.managerID }},
		"managing company stepped over": {write: managed, want: outcome{mchd.CheckGrantor: mchd.No, mchd.CheckHead: mchd.Unknown}},
		"one of two of a managing company": {
			write: func(s *stage) {
				managed(s)
				s.d.Grantors[0].Heads[0].People = append(s.d.Grantors[0].Heads[0].People, s.other)
			},
			spoil: func(s *stage) { s.e.Signatures[0].Signer = s.managerID },
			want:  outcome{mchd.CheckGrantor: mchd.Unknown, mchd.CheckHead: mchd.Unknown},
		},
		"managing sole proprietor": {
			write: func(s *stage) { s.d.Grantors[0].Heads = []mchd.Head{{People: []mchd.Party{s.trader}}} },
			spoil: func(s *stage) { s.e.Signatures[0].Signer = s.traderID },
		},
		"sole proprietor": {
			write: func(s *stage) { s.d.Grantors = []mchd.Party{s.trader} },
			spoil: func(s *stage) {
				s.e.Signatures[0].Signer, s.e.Signatures[0].Head = s.traderID, mchd.Unknown
				s.q.Principal = mchd.Subject{INN: s.trader.INN, OGRNIP: s.trader.OGRNIP}
			},
		},
		"sole proprietor, another signed": {
			write: func(s *stage) { s.d.Grantors = []mchd.Party{s.trader} },
			spoil: func(s *stage) { s.q.Principal = mchd.Subject{INN: s.trader.INN} },
			want:  outcome{mchd.CheckGrantor: mchd.No},
		},
		"sole proprietor, ambiguous certificate": {
			write: func(s *stage) { s.d.Grantors = []mchd.Party{s.trader} },
			spoil: func(s *stage) {
				s.q.Principal = mchd.Subject{INN: s.trader.INN}
				s.e.Signatures[0].Signer = s.traderID
				s.e.Signatures[0].Signer.Doubts = []cert.Doubt{{Reason: cert.WrongCheckDigits}}
			},
			want: outcome{mchd.CheckGrantor: mchd.No},
		},
		"person": {
			write: func(s *stage) { s.d.Grantors = []mchd.Party{s.other} },
			spoil: func(s *stage) {
				s.q.Principal = mchd.Subject{INN: s.other.INN, SNILS: s.other.SNILS}
				s.e.Signatures[0].Signer = s.otherID
			},
		},
		"person's power used for an organisation": {
			write: func(s *stage) { s.d.Grantors = []mchd.Party{s.other} },
			spoil: func(s *stage) { s.e.Signatures[0].Signer = s.otherID },
			want:  outcome{mchd.CheckPrincipal: mchd.No},
		},
		"person's power used for them as a sole proprietor": {
			write: func(s *stage) { s.d.Grantors = []mchd.Party{s.other} },
			spoil: func(s *stage) {
				s.q.Principal = mchd.Subject{INN: s.other.INN, OGRNIP: s.trader.OGRNIP}
				s.e.Signatures[0].Signer = s.otherID
			},
			want: outcome{mchd.CheckPrincipal: mchd.No},
		},
		"legal representative of a person": {
			write: func(s *stage) {
				p := s.other
				p.Heads = []mchd.Head{{People: []mchd.Party{s.head}}}
				s.d.Grantors = []mchd.Party{p}
			},
			spoil: func(s *stage) { s.q.Principal = mchd.Subject{INN: s.other.INN, SNILS: s.other.SNILS} },
			want:  outcome{mchd.CheckGrantor: mchd.Unknown, mchd.CheckHead: mchd.Unknown},
		},
		"second principal has not signed": {
			write: func(s *stage) { s.d.Grantors = append(s.d.Grantors, s.trader) },
			want:  outcome{mchd.CheckGrantor: mchd.No},
		},
		"another principal": {
			spoil: func(s *stage) { s.q.Principal = mchd.Subject{INN: s.manager.INN, OGRN: s.manager.OGRN} },
			want:  outcome{mchd.CheckPrincipal: mchd.No},
		},
		"principal of one number and another": {
			spoil: func(s *stage) { s.q.Principal.OGRN = s.manager.OGRN },
			want:  outcome{mchd.CheckPrincipal: mchd.No},
		},
		"nobody asked for whom": {
			spoil: func(s *stage) { s.q.Principal = mchd.Subject{} },
			want:  outcome{mchd.CheckPrincipal: mchd.Unknown},
		},
		"for the head in person": {
			spoil: func(s *stage) { s.q.Principal = mchd.Subject{SNILS: s.head.SNILS} },
			want:  outcome{mchd.CheckPrincipal: mchd.No},
		},
	})
}

// TestT12_Agent: the agent and the certificate are one person by СНИЛС and ИНН, both.
func TestT12_Agent(t *testing.T) {
	agents := func(p func(s *stage) mchd.Party) func(*stage) {
		return func(s *stage) { s.d.Agents = []mchd.Party{p(s)} }
	}
	run(t, map[string]caseT12{
		"another СНИЛС": {spoil: func(s *stage) { s.q.Signer.Identity.SNILS = s.otherID.SNILS }, want: outcome{mchd.CheckAgent: mchd.No}},
		"another ИНН":   {spoil: func(s *stage) { s.q.Signer.Identity.INNPerson = s.otherID.INNPerson }, want: outcome{mchd.CheckAgent: mchd.No}},
		"no СНИЛС":      {spoil: func(s *stage) { s.q.Signer.Identity.SNILS = "" }, want: outcome{mchd.CheckAgent: mchd.Unknown}},
		"no ИНН in the document": {
			write: func(s *stage) { s.d.Agents[0].INN = "" },
			want:  outcome{mchd.CheckAgent: mchd.Unknown},
		},
		"certificate of an organisation": {
			spoil: func(s *stage) {
				s.q.Signer.Identity.Kind, s.q.Signer.Identity.OGRN = cert.Organisation, s.manager.OGRN
			},
			want: outcome{mchd.CheckAgent: mchd.Unknown},
		},
		"ambiguous certificate": {
			spoil: func(s *stage) { s.q.Signer.Identity.Doubts = []cert.Doubt{{Reason: cert.Repeated}} },
			want:  outcome{mchd.CheckAgent: mchd.No},
		},
		"sole proprietor": {
			write: agents(func(s *stage) mchd.Party { return s.trader }),
			spoil: func(s *stage) { s.q.Signer.Identity = s.traderID },
		},
		"sole proprietor of another number": {
			write: agents(func(s *stage) mchd.Party { return s.trader }),
			spoil: func(s *stage) {
				s.q.Signer.Identity = s.traderID
				s.q.Signer.Identity.OGRNIP = "326990000000029"
			},
			want: outcome{mchd.CheckAgent: mchd.No},
		},
		"organisation through its head": {
			write: agents(func(s *stage) mchd.Party { return s.manager }),
			spoil: func(s *stage) { s.q.Signer = mchd.Actor{Identity: s.managerID, Head: mchd.Yes} },
		},
		"organisation through somebody": {
			write: agents(func(s *stage) mchd.Party { return s.manager }),
			spoil: func(s *stage) { s.q.Signer = mchd.Actor{Identity: s.managerID} },
			want:  outcome{mchd.CheckAgent: mchd.Unknown},
		},
		"organisation's employee": {
			write: agents(func(s *stage) mchd.Party { return s.manager }),
			want:  outcome{mchd.CheckAgent: mchd.No},
		},
		"branch": {
			write: agents(func(s *stage) mchd.Party { p := s.manager; p.Kind = mchd.Branch; return p }),
			want:  outcome{mchd.CheckAgent: mchd.Unknown},
		},
	})
}

// TestT12_Term: the term holds from its first day to the end of its last, by Moscow time.
func TestT12_Term(t *testing.T) {
	msk := time.FixedZone("MSK", 3*60*60)
	moment := func(at time.Time) func(*stage) {
		return func(s *stage) { s.q.At, s.q.AskedSince = at, at; s.e.Registry.Asked = at }
	}
	ended := outcome{mchd.CheckTerm: mchd.No}
	run(t, map[string]caseT12{
		"first moment": {spoil: moment(time.Date(2026, 9, 1, 0, 0, 0, 0, msk))},
		"the day before": {
			spoil: moment(time.Date(2026, 9, 1, 0, 0, 0, 0, msk).Add(-time.Nanosecond)), want: ended,
		},
		"last moment":   {spoil: moment(time.Date(2027, 8, 31, 23, 59, 59, 0, msk))},
		"the day after": {spoil: moment(time.Date(2027, 9, 1, 0, 0, 0, 0, msk)), want: ended},
		"no moment":     {spoil: func(s *stage) { s.q.At = time.Time{} }, want: ended},
	})
}

// TestT12_Powers: a power of the classifier must allow the service; words, restrictions and codes that nobody knows are read by a
// person.
func TestT12_Powers(t *testing.T) {
	powers := func(p mchd.Powers) func(*stage) {
		p.Exercise = mchd.Alone
		return func(s *stage) { s.d.Powers = p }
	}
	coded := func(codes ...string) mchd.Powers {
		var p mchd.Powers
		for _, c := range codes {
			p.Coded = append(p.Coded, mchd.Power{Code: c, Name: "Полномочие"})
		}
		return p
	}
	restricted := coded(serviceCode)
	restricted.Coded[0].Restrictions = []mchd.Restriction{{Index: 1, Code: "SUM", Name: "Сумма", ValueText: "0"}}
	both := coded(serviceCode)
	both.Text = "Всё, кроме подписания"
	run(t, map[string]caseT12{
		"one of several":         {write: powers(coded(otherCode, "TEST_UNKNOWN", serviceCode))},
		"known and not enough":   {write: powers(coded(otherCode)), want: outcome{mchd.CheckPowers: mchd.No}},
		"unknown":                {write: powers(coded("TEST_UNKNOWN")), want: outcome{mchd.CheckPowers: mchd.Unknown}},
		"unknown beside another": {write: powers(coded(otherCode, "TEST_UNKNOWN")), want: outcome{mchd.CheckPowers: mchd.Unknown}},
		"text":                   {write: powers(mchd.Powers{Text: "Подписывать"}), want: outcome{mchd.CheckPowers: mchd.Unknown}},
		"code and text":          {write: powers(both), want: outcome{mchd.CheckPowers: mchd.Unknown, mchd.CheckDocument: mchd.Unknown}},
		"restricted":             {write: powers(restricted), want: outcome{mchd.CheckPowers: mchd.Unknown}},
		"no classifier": {
			spoil: func(s *stage) { s.q.Codes = nil }, want: outcome{mchd.CheckPowers: mchd.Unknown},
		},
	})
}

// TestT12_Joint: joint powers need the signatures of all agents.
func TestT12_Joint(t *testing.T) {
	two := func(e mchd.Exercise) func(*stage) {
		return func(s *stage) {
			s.d.Agents, s.d.Powers.Exercise = []mchd.Party{s.agent, s.other}, e
		}
	}
	cosigned := func(s *stage) { s.q.CoSigners = []mchd.Actor{{Identity: s.otherID}} }
	run(t, map[string]caseT12{
		"one agent":            {write: func(s *stage) { s.d.Powers.Exercise = mchd.Jointly }},
		"joint, one signed":    {write: two(mchd.Jointly), want: outcome{mchd.CheckJoint: mchd.No}},
		"joint, both signed":   {write: two(mchd.Jointly), spoil: cosigned},
		"joint, other order":   {write: two(mchd.Jointly), spoil: func(s *stage) { cosigned(s); s.q.Signer, s.q.CoSigners[0] = s.q.CoSigners[0], s.q.Signer }},
		"joint, same twice":    {write: two(mchd.Jointly), spoil: func(s *stage) { s.q.CoSigners = []mchd.Actor{s.q.Signer} }, want: outcome{mchd.CheckJoint: mchd.No}},
		"joint, not confirmed": {write: two(mchd.Jointly), spoil: func(s *stage) { s.q.AloneConfirmed = true }, want: outcome{mchd.CheckJoint: mchd.No}},
		"alone, unconfirmed":   {write: two(mchd.Alone), want: outcome{mchd.CheckJoint: mchd.Unknown}},
		"alone, confirmed":     {write: two(mchd.Alone), spoil: func(s *stage) { s.q.AloneConfirmed = true }},
		"alone, both signed":   {write: two(mchd.Alone), spoil: cosigned},
	})
}

// TestT12_Registry: the registry is asked anew each time; its silence is for a person, a withdrawal is the end.
func TestT12_Registry(t *testing.T) {
	registry := func(r mchd.Registry) func(*stage) { return func(s *stage) { s.e.Registry = r } }
	unknown, no := outcome{mchd.CheckRegistry: mchd.Unknown}, outcome{mchd.CheckRegistry: mchd.No}
	run(t, map[string]caseT12{
		"never asked":       {spoil: registry(mchd.Registry{}), want: unknown},
		"silent":            {spoil: registry(mchd.Registry{Asked: at}), want: unknown},
		"withdrawn":         {spoil: registry(mchd.Registry{Status: mchd.StatusRevoked, Asked: at}), want: no},
		"withdrawn before":  {spoil: registry(mchd.Registry{Status: mchd.StatusRevoked, Asked: at, RevokedAt: at}), want: no},
		"withdrawn later":   {spoil: registry(mchd.Registry{Status: mchd.StatusRevoked, Asked: at, RevokedAt: at.Add(1)}), want: unknown},
		"asked last time":   {spoil: registry(mchd.Registry{Status: mchd.StatusValid, Asked: at.Add(-2 * time.Hour)}), want: unknown},
		"nobody says since": {spoil: func(s *stage) { s.q.AskedSince = time.Time{} }, want: unknown},
		"withdrawn, stale":  {spoil: registry(mchd.Registry{Status: mchd.StatusRevoked}), want: no},
	})
}

// TestT12_Worst: one failure outweighs any doubt, and every check is made all the same (T6).
func TestT12_Worst(t *testing.T) {
	run(t, map[string]caseT12{"everything": {
		write: func(s *stage) { s.d.Powers.Coded[0].Code = otherCode },
		spoil: func(s *stage) {
			s.e.Signatures[0].Head, s.e.Registry.Status = mchd.Unknown, mchd.StatusUnknown
			s.e.Document.Unknown = 1
			s.q.Signer.Identity = s.otherID
		},
		want: outcome{
			mchd.CheckPowers: mchd.No, mchd.CheckHead: mchd.Unknown, mchd.CheckRegistry: mchd.Unknown,
			mchd.CheckDocument: mchd.Unknown, mchd.CheckAgent: mchd.No,
		},
	}})
	if v := mchd.Judge(mchd.Evidence{}, mchd.Question{}); v.Result != mchd.ResultNo {
		t.Errorf("no document at all: %s", v.Result)
	}
}
