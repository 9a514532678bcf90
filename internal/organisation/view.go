package organisation

import (
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/workdays"
)

func day(d workdays.Date) i18n.Text {
	if d.IsZero() {
		return i18n.Text{}
	}
	return i18n.F("%s", "%s").With(i18n.Date(d.Start()))
}

func date(t time.Time) i18n.Text {
	if t.IsZero() {
		return i18n.Text{}
	}
	return i18n.F("%s", "%s").With(i18n.Date(t))
}

// lastDay is the last day on which something that ends at t holds.
func lastDay(t time.Time) i18n.Text { return date(t.Add(-time.Second)) }

func invitationRows(i Invitation) []web.SummaryRow {
	return []web.SummaryRow{
		{Key: keyRights, Value: i.Grant.Role.Means()},
		{Key: keyUntil, Value: lastDay(i.Grant.Until)},
		{Key: keyAnswerBy, Value: lastDay(i.Grant.Lapses)},
		{Key: keyINN, Value: i18n.Same(i.Cabinet.INN)},
	}
}

func preparedRows(p Preparation) []web.SummaryRow {
	return []web.SummaryRow{
		{Key: keyINN, Value: i18n.Same(string(p.INN))},
		{Key: keyEmail, Value: i18n.Same(p.Details.Email)},
		{Key: keyPhone, Value: i18n.Same(p.Details.Phone.String())},
		{Key: keyChanged, Body: web.Day(p.Changed)},
	}
}

// title says what the signed login has led to.
func (a Arrival) title() i18n.Text {
	switch {
	case a.Alone && len(a.Powers) > 0:
		return buttonByPower
	case a.Alone:
		return titleAlone
	case a.Known != nil, a.Opened && a.Judgement.Outcome == Granted:
		return titleEnter.With(a.Name())
	case a.Judgement.Outcome == Refused:
		return titleRefused
	case a.Waiting != nil, a.Judgement.Outcome == Review:
		return titleReview
	}
	return titleOpen.With(a.Name())
}

func (a Arrival) lead() i18n.Text {
	switch {
	case a.Alone && len(a.Powers) > 0:
		return textByPower
	case a.Alone:
		return textAlone
	case a.Judgement.Outcome == Granted && a.Opened:
		return leadEnter
	case a.Judgement.Outcome == Granted:
		return leadOpen
	}
	return a.Judgement.Ground.Why()
}

// canOpen reports whether there is something to press: a clear no and a silent register have nothing.
func (a Arrival) canOpen() bool {
	return !a.Alone && a.Judgement.Outcome != Refused && a.Judgement.Ground != GroundSilent
}

func (a Arrival) button() i18n.Text {
	switch {
	case a.Judgement.Outcome == Review:
		return buttonReview
	case a.Opened:
		return buttonEnter
	}
	return buttonOpen
}

func (a Arrival) rows() []web.SummaryRow {
	h, c := a.Login.Holder, a.Login.Certificate
	rows := []web.SummaryRow{{Key: keyHolder, Value: i18n.Same(h.Surname + " " + h.Given + " " + h.Middle)}}
	if s := a.Judgement.Subject; s != nil {
		rows = append(rows, web.SummaryRow{Key: keyOrganisation, Value: i18n.Same(s.Record.Title())}, web.SummaryRow{Key: keyOGRN, Value: i18n.Same(s.Record.OGRN)},
			web.SummaryRow{Key: keyINN, Value: i18n.Same(s.Record.INN)}, web.SummaryRow{Key: keyAddress, Value: i18n.Same(s.Record.Address.Line())},
			web.SummaryRow{Key: keyAsOf, Value: day(s.AsOf)})
	} else if h.INN != "" {
		rows = append(rows, web.SummaryRow{Key: keyINN, Value: i18n.Same(string(h.INN))})
	}
	if a.Judgement.Outcome == Granted {
		rows = append(rows, web.SummaryRow{Key: keyBasis, Value: a.Judgement.Basis.Label()})
		if a.Judgement.Joint {
			rows = append(rows, web.SummaryRow{Key: keyJoint, Value: textJoint})
		}
	}
	issuer := i18n.Same(c.Issuer)
	if c.Trial {
		issuer = textTrialIssuer.With(c.Issuer)
	}
	return append(rows, web.SummaryRow{Key: keyIssuer, Value: issuer}, web.SummaryRow{Key: keyValid, Value: date(c.NotAfter)})
}

