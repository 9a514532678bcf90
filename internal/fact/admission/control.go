package admission

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// Bounds of the walk from owner to owner.
const (
	maxDepth   = 10
	maxRecords = 2000 // of one walk
	maxPaths   = 8    // ways to offshore persons that are told
	maxGaps    = 8
)

// span is a share of which it is known only that it lies between two bounds, as parts of 1.
type span struct{ least, most *big.Rat }

func exactly(r *big.Rat) span { return span{least: r, most: r} }

func nothing() span { return exactly(new(big.Rat)) }

func whole() span { return exactly(big.NewRat(1, 1)) }

func anything() span { return span{least: new(big.Rat), most: big.NewRat(1, 1)} }

// walker follows founders through the register: R8 counts what offshore persons hold directly and through others.
type walker struct {
	ctx     context.Context //nolint:containedctx // it lives for one walk
	lookup  Lookup
	list    *OffshoreList
	on      rule.Date
	read    int
	foreign bool      // a list of zones was asked
	oldest  rule.Date // the day until which the least fresh record stands
	paths   []string
	gapsRU  []string
	gapsEN  []string
}

// control derives R8. The share is an interval: what is hidden, held by funds, beyond the registers or the depth of the walk
// widens it. Only when it is one number is the share itself known.
func (c Case) control(ctx context.Context, derived map[string]rule.Fact) error {
	if c.Register == nil {
		return nil
	}
	r := c.Register.Record
	w := &walker{ctx: ctx, lookup: c.Lookup, list: listOn(c.Offshore, c.On), on: c.On, oldest: c.Register.last()}
	share := nothing()
	if r.Register != egr.Entrepreneurs { // nobody owns a person
		var err error
		if share, err = w.owners(r, []string{r.INN}, nil, big.NewRat(1, 1)); err != nil {
			return fmt.Errorf("walk from owner to owner of %s: %w", r.OGRN, err)
		}
	}
	base := rule.Fact{State: rule.Known, Source: c.Register.Source, Record: r.OGRN, AsOf: w.oldest}
	if w.foreign && w.list != nil {
		base.ValidUntil = w.list.Until
	}
	put := func(name string, v rule.Value) {
		f := base
		f.Value = v
		derived[name] = f
	}
	put("control.offshore_least", percent(share.least))
	put("control.offshore_most", percent(share.most))
	put("control.offshore", percent(share.most))
	if share.least.Cmp(share.most) != 0 {
		f := base
		f.State, f.Reason = rule.Unknown, rule.Incomplete
		derived["control.offshore"] = f
	}
	put("control.path", rule.StringsValue(w.paths...))
	put("control.gaps_ru", rule.StringsValue(w.gapsRU...))
	put("control.gaps_en", rule.StringsValue(w.gapsEN...))
	if w.list != nil {
		put("control.list", rule.StringValue(w.list.Act))
	} else {
		f := base
		f.State = rule.Absent
		derived["control.list"] = f
	}
	derived["control.offshore_manager"] = w.manager(r, base)
	return nil
}

func percent(r *big.Rat) rule.Value {
	f, _ := new(big.Rat).Mul(r, big.NewRat(100, 1)).Float64()
	return rule.NumberValue(f)
}

// manager tells whether a managing organisation comes from an offshore zone.
func (w *walker) manager(r *egr.Record, base rule.Fact) rule.Fact {
	f := base
	f.Value = rule.BoolValue(false)
	for _, m := range r.Managers {
		switch {
		case m.Restricted:
			f.State, f.Value = rule.Restricted, rule.Value{}
		case m.Foreign == nil:
		default:
			switch w.list.judge(m.Foreign.Country) {
			case offshore:
				f.State, f.Value = rule.Known, rule.BoolValue(true)
				return f
			case unsettled:
				f.State, f.Value, f.Reason = rule.Unknown, rule.Value{}, rule.Incomplete
			case outside:
			}
		}
	}
	return f
}

// stake is what one founder holds of the votes (nil when the register does not say), and how much of the founder is
// offshore.
type stake struct {
	held *big.Rat
	of   span
}

