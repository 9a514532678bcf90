package organisation_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/organisation"
)

// T12: agents who act only together may all come in, and whoever signs needs the signatures of all.
func TestT12_JointPowers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.opened(t)
		joint := byAnna(t, power(1, func(d *mchd.Document) {
			d.Agents, d.Powers.Exercise = []mchd.Party{veraParty(), romanParty()}, mchd.Jointly
		}))
		p := h.brought(t, joint)
		h.employed2(t, p)
		if n := h.count(t, `SELECT COUNT(*) FROM organisation_signer WHERE basis = 'power' AND joint AND ended_at IS NULL`); n != 1 {
			t.Error("that they sign only together is not written down")
		}
		h.add(t, "Орлов Роман Игоревич", "16012345612", actor.Standard)
		his, err := h.AddPower(h.as(t, "Роман"), joint, nil)
		if err != nil {
			t.Fatal(err)
		}
		if out, err := h.EnterByPower(h.as(t, "Роман"), h.desk.login(romanOwn()), his.ID); err != nil || out.Case != "" {
			t.Fatalf("%+v, %v", out, err)
		}
		h.askPowers(t, c, "Вера", "Роман")
		if err := errors.Join(h.maySign(t, c, "Вера", veraOwn()), h.maySign(t, c, "Роман", romanOwn())); err != nil {
			t.Errorf("each of them signs: %v", err)
		}
		if h.enough(t, c, "Вера") || h.enough(t, c, "Роман") || !h.enough(t, c, "Роман", "Вера") || !h.enough(t, c, "Анна") {
			t.Error("who binds the organisation is miscounted")
		}
		if err := h.stillSign(t, c, "Вера"); !errors.Is(err, organisation.ErrMayNotSign) {
			t.Errorf("one of two is sent: %v", err)
		}
		if err := h.stillSign(t, c, "Вера", "Роман"); err != nil {
			t.Errorf("both: %v", err)
		}
		// Each alone, as far as anybody knows what the form means: a person decides.
		if err := h.RemovePower(h.as(t, "Вера"), p.ID); err != nil || h.role(t, "Вера") != "" {
			t.Fatal(err)
		}
		h.wantCase(t, byAnna(t, power(2, func(d *mchd.Document) { d.Agents = []mchd.Party{veraParty(), romanParty()} })), organisation.GroundPowerDoubt, mchd.CheckJoint)
	})
}

// onTopOf makes a power one that rests on another: its agent gave it on.
func onTopOf(parent *mchd.Document, to mchd.Party) func(*mchd.Document) {
	return func(d *mchd.Document) {
		d.Basis = &mchd.Basis{Original: mchd.Reference{Number: parent.Number, Issued: parent.Issued, Until: parent.Until, Sign: "1", Form: "1"}}
		d.Grantors, d.Agents = untitled(parent.Agents...), []mchd.Party{to}
	}
}

// untitled are people without their posts, which the form has no place for where powers are passed on.
func untitled(list ...mchd.Party) (out []mchd.Party) {
	for _, p := range list {
		p.Title = ""
		out = append(out, p)
	}
	return out
}

// T12: of powers that were passed on each link is checked: the parent must be there, allow it, and hold as long. What a person has
// passed on needed a notary, of whom an operator judges.
func TestT12_EachLinkIsChecked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		toRoman := func(s mchd.Substitution) *mchd.Document {
			return power(1, func(d *mchd.Document) { d.Agents, d.Substitution = []mchd.Party{romanParty()}, s })
		}
		child := func(parent *mchd.Document, change func(*mchd.Document)) organisation.PowerFile {
			d := power(2, onTopOf(parent, veraParty()))
			if change != nil {
				change(d)
			}
			b := written(t, d)
			return organisation.PowerFile{Document: b, Signature: sealed(b, mchd.Yes, romanOwn())}
		}
		forbids, allows := toRoman(mchd.NoSubstitution), toRoman(mchd.OneSubstitution)
		for name, c := range map[string]struct {
			child  organisation.PowerFile
			parent *mchd.Document
			want   []mchd.CheckID
		}{
			"the parent forbids it":  {child(forbids, nil), forbids, []mchd.CheckID{mchd.CheckSubstitution}},
			"longer than the parent": {child(allows, func(d *mchd.Document) { d.Until = date(2028, 1, 1) }), allows, []mchd.CheckID{mchd.CheckPassedTerm}},
			"another parent":         {child(allows, func(d *mchd.Document) { d.Basis.Original.Until = date(2027, 1, 1) }), allows, []mchd.CheckID{mchd.CheckLink}},
			"who had it not":         {child(allows, func(d *mchd.Document) { d.Grantors = untitled(veraParty()) }), allows, []mchd.CheckID{mchd.CheckGrantor, mchd.CheckPassing}},
		} {
			_, err := h.AddPower(h.as(t, "Вера"), c.child, []organisation.PowerFile{byAnna(t, c.parent)})
			if d := cmp.Diff(c.want, failed(err)); d != "" {
				t.Errorf("%s: %v (-want +got):\n%s", name, err, d)
			}
		}
		if _, err := h.AddPower(h.as(t, "Вера"), child(allows, nil), nil); !errors.Is(err, organisation.ErrPowerParents) {
			t.Errorf("without its parent: %v", err)
		}
		h.notary.say(powerNumber(1), mchd.StatusRevoked)
		_, err := h.AddPower(h.as(t, "Вера"), child(allows, nil), []organisation.PowerFile{byAnna(t, allows)})
		if !slices.Equal(failed(err), []mchd.CheckID{mchd.CheckRegistry}) {
			t.Errorf("the parent was withdrawn: %v", err)
		}
		h.notary.say(powerNumber(1), mchd.StatusValid)
		p := h.brought(t, child(allows, nil), byAnna(t, allows))
		out, err := h.EnterByPower(h.as(t, "Вера"), h.desk.login(veraOwn()), p.ID)
		if err != nil || out.Case == "" {
			t.Fatalf("passed on by a person: %+v, %v", out, err)
		}
		if err := h.Decide(h.as(t, "Олег"), out.Case, true, "Нотариус подтвердил передоверие.", h.clock.Now().AddDate(0, 1, 0)); err != nil || h.role(t, "Вера") != organisation.Employee {
			t.Fatalf("%v, %q", err, h.role(t, "Вера"))
		}
		h.notary.say(powerNumber(1), mchd.StatusRevoked)
		if err := h.AskRegistry(t.Context()); err != nil || h.role(t, "Вера") != "" {
			t.Errorf("the parent ends, the child goes on: %v", err)
		}
	})
}