func roleOptions() []web.Option {
	return []web.Option{
		{Value: string(Standard), Label: optionStandard, Hint: Standard.Means()},
		{Value: string(Full), Label: optionFull, Hint: Full.Means()},
	}
}

func monthOptions() []web.Option {
	var list []web.Option
	for _, n := range linkMonths() {
		list = append(list, web.Option{Value: i18n.Number(n).In(i18n.English), Label: months(n)})
	}
	return list
}

func months(n int) i18n.Text {
	return map[int]i18n.Text{
		3: i18n.M("3 месяца", "3 months"), 6: i18n.M("6 месяцев", "6 months"), 12: i18n.M("1 год", "1 year"), 36: i18n.M("3 года", "3 years"),
	}[n]
}

func linkRows(l Link) []web.SummaryRow {
	return []web.SummaryRow{
		{Key: keyTrusted, Value: i18n.Same(l.Name)},
		{Key: keyRights, Value: l.Role.Means()},
		{Key: keyTerm, Value: months(l.Months)},
		{Key: keyAnswerBy, Value: lastDay(l.Expires)},
	}
}

// registerRows are what the register says; all of it, or what the overview shows.
func (in Inside) registerRows(all bool) []web.SummaryRow {
	if in.Known == nil {
		why := textNoRecord
		if in.Silent {
			why = GroundSilent.Why()
		}
		return []web.SummaryRow{{Key: keyRegister, Value: why}}
	}
	r := in.Known.Record
	rows := []web.SummaryRow{
		{Key: keyOrganisation, Value: i18n.Same(r.Title())},
		{Key: keyOGRN, Value: i18n.Same(r.OGRN)},
		{Key: keyINN, Value: i18n.Same(r.INN)},
		{Key: keyState, Value: in.state()},
		{Key: keyAsOf, Value: day(in.Known.AsOf)},
	}
	if !all {
		return rows
	}
	if !in.Cabinet.Proprietor() {
		rows = append(rows, web.SummaryRow{Key: keyKPP, Value: i18n.Same(r.KPP)}, web.SummaryRow{Key: keyFullName, Value: i18n.Same(r.Name.Full)})
		for _, h := range r.Heads {
			if !h.Restricted {
				rows = append(rows, web.SummaryRow{Key: keyHead, Value: i18n.Same(h.Person.Full() + ", " + h.Post)})
			}
		}
	}
	return append(rows,
		web.SummaryRow{Key: keyRegistered, Value: day(r.Registered)},
		web.SummaryRow{Key: keyAddress, Value: i18n.Same(r.Address.Line())},
		web.SummaryRow{Key: keyActivity, Value: i18n.Same(r.Main.Code + " " + r.Main.Name)},
		web.SummaryRow{Key: keySource, Value: in.Known.Source},
	)
}

func (in Inside) state() i18n.Text {
	r := in.Known.Record
	switch {
	case r.HasCeased():
		return stateCeased
	case len(r.Statuses) == 0:
		return stateActive
	}
	return i18n.Same(r.Statuses[0].Name)
}

func (in Inside) ownRows() []web.SummaryRow {
	c := in.Cabinet
	rows := []web.SummaryRow{{Key: keyEmail, Value: i18n.Same(c.Email)}, {Key: keyPhone, Value: i18n.Same(c.Phone.String())}}
	if !c.Proprietor() {
		rows = append(rows, web.SummaryRow{Key: keyKPP, Value: i18n.Same(string(c.KPP))})
	}
	return rows
}

// tasks are what waits for the person in the cabinet.
func (in Inside) tasks(a actor.Actor, now time.Time) (list []web.Task) {
	for _, paper := range in.Unsigned {
		list = append(list, web.Task{Title: taskSign.With(paper.Title), Hint: taskUntil.With(i18n.Moment(paper.Until)), URL: paper.URL})
	}
	for _, c := range in.Certificates {
		if !a.Can(actor.View) || c.NotAfter.Sub(now) >= endsSoon {
			continue
		}
		task := web.Task{Title: taskCertificate.With(c.Holder), Hint: taskUntil.With(i18n.Date(c.NotAfter)), URL: in.Cabinet.Path() + "/signatures"}
		if now.After(c.NotAfter) {
			task.Title, task.Hint = taskExpired.With(c.Holder), taskExpiredDo
		}
		list = append(list, task)
	}
	if !a.Can(actor.Appoint) {
		return list
	}
	for _, g := range in.standing(now) {
		if !g.ConfirmBy.IsZero() {
			list = append(list, web.Task{Title: taskConfirm.With(g.Name), Hint: taskUntil.With(i18n.Date(g.ConfirmBy)), URL: in.Cabinet.Path() + "/people"})
		}
	}
	return list
}

