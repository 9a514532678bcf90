package mchd_test

import (
	"slices"
	"testing"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/mchd"
)

// relay is a chain: the company empowers a managing company, which passes on to a person; spoil what is wanted before it is built.
type relay struct {
	cast

	docs    []*mchd.Document // child first
	signers []cert.Identity
	links   []mchd.Evidence
	q       mchd.Question
}

// newRelay makes a chain of n documents; all between the ends are passed on by the managing company to itself.
func newRelay(t *testing.T, n int) *relay {
	t.Helper()
	r := &relay{cast: newCast(t)}
	r.q = question(r.cast)
	passing := r.manager
	passing.Heads = []mchd.Head{{People: []mchd.Party{r.head}}}
	for i := range n {
		d := newDocument(r.cast)
		d.Number, d.Substitution = number(100+i), mchd.FurtherSubstitution
		d.Agents, d.Grantors = []mchd.Party{r.manager}, []mchd.Party{passing}
		r.docs, r.signers = append(r.docs, d), append(r.signers, r.managerID)
	}
	r.docs[0].Agents = []mchd.Party{r.agent}
	r.docs[n-1].Grantors, r.signers[n-1] = []mchd.Party{r.company}, r.companyID
	for i := range n - 1 {
		b := &mchd.Basis{Original: r.reference(n - 1)}
		if i+1 < n-1 {
			parent := r.reference(i + 1)
			b.Parent = &parent
		}
		r.docs[i].Basis = b
	}
	return r
}

func (r *relay) reference(i int) mchd.Reference {
	d := r.docs[i]
	return mchd.Reference{Number: d.Number, Issued: d.Issued, Until: d.Until, Sign: "1", Form: "1"}
}

func (r *relay) judge(t *testing.T, spoil func(*relay)) mchd.Verdict {
	t.Helper()
	for i, d := range r.docs {
		r.links = append(r.links, evidence(t, d, r.signers[i]))
	}
	if spoil != nil {
		spoil(r)
	}
	r.q.Parents = r.links[1:]
	return mchd.Judge(r.links[0], r.q)
}

