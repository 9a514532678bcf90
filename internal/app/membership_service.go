package app

import (
	"context"
	"slices"

	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// theJoin is the service by which one joins the cluster.
const theJoin = "join"

// memberServices shows package membership the services and how they are answered.
type memberServices struct{ app *App }

// Offers implements [membership.Services].
func (m memberServices) Offers(ctx context.Context, q sqldb.Querier) (list []membership.Offer, err error) {
	services, err := m.app.Application.Services(ctx, q, workdays.DateOf(m.app.Clock.Now().In(i18n.Moscow())))
	for _, f := range services {
		if f.Subject != form.Organisation {
			continue
		}
		o := membership.Offer{
			Title: i18n.Raw(f.Title.RU, f.Title.EN), Summary: i18n.Raw(f.Summary.RU, f.Summary.EN), URL: application.PathServices + "/" + f.Key,
			Newcomers: slices.Contains(f.Apply, form.Newcomer),
		}
		for _, s := range []form.Standing{form.Partner, form.Participant} {
			if slices.Contains(f.Apply, s) {
				o.For = append(o.For, membership.Status(s))
			}
		}
		list = append(list, o)
	}
	return list, err
}

// Pace implements [membership.Services], over a year.
func (m memberServices) Pace(ctx context.Context, q sqldb.Querier) (membership.Pace, error) {
	p, err := m.app.Application.Pace(ctx, q, theJoin, m.app.Clock.Now().AddDate(-1, 0, 0))
	return membership.Pace{Answered: p.Answered, Share: p.Share(), Median: p.Median}, err
}

// Sample implements [membership.Services]. The organisation in it is invented: its numbers are never issued.
func (m memberServices) Sample(ctx context.Context, q sqldb.Querier) ([]byte, error) {
	o, given := demo.Organisations()[0], form.Given{}
	on := workdays.DateOf(m.app.Clock.Now().In(i18n.Moscow()))
	source := form.Text{RU: "ЕГРЮЛ", EN: "EGRUL"}
	for name, value := range map[string]string{
		"egr.name": o.Name, "egr.full_name": o.Full, "egr.inn": o.INN, "egr.ogrn": o.OGRN, "egr.kpp": o.KPP, "egr.address": o.City + ", ул. " + o.Street + ", д. 1",
		"egr.registered": "2019-03-01", "egr.head": "Фамилия Имя Отчество, генеральный директор", "egr.okved_main": o.Activity, "egr.okved": "62.01, 26.51",
	} {
		given[name] = form.Fact{State: rule.Known, Value: value, Source: source, AsOf: on}
	}
	return m.app.Application.Sample(ctx, q, theJoin, application.Party{
		Kind: document.LegalEntity, Name: o.Name, FullName: o.Full, INN: o.INN, OGRN: o.OGRN, KPP: o.KPP, Address: given["egr.address"].Value,
	}, given)
}

// certified is what a certificate calls a status.
var certified = map[membership.Status]string{
	membership.Participant: "Участник инновационного кластера", membership.Partner: "Партнёр инновационного кластера",
}

// Certificate implements [membership.Papers].
func (m memberPapers) Certificate(c membership.Certificate) ([]byte, error) {
	one, moscow := c.Member, c.Member.Since.In(i18n.Moscow())
	paper := document.Certificate{
		Number: c.Number, Made: m.app.Clock.Now(), Trial: m.app.Site.Trial, Foundation: m.app.Site.Operator.In(i18n.Russian), Status: certified[one.Status],
		Since: workdays.DateOf(moscow), Check: c.Check, Decision: "Решение № " + c.Number + " от " + moscow.Format("02.01.2006"),
		Holder: document.Applicant{Kind: document.LegalEntity, Name: one.Name, INN: one.INN, OGRN: one.OGRN},
	}
	if len(one.OGRN) == len("000000000000000") {
		paper.Holder.Kind = document.Proprietor
	}
	for _, d := range one.Profile.Directions {
		paper.Directions = append(paper.Directions, d.Label.RU)
	}
	return document.Certify(paper)
}