// standing are the grants and invitations that hold now, past those that do not.
func (in Inside) standing(now time.Time) (list []Grant) {
	for _, g := range in.Grants {
		if g.RoleAt(now) != "" || g.Open(now) {
			list = append(list, g)
		}
	}
	return list
}

func (in Inside) past(now time.Time) (list []Grant) {
	for _, g := range in.Grants {
		if g.RoleAt(now) == "" && !g.Open(now) {
			list = append(list, g)
		}
	}
	return list
}

func (in Inside) signerRows() [][]web.Cell {
	rows := make([][]web.Cell, len(in.Signers))
	for i, s := range in.Signers {
		basis := s.Basis.Label()
		if s.Joint {
			basis = textJointBasis.With(basis)
		}
		rows[i] = []web.Cell{{Text: i18n.Same(in.Names[s.Person])}, {Text: basis}, {Text: i18n.Same(s.Post)}, {Body: web.Day(s.Since)}}
	}
	return rows
}

func grantRows(g Grant, names map[actor.PersonID]string) []web.SummaryRow {
	rows := []web.SummaryRow{
		{Key: keyTrusted, Value: i18n.Same(g.Name)},
		{Key: keySNILS, Value: i18n.Same("•••-•••-" + g.SNILSEnd)},
		{Key: keyRights, Value: g.Role.Means()},
		{Key: keyGrantState, Value: g.State.Label()},
		{Key: keyUntil, Value: lastDay(g.Until)},
		{Key: keyGrantedBy, Value: i18n.Same(names[g.By])},
	}
	if !g.ConfirmBy.IsZero() {
		rows = append(rows, web.SummaryRow{Key: keyConfirmBy, Value: textHeld.With(i18n.Date(g.ConfirmBy))})
	}
	return rows
}

func pastRows(past []Grant) [][]web.Cell {
	rows := make([][]web.Cell, len(past))
	for i, g := range past {
		ended := g.Ended
		if ended.IsZero() {
			ended = g.Until
		}
		rows[i] = []web.Cell{{Text: i18n.Same(g.Name)}, {Text: g.Role.Label()}, {Text: g.State.Label()}, {Body: web.Day(ended)}}
	}
	return rows
}

// rightColumns and rightRows draw the table of the package comment from [Role.Rights] itself.
func rightColumns() []web.Column {
	columns := []web.Column{{Label: columnRight}}
	for _, r := range Roles() {
		columns = append(columns, web.Column{Label: r.Label()})
	}
	return columns
}

func rightRows() [][]web.Cell {
	var rows [][]web.Cell
	for _, right := range []actor.Right{actor.View, actor.Draft, actor.Send, actor.Sign, actor.Appoint} {
		row := []web.Cell{{Text: rightLabel(right)}}
		for _, r := range Roles() {
			may := i18n.M("нет", "no")
			if r.May(right) {
				may = i18n.M("да", "yes")
			}
			row = append(row, web.Cell{Text: may})
		}
		rows = append(rows, row)
	}
	return rows
}

func rightLabel(r actor.Right) i18n.Text {
	switch r {
	case actor.View:
		return i18n.M("Видеть всё в кабинете", "See everything in the organisation account")
	case actor.Draft:
		return i18n.M("Готовить черновики, видеть статусы", "Prepare drafts, see statuses")
	case actor.Send:
		return i18n.M("Отправлять подписанное", "Send what is signed")
	case actor.Sign:
		return i18n.M("Подписывать", "Sign")
	case actor.Appoint:
		return i18n.M("Назначать доверенных лиц, удалять подписи", "Appoint trusted persons, remove signatures")
	}
	return i18n.Text{}
}

func certificateRows(c Certificate, now time.Time) []web.SummaryRow {
	issuer := i18n.Same(c.Issuer)
	if c.Trial {
		issuer = textTrialIssuer.With(c.Issuer)
	}
	valid := textValid.With(i18n.Date(c.NotBefore), i18n.Date(c.NotAfter))
	if now.After(c.NotAfter) {
		valid = textExpired.With(i18n.Date(c.NotAfter))
	}
	return []web.SummaryRow{
		{Key: keyIssuer, Value: issuer}, {Key: keySerial, Value: i18n.Same(c.Serial)}, {Key: keyValid, Value: valid}, {Key: keyAdded, Body: web.Day(c.Added)},
	}
}
