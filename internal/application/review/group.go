package review

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/gost/streebog"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Refusals of groups.
var (
	ErrNoGroup = fault.New(fault.Conflict, i18n.M(
		"В группу ничего не вошло. Вместе решают заявления без замечаний по одной услуге, если услуга это разрешает; отметьте такие в списке «Замечаний нет».",
		"Nothing fits into the group. Applications without remarks for one service are decided together if the service allows it; choose such ones in the list “No remarks”."))
	ErrNoSuchGroup = fault.New(fault.NotFound, i18n.M(
		"Такой группы нет, или её собрал другой сотрудник. Отметьте заявления в списке ещё раз.",
		"There is no such group, or a colleague gathered it. Choose the applications in the list again."))
	ErrGroupChanged = fault.New(fault.Conflict, i18n.M(
		"Пока группа ждала подписи, в ней что-то изменилось: заявление отозвали, решили отдельно, или проверки дали другой результат. Откройте группу и подготовьте решения заново.",
		"While the group waited to be signed, something in it has changed: an application was withdrawn, decided alone, or its checks came to something else. Open the group and prepare the decisions anew."))
)

// Group is a group of applications that an official decides by one signature.
type Group struct {
	application.Batch

	Form      *form.Service
	Members   []Member
	Checklist []form.Check
	Waiting   int // decisions that wait for the signature of the group
	Seconding int // that wait for a second official, by lot
	Ready     bool
}

// Member is an application of a group.
type Member struct {
	Case

	Fits bool // whether it can be decided in the group at this moment
}

// Gather begins a group of the applications of a list that may be decided together: without a remark, of the service of the first
// one, which allows it. All of them are opened to the person of the request, which is written down as one by one (rule T24).
func (s *Service) Gather(ctx context.Context, list []actor.CaseID) (group string, err error) {
	who := actor.From(ctx).Person
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		group = id.New()
		var members []actor.CaseID
		var service string
		var version int
		for _, one := range list {
			app, err := s.applications.HoldSent(ctx, tx, one)
			if err != nil {
				return err
			}
			fits, err := s.fits(ctx, tx, app)
			switch {
			case err != nil:
				return err
			case !fits || service != "" && (app.Service != service || app.Version != version):
				continue
			}
			if err := s.opened(ctx, tx, app, who); err != nil {
				return err
			}
			service, version = app.Service, app.Version
			members = append(members, app.ID)
		}
		if len(members) == 0 {
			return ErrNoGroup
		}
		return application.InsertBatch(ctx, tx, application.Batch{ID: group, Person: who, Created: s.clock.Now()}, members)
	})
	if err != nil {
		return "", fmt.Errorf("gather a group: %w", err)
	}
	return group, nil
}

// fits reports whether an application may be decided in a group by the person of the request.
func (s *Service) fits(ctx context.Context, q sqldb.Querier, app application.Application) (bool, error) {
	if app.State != application.Review {
		return false, nil
	}
	f, err := s.applications.Version(ctx, q, app.Service, app.Version)
	if err != nil || !f.Review.Group || f.Review.FourEyes {
		return false, err
	}
	d, err := reviewOf(ctx, q, app.ID)
	if err != nil || !d.clean {
		return false, err
	}
	marked, err := s.conflict(ctx, q, app, actor.From(ctx).Person)
	return !marked, err
}

// Group reads a group of the person of the request.
func (s *Service) Group(ctx context.Context, group string) (g Group, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		g, err = s.group(ctx, q, group)
		return err
	})
	if err != nil {
		return Group{}, fmt.Errorf("read a group: %w", err)
	}
	return g, nil
}

func (s *Service) group(ctx context.Context, q sqldb.Querier, group string) (g Group, err error) {
	if g.Batch, err = s.batch(ctx, q, group); err != nil {
		return Group{}, err
	}
	list, err := application.BatchCases(ctx, q, g.ID)
	if err != nil {
		return Group{}, err
	}
	for _, one := range list {
		m, err := s.member(ctx, q, one)
		if err != nil {
			return Group{}, err
		}
		g.Members = append(g.Members, m)
		switch {
		case m.Waiting == nil || m.Waiting.FormedBy != g.Person:
		case m.Waiting.Batch == g.ID:
			g.Waiting++
		case m.Waiting.SecondNeeded:
			g.Seconding++
		}
	}
	g.Form = g.Members[0].Form
	g.Checklist = g.Form.Review.Checklist
	g.Ready = g.Signed.IsZero() && !g.XML.IsZero() && g.Waiting > 0
	return g, nil
}