// owners is how much of an organisation offshore persons hold. seen are the ИНН on the way here, names what to call them,
// weight what of the applicant hangs on this organisation at most.
func (w *walker) owners(r *egr.Record, seen, names []string, weight *big.Rat) (span, error) {
	if publicBody(r) {
		return nothing(), nil
	}
	if jointStock(r) {
		w.gap(r, "акционеров в ЕГРЮЛ нет", "shareholders are not in EGRUL")
		return anything(), nil
	}
	votes := w.votes(r)
	if votes == nil {
		w.gap(r, "не видна доля самого общества", "the share of the company in itself is not shown")
		return anything(), nil
	}
	if len(r.Founders) == 0 {
		w.gap(r, "участников в записи нет", "the record names no participants")
		return anything(), nil
	}
	stakes := make([]stake, 0, len(r.Founders))
	for i := range r.Founders {
		f := &r.Founders[i]
		s := stake{}
		if part, _ := f.Share.Of(r.Capital); part != nil {
			s.held = new(big.Rat).Quo(part, votes)
		}
		below := weight
		if s.held != nil {
			below = new(big.Rat).Mul(weight, s.held)
		}
		var err error
		if s.of, err = w.founder(r, f, seen, names, below); err != nil {
			return span{}, err
		}
		stakes = append(stakes, s)
	}
	return w.add(r, stakes), nil
}

// jointStock tells a company with shares (акционерное общество): ЕГРЮЛ names its founders, and not who holds the shares now
// (order ЕД-7-14/17@ of 18.01.2021).
func jointStock(r *egr.Record) bool {
	return strings.HasPrefix(r.LegalForm.Code, "122") || strings.Contains(strings.ToUpper(r.LegalForm.Name), "АКЦИОНЕРН")
}

// publicBody tells a unitary enterprise and an institution of the state or of a municipality: their property belongs to the
// state or the municipality, and nobody holds shares (ГК РФ, art. 113 and 123.22). By ОКОПФ: 65 unitary enterprises, 751 to
// 754 institutions of the Federation, of its subjects, of the academies and of municipalities.
func publicBody(r *egr.Record) bool {
	if r.LegalForm.List != "ОКОПФ" {
		return false
	}
	return slices.ContainsFunc([]string{"65", "751", "752", "753", "754"}, func(prefix string) bool {
		return strings.HasPrefix(r.LegalForm.Code, prefix)
	})
}

// votes is the part of the capital that votes: the share of a company in itself does not (law 14-ФЗ, art. 24). It is nil
// when that share is hidden or unknown.
func (w *walker) votes(r *egr.Record) *big.Rat {
	votes := big.NewRat(1, 1)
	if r.Own == nil {
		return votes
	}
	own, _ := r.Own.Share.Of(r.Capital)
	if r.Own.Restricted || own == nil || own.Cmp(votes) >= 0 {
		return nil
	}
	return votes.Sub(votes, own)
}

// add sums the stakes. Where shares are unknown, or do not make a whole, what is left may be anybody's among those who may
// hold it.
func (w *walker) add(r *egr.Record, stakes []stake) span {
	sum, left := span{least: new(big.Rat), most: new(big.Rat)}, big.NewRat(1, 1)
	var least, most *big.Rat // of those whose share is unknown
	for _, s := range stakes {
		if s.held == nil {
			if least == nil || s.of.least.Cmp(least) < 0 {
				least = s.of.least
			}
			if most == nil || s.of.most.Cmp(most) > 0 {
				most = s.of.most
			}
			continue
		}
		sum.least.Add(sum.least, new(big.Rat).Mul(s.held, s.of.least))
		sum.most.Add(sum.most, new(big.Rat).Mul(s.held, s.of.most))
		left.Sub(left, s.held)
	}
	if left.Cmp(tolerance) > 0 {
		if most == nil {
			w.gap(r, "доли участников не составляют целого", "the shares do not make a whole")
			least, most = new(big.Rat), big.NewRat(1, 1)
		}
		sum.least.Add(sum.least, new(big.Rat).Mul(left, least))
		sum.most.Add(sum.most, new(big.Rat).Mul(left, most))
	}
	return span{least: bound(sum.least), most: bound(sum.most)}
}

// tolerance is what shares may lack of a whole by rounding: a hundredth of a per cent.
var tolerance = big.NewRat(1, 10_000)

func bound(r *big.Rat) *big.Rat {
	if one := big.NewRat(1, 1); r.Cmp(one) > 0 {
		return one
	}
	return r
}