// TestT12_Substitution: each link of a chain of передоверие is checked: who names whom, whether passing on was allowed, by whom, for how
// long, what and under whose signature.
func TestT12_Substitution(t *testing.T) {
	cases := map[string]struct {
		length       int
		write, spoil func(r *relay)
		want         outcome
	}{
		"two":   {length: 2},
		"three": {length: 3},
		"eight": {length: 8},
		"nine":  {length: 9, want: outcome{mchd.CheckChain: mchd.Unknown, mchd.CheckPrincipal: mchd.Unknown}},
		"without its parent": {
			length: 2, spoil: func(r *relay) { r.links = r.links[:1] },
			want: outcome{mchd.CheckChain: mchd.Unknown, mchd.CheckPrincipal: mchd.Unknown},
		},
		"without the middle": {
			length: 3, spoil: func(r *relay) { r.links = slices.Delete(r.links, 1, 2) },
			want: outcome{mchd.CheckLink: mchd.No},
		},
		"without the original": {
			length: 3, spoil: func(r *relay) { r.links = r.links[:2] },
			want: outcome{mchd.CheckChain: mchd.Unknown, mchd.CheckPrincipal: mchd.Unknown},
		},
		"a place left empty": {
			length: 3, spoil: func(r *relay) { r.links[1].Document = nil },
			want: outcome{mchd.CheckChain: mchd.Unknown, mchd.CheckLink: mchd.No},
		},
		"in another order": {
			length: 3, spoil: func(r *relay) { r.links[1], r.links[2] = r.links[2], r.links[1] },
			want: outcome{
				mchd.CheckChain: mchd.Unknown, mchd.CheckPrincipal: mchd.Unknown, mchd.CheckLink: mchd.No, mchd.CheckPassing: mchd.No,
			},
		},
		"a loop": {
			length: 3, spoil: func(r *relay) { r.links = slices.Insert(r.links, 1, r.links[0]) },
			want: outcome{mchd.CheckChain: mchd.No, mchd.CheckLink: mchd.No, mchd.CheckPassing: mchd.No},
		},
		"an original with something behind": {
			length: 2, write: func(r *relay) { r.docs[0].Basis = nil },
			want: outcome{mchd.CheckChain: mchd.No, mchd.CheckLink: mchd.No},
		},
		"another number": {
			length: 2, write: func(r *relay) { r.docs[0].Basis.Original.Number = number(7) },
			want: outcome{mchd.CheckLink: mchd.No},
		},
		"no number": {
			length: 2, write: func(r *relay) { r.docs[0].Basis.Original.Number = "" },
			want: outcome{mchd.CheckLink: mchd.Unknown},
		},
		"another original": {
			length: 3, write: func(r *relay) { r.docs[0].Basis.Original.Number = number(7) },
			want: outcome{mchd.CheckLink: mchd.No},
		},
		"another day": {
			length: 2, write: func(r *relay) { r.docs[0].Basis.Original.Issued.Day++ },
			want: outcome{mchd.CheckLink: mchd.No},
		},
		"not allowed": {
			length: 2, write: func(r *relay) { r.docs[1].Substitution = mchd.NoSubstitution },
			want: outcome{mchd.CheckSubstitution: mchd.No},
		},
		"allowed once": {length: 2, write: func(r *relay) { r.docs[1].Substitution = mchd.OneSubstitution }},
		"once used twice": {
			length: 3, write: func(r *relay) { r.docs[2].Substitution = mchd.OneSubstitution },
			want: outcome{mchd.CheckSubstitution: mchd.No},
		},
		"not allowed in the middle": {
			length: 3, write: func(r *relay) { r.docs[1].Substitution = mchd.NoSubstitution },
			want: outcome{mchd.CheckSubstitution: mchd.No},
		},
		"passed on by a stranger": {
			length: 2, write: func(r *relay) { r.docs[1].Agents = []mchd.Party{r.other} },
			want: outcome{mchd.CheckPassing: mchd.No},
		},
		"longer than the parent": {
			length: 2, write: func(r *relay) { r.docs[0].Until.Year++ },
			want: outcome{mchd.CheckPassedTerm: mchd.No},
		},
		"given before the parent": {
			length: 2, write: func(r *relay) { r.docs[0].Issued.Month-- },
			want: outcome{mchd.CheckPassedTerm: mchd.No},
		},
		"parent has ended": {
			length: 2, write: func(r *relay) {
				r.docs[1].Until = day(2026, 10, 1)
				r.docs[0].Basis.Original = r.reference(1)
			},
			want: outcome{mchd.CheckPassedTerm: mchd.No, mchd.CheckTerm: mchd.No},
		},
		"parent had no such power": {
			length: 3, write: func(r *relay) { r.docs[1].Powers.Coded[0].Code = otherCode },
			want: outcome{mchd.CheckPowers: mchd.No},
		},
		"parent in words": {
			length: 2, write: func(r *relay) { r.docs[1].Powers = mchd.Powers{Text: "Всё", Exercise: mchd.Alone} },
			want: outcome{mchd.CheckPowers: mchd.Unknown},
		},
		"parent withdrawn": {
			length: 3, spoil: func(r *relay) { r.links[2].Registry.Status = mchd.StatusRevoked },
			want: outcome{mchd.CheckRegistry: mchd.No},
		},
		"parent not asked about": {
			length: 2, spoil: func(r *relay) { r.links[1].Registry = mchd.Registry{} },
			want: outcome{mchd.CheckRegistry: mchd.Unknown},
		},
		"parent not signed": {
			length: 2, spoil: func(r *relay) { r.links[1].Signatures = nil },
			want: outcome{mchd.CheckSignature: mchd.No, mchd.CheckGrantor: mchd.No, mchd.CheckHead: mchd.Unknown},
		},
		"link signed by the first principal": {
			length: 2, write: func(r *relay) { r.signers[0] = r.companyID },
			want: outcome{mchd.CheckGrantor: mchd.No, mchd.CheckHead: mchd.Unknown},
		},
		"parent's signature used for the child": {
			length: 2, spoil: func(r *relay) { r.links[0].Signatures = r.links[1].Signatures },
			want: outcome{mchd.CheckSignature: mchd.No, mchd.CheckGrantor: mchd.No, mchd.CheckHead: mchd.Unknown},
		},
		"passed on by a person without a notary": {
			length: 2, write: func(r *relay) {
				r.docs[1].Agents, r.docs[0].Grantors, r.signers[0] = []mchd.Party{r.other}, []mchd.Party{r.other}, r.otherID
			},
			want: outcome{mchd.CheckNotary: mchd.Unknown},
		},
		"parent's agents joint, one passes on": {
			length: 2, write: func(r *relay) {
				r.docs[1].Agents = append(r.docs[1].Agents, r.other)
				r.docs[1].Powers.Exercise = mchd.Jointly
			},
			want: outcome{mchd.CheckJoint: mchd.No},
		},
		"for another principal than the original's": {
			length: 2, spoil: func(r *relay) { r.q.Principal = mchd.Subject{INN: r.manager.INN, OGRN: r.manager.OGRN} },
			want: outcome{mchd.CheckPrincipal: mchd.No},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			r := newRelay(t, tc.length)
			if tc.write != nil {
				tc.write(r)
			}
			check(t, r.judge(t, tc.spoil), tc.want)
		})
	}
}