func (s *Service) batch(ctx context.Context, q sqldb.Querier, group string) (application.Batch, error) {
	if !id.Valid(group) {
		return application.Batch{}, ErrNoSuchGroup
	}
	b, err := application.BatchByID(ctx, q, group)
	if errors.Is(err, sqldb.ErrNoRows) || err == nil && b.Person != actor.From(ctx).Person {
		return application.Batch{}, ErrNoSuchGroup
	}
	return b, err
}

func (s *Service) member(ctx context.Context, q sqldb.Querier, one actor.CaseID) (m Member, err error) {
	if m.Case, err = s.read(ctx, q, one); err != nil {
		return Member{}, err
	}
	if m.Fits, err = s.fits(ctx, q, m.Application); err != nil {
		return Member{}, err
	}
	free := m.Waiting == nil || m.Waiting.FormedBy == actor.From(ctx).Person && m.Waiting.Ready()
	m.Fits = m.Fits && free && m.Now.clean() && !slices.ContainsFunc(m.Checklist, form.Checked.Failed)
	return m, nil
}

// PrepareGroup forms a positive decision on each application of a group that can be decided in it, and the list that is signed. The official
// has confirmed the checks of the service for all of them. Where the lot asks for a second official, the decision leaves the group.
func (s *Service) PrepareGroup(ctx context.Context, group string, checked []string) error {
	g, err := s.Group(ctx, group)
	switch {
	case err != nil:
		return err
	case !g.Signed.IsZero():
		return ErrNoSuchGroup
	}
	var members []Case
	var decisions []application.Decision
	for i := range g.Members {
		c := &g.Members[i].Case
		if !g.Members[i].Fits {
			continue
		}
		r := Ruling{Positive: true, Checked: checked}
		if err := s.allowed(ctx, c, r); err != nil {
			return fmt.Errorf("prepare a group: %w", err)
		}
		d, err := s.freeze(ctx, c, r)
		if err != nil {
			return fmt.Errorf("prepare a group: %w", err)
		}
		if d.Ready() {
			d.Batch = g.ID
		}
		members, decisions = append(members, *c), append(decisions, d)
	}
	if len(decisions) == 0 {
		return ErrNoGroup
	}
	if err := s.list(ctx, &g.Batch, decisions); err != nil {
		return err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error { return s.putGroup(ctx, tx, g.Batch, members, decisions) })
	if err != nil {
		return fmt.Errorf("prepare a group: %w", err)
	}
	return nil
}

func (s *Service) putGroup(ctx context.Context, tx *sqldb.Tx, b application.Batch, members []Case, decisions []application.Decision) error {
	if err := s.signatures.Withdraw(ctx, tx, PurposeGroup, b.ID); err != nil {
		return err
	}
	if err := application.VoidBatch(ctx, tx, b.ID, b.Formed); err != nil {
		return fmt.Errorf("end the former decisions of the group: %w", err)
	}
	for i := range decisions {
		app, err := s.applications.HoldSent(ctx, tx, decisions[i].Application)
		switch {
		case err != nil:
			return err
		case app.State != members[i].State:
			return ErrGroupChanged
		}
		if members[i].Waiting != nil {
			if err := s.signatures.Withdraw(ctx, tx, Purpose, members[i].Waiting.ID); err != nil {
				return err
			}
		}
		if err := s.put(ctx, tx, app, &decisions[i]); err != nil {
			return err
		}
	}
	return application.FormBatch(ctx, tx, b)
}

// list forms the list of the hash codes of the decisions that are signed together. Without one the group has no list.
func (s *Service) list(ctx context.Context, b *application.Batch, decisions []application.Decision) error {
	l := document.DecisionList{ID: b.ID, Formed: s.clock.Now(), Trial: s.trial, Foundation: s.foundation.In(i18n.Russian)}
	for i := range decisions {
		if decisions[i].Batch == "" {
			continue
		}
		content, err := s.applications.ReadFile(ctx, decisions[i].XML)
		if err != nil {
			return err
		}
		l.Decisions = append(l.Decisions, hashesOf(content))
	}
	b.XML, b.SHA256, b.Formed = blob.Ref{}, "", l.Formed
	if len(l.Decisions) == 0 {
		return nil
	}
	var err error
	if err := s.db.View(ctx, func(q sqldb.Querier) error {
		l.Official.Name, err = s.applications.Name(ctx, q, b.Person)
		return err
	}); err != nil {
		return err
	}
	content, err := document.ListDecisions(l)
	if err != nil {
		return err
	}
	b.SHA256 = hashesOf(content).SHA256
	if b.XML, err = s.files.Put(ctx, bytes.NewReader(content), application.MaxPaper); err != nil {
		return fmt.Errorf("keep the list: %w", err)
	}
	return nil
}