// founder is how much of one founder is offshore.
func (w *walker) founder(r *egr.Record, f *egr.Founder, seen, names []string, weight *big.Rat) (span, error) {
	if f.Restricted {
		w.gap(r, "сведения об участнике ограничены", "a participant is not shown")
		return anything(), nil
	}
	switch f.Kind {
	case egr.FounderPerson, egr.FounderState:
		return nothing(), nil
	case egr.FounderForeign:
		return w.abroad(r, f, names, weight), nil
	case egr.FounderOrganisation:
		if f.Party == nil || f.Party.Restricted {
			w.gap(r, "сведения об участнике ограничены", "a participant is not shown")
			return anything(), nil
		}
		return w.organisation(f.Party, seen, names, weight)
	case egr.FounderFund:
		w.gap(r, "участник — инвестиционный фонд", "a participant is an investment fund")
	case egr.FounderPartnership:
		w.gap(r, "участник — инвестиционное товарищество", "a participant is an investment partnership")
	default:
		w.gap(r, "участник неизвестного вида", "a participant of an unknown kind")
	}
	return anything(), nil
}

func (w *walker) abroad(r *egr.Record, f *egr.Founder, names []string, weight *big.Rat) span {
	w.foreign = true
	if f.Foreign == nil {
		w.gap(r, "страна участника не указана", "the country of a participant is not named")
		return anything()
	}
	switch w.list.judge(f.Foreign.Country) {
	case offshore:
		w.path(append(slices.Clone(names), foreignName(f)), weight)
		return whole()
	case outside:
		return nothing()
	case unsettled:
	}
	country := f.Foreign.CountryName
	if w.list == nil {
		w.gap(r, "перечня офшорных зон на этот день нет ("+country+")", "no list of offshore zones holds on this day ("+country+")")
	} else {
		w.gap(r, "перечень загружен не полностью ("+country+")", "the list is not loaded completely ("+country+")")
	}
	return anything()
}

func foreignName(f *egr.Founder) string {
	name := f.Foreign.Name
	if f.Party != nil && f.Party.Name != "" {
		name = f.Party.Name
	}
	return name + ", " + f.Foreign.CountryName
}

// organisation goes on to the owners of a Russian founder. A ring of owners is cut where it closes: what hangs on it is
// unknown.
func (w *walker) organisation(p *egr.Party, seen, names []string, weight *big.Rat) (span, error) {
	name := p.Name
	unseen := func(ru, en string) (span, error) {
		w.gapOf(name, ru, en)
		return anything(), nil
	}
	switch {
	case p.INN == "":
		return unseen("нет ИНН", "no ИНН")
	case slices.Contains(seen, p.INN):
		return unseen("владеет сама собой через других", "owns itself through others")
	case len(seen) > maxDepth:
		return unseen("цепочка владельцев слишком длинна", "the chain of owners is too long")
	case w.lookup == nil || w.read >= maxRecords:
		return unseen("записи нет", "no record at hand")
	}
	w.read++
	e, ok, err := w.lookup(w.ctx, p.INN)
	if err != nil {
		return span{}, err
	}
	if !ok || e.Record == nil {
		return unseen("записи нет", "no record at hand")
	}
	if e.last().Before(w.oldest) {
		w.oldest = e.last()
	}
	return w.owners(e.Record, append(slices.Clone(seen), p.INN), append(slices.Clone(names), name), weight)
}

// path notes a way to an offshore person.
func (w *walker) path(names []string, weight *big.Rat) {
	if len(w.paths) < maxPaths {
		share, _ := new(big.Rat).Mul(weight, big.NewRat(100, 1)).Float64()
		w.paths = append(w.paths, cut(fmt.Sprintf("%s — %.4g %%", strings.Join(names, " → "), share)))
	}
}

func (w *walker) gap(r *egr.Record, ru, en string) { w.gapOf(r.Title(), ru, en) }

// gapOf notes what cannot be seen, and of whom.
func (w *walker) gapOf(name, ru, en string) {
	ru, en = cut(name+": "+ru), cut(name+": "+en)
	if len(w.gapsRU) < maxGaps && !slices.Contains(w.gapsRU, ru) {
		w.gapsRU, w.gapsEN = append(w.gapsRU, ru), append(w.gapsEN, en)
	}
}