func hashesOf(content []byte) document.Hashes {
	sum := sha256.Sum256(content)
	h := streebog.New256()
	_, _ = h.Write(content) // a hash takes everything
	return document.Hashes{SHA256: hex.EncodeToString(sum[:]), Streebog: hex.EncodeToString(h.Sum(nil))}
}

// SignGroup begins the signing of the list of a group, and returns where the browser goes.
func (s *Service) SignGroup(ctx context.Context, group string) (address string, err error) {
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		b, err := s.batch(ctx, tx, group)
		switch {
		case err != nil:
			return err
		case b.XML.IsZero() || !b.Signed.IsZero():
			return ErrNoDecision
		}
		list, err := application.BatchDecisions(ctx, tx, b.ID)
		if err != nil {
			return err
		}
		back := groupPath(b.ID)
		address, err = s.signatures.Ask(ctx, tx, Ask{
			Purpose: PurposeGroup, Decision: b.ID, Title: titleSignGroup.With(len(list)), Name: "decisions-" + b.ID + ".xml", XML: b.XML,
			Person: b.Person, Back: back, Next: back + "?decided=1",
		})
		return err
	})
	if err != nil {
		return "", fmt.Errorf("begin to sign a group: %w", err)
	}
	return address, nil
}

// ReceiveGroup decides all applications of a group, or none: it takes the official's signature over the list in the transaction of the
// room of signatures. The list has to name the decisions that wait, each by the hash codes of its frozen bytes, and no others.
func (s *Service) ReceiveGroup(ctx context.Context, tx *sqldb.Tx, a Arrived) error {
	b, err := application.HoldBatch(ctx, tx, a.Decision)
	switch {
	case errors.Is(err, sqldb.ErrNoRows) || err == nil && !b.Signed.IsZero():
		return ErrNoSuchGroup
	case err != nil:
		return err
	case hashesOf(a.Content).SHA256 != b.SHA256:
		return ErrOtherBytes
	case b.Person != a.Person:
		return ErrNotYours
	}
	if err := s.mayRule(ctx, tx, a); err != nil {
		return err
	}
	listed, err := document.ReadDecisions(a.Content)
	if err != nil {
		return ErrOtherBytes.Because(err)
	}
	decisions, err := application.BatchDecisions(ctx, tx, b.ID)
	switch {
	case err != nil:
		return err
	case len(decisions) != len(listed.Decisions):
		return ErrGroupChanged
	}
	list := application.Sealed{Role: "decisions", Name: "decisions-" + b.ID + ".xml", Media: "application/xml", Content: a.Content}
	for i := range decisions {
		if err := s.concludeOne(ctx, tx, &decisions[i], a, listed, list); err != nil {
			return err
		}
	}
	if err := application.SignBatch(ctx, tx, b.ID, a.Signature, s.clock.Now()); err != nil {
		return fmt.Errorf("keep the signature of the list: %w", err)
	}
	return nil
}

func (s *Service) concludeOne(ctx context.Context, tx *sqldb.Tx, d *application.Decision, a Arrived, listed document.DecisionList, list application.Sealed) error {
	content, err := s.applications.ReadFile(ctx, d.XML)
	if err != nil {
		return err
	}
	sum := hashesOf(content)
	if sum.SHA256 != d.SHA256 || !slices.Contains(listed.Decisions, sum) || !d.Ready() || d.FormedBy != a.Person {
		return ErrGroupChanged
	}
	d.Signature, d.Signer, d.Signed = a.Signature, a.Signer, s.clock.Now()
	err = s.conclude(ctx, tx, d, content, list)
	if no, ok := errors.AsType[*fault.Fault](err); ok {
		return ErrGroupChanged.Because(fmt.Errorf("decision %s: %w", d.Number, no))
	}
	return err
}
