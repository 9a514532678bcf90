package staff

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/mail"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func number(n int) text { return i18n.F("%s", "%s").With(i18n.Number(n)) }

func stateOf(h Human) text {
	if h.Locked {
		return stateClosed
	}
	return stateOpen
}

func stateKind(h Human) web.Kind {
	if h.Locked {
		return web.Danger
	}
	return web.Neutral
}

// given tells who gave a role.
func given(h Holding, names directory) text {
	if h.Confirmed == "" {
		return names.name(h.By)
	}
	return nameTwo.With(names.name(h.By), names.name(h.Confirmed))
}

// readinessRows are the findings in one state, each with the name of its check.
func readinessRows(report Report, state CheckState) []web.SummaryRow {
	var rows []web.SummaryRow
	for _, f := range report {
		if f.State == state {
			rows = append(rows, web.SummaryRow{Key: f.Title, Body: finding(f)})
		}
	}
	return rows
}

func peopleRows(list []Human) [][]web.Cell {
	rows := make([][]web.Cell, len(list))
	for i, h := range list {
		rows[i] = []web.Cell{
			{Text: same(h.Name), URL: cardPath(h.ID)},
			{Text: same(mail.Masked(h.Email))},
			{Text: levelName[h.Level]},
			{Body: web.Tag(stateKind(h), stateOf(h))},
		}
	}
	return rows
}

func cardRows(h Human) []web.SummaryRow {
	return []web.SummaryRow{
		{Key: keyState, Body: web.Tag(stateKind(h), stateOf(h))},
		{Key: keyEmail, Value: same(h.Email)},
		{Key: keyPhone, Value: same(h.Phone)},
		{Key: keyLevel, Value: levelName[h.Level]},
		{Key: keySessions, Value: number(h.Sessions)},
		{Key: keyCreated, Body: web.Time(h.Created)},
		{Key: keyID, Value: same(string(h.ID))},
	}
}

func everRows(list []Holding, names directory) [][]web.Cell {
	rows := make([][]web.Cell, len(list))
	for i, h := range list {
		until := web.Cell{Text: roleNow}
		if !h.Ended.IsZero() {
			until = web.Cell{Body: web.Day(h.Ended)}
		}
		rows[i] = []web.Cell{{Text: roleName[h.Role]}, {Body: web.Day(h.Since)}, until, {Text: given(h, names)}}
	}
	return rows
}

func proposalRows(d rolesData) [][]web.Cell {
	rows := make([][]web.Cell, len(d.proposals))
	for i, p := range d.proposals {
		rows[i] = []web.Cell{
			{Text: changeOf.With(actName[p.Act], roleName[p.Role], target(p, d.names))},
			{Text: d.names.name(p.By)},
			{Body: web.Time(p.At)},
			{Body: proposalActions(p, d)},
		}
	}
	return rows
}

// target is whom a change is about.
func target(p Proposal, names directory) text {
	if p.Act == Invite {
		return same(p.Email)
	}
	return names.name(p.Person)
}

// mayDecide reports whether the viewer may confirm or refuse the proposal.
func (d rolesData) mayDecide(p Proposal) bool {
	return d.roster.MayDecide(p, d.viewer.Person) == nil && (p.Act != Invite || p.EmailKey != d.email)
}

func heldRows(d rolesData) [][]web.Cell {
	var rows [][]web.Cell
	for _, role := range []actor.Role{actor.Owner, actor.Operator, actor.Expert, actor.Board, actor.Auditor} {
		for _, h := range d.roster {
			if h.Role != role {
				continue
			}
			row := []web.Cell{
				{Text: d.names.name(h.Person), URL: cardPath(h.Person)}, {Text: roleName[role]}, {Body: web.Day(h.Since)}, {Text: given(h, d.names)},
			}
			if d.mayChange() {
				row = append(row, web.Cell{Body: endLink(h, d)})
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func heldColumns(d rolesData) []web.Column {
	columns := []web.Column{{Label: columnPerson}, {Label: labelRole}, {Label: columnSince}, {Label: columnBy}}
	return d.withActions(columns)
}

// withActions adds the column of buttons for who may press them.
func (d rolesData) withActions(columns []web.Column) []web.Column {
	if d.mayChange() {
		columns = append(columns, web.Column{Label: columnAction, Hidden: true})
	}
	return columns
}

func sentRows(d rolesData) [][]web.Cell {
	rows := make([][]web.Cell, len(d.invitations))
	for i, inv := range d.invitations {
		rows[i] = []web.Cell{
			{Text: same(inv.Email)},
			{Text: roleName[inv.Role]},
			{Text: given(Holding{By: inv.By, Confirmed: inv.Confirmed}, d.names)},
			{Body: web.Time(inv.Expires)},
		}
		if d.mayChange() {
			rows[i] = append(rows[i], web.Cell{Body: takeBackForm(inv)})
		}
	}
	return rows
}

func lookRows(d viewsData) [][]web.Cell {
	rows := make([][]web.Cell, len(d.list))
	for i, l := range d.list {
		rows[i] = []web.Cell{
			{Body: web.Time(l.At)},
			{Text: d.names.name(l.Viewer), URL: viewsPath(l.Viewer, d.filter.subject, "")},
			{Text: d.names.name(l.Subject), URL: viewsPath(d.filter.viewer, l.Subject, "")},
			{Text: l.What},
		}
	}
	return rows
}

// filtered tells how a list of looks is narrowed, the zero text when it is not.
func (d viewsData) filtered() text {
	var viewer, subject text
	if d.filter.viewer != "" {
		viewer = filterViewer.With(d.names.name(d.filter.viewer))
	}
	if d.filter.subject != "" {
		subject = filterSubject.With(d.names.name(d.filter.subject))
	}
	switch {
	case viewer.IsZero() && subject.IsZero():
		return text{}
	case viewer.IsZero():
		return leadViewsOf.With(subject)
	case subject.IsZero():
		return leadViewsOf.With(viewer)
	}
	return leadViewsOf.With(textFilterBoth.With(viewer, subject))
}

func queueRows(s jobs.Stats) [][]web.Cell {
	rows := make([][]web.Cell, len(s.Kinds))
	for i, k := range s.Kinds {
		rows[i] = []web.Cell{
			{Text: same(k.Kind)}, {Text: number(k.Waiting)}, {Text: number(k.Running)}, {Text: number(k.Completed)}, {Text: number(k.Dead)},
		}
	}
	return rows
}

func deadRows(d jobsData) [][]web.Cell {
	rows := make([][]web.Cell, len(d.dead))
	for i, j := range d.dead {
		rows[i] = []web.Cell{
			{Text: jobName(j)}, {Text: number(j.Attempts)}, {Body: web.Time(j.Died)}, {Body: jobError(j)},
		}
		if d.mayChange {
			rows[i] = append(rows[i], web.Cell{Body: jobActions(j)})
		}
	}
	return rows
}

func deadColumns(d jobsData) []web.Column {
	columns := []web.Column{{Label: columnJob}, {Label: columnTries, Numeric: true}, {Label: columnDied}, {Label: columnError}}
	if d.mayChange {
		columns = append(columns, web.Column{Label: columnAction, Hidden: true})
	}
	return columns
}

func jobName(j jobs.DeadJob) text { return jobKindAndName.With(j.Kind, j.ID) }

func jobPath(j jobs.DeadJob) string { return jobsPath + "/" + strconv.FormatInt(j.ID, 10) }

func deadStat(n figures) web.StatSpec {
	s := web.StatSpec{Label: statDead, Value: number(n.dead), Note: noteNone, URL: jobsPath, Kind: web.Success}
	if n.dead > 0 {
		s.Note, s.Kind = noteLook, web.Danger
	}
	return s
}

func proposalStat(n figures) web.StatSpec {
	s := web.StatSpec{Label: statProposals, Value: number(n.proposals), Note: noteNone, URL: rolesPath, Kind: web.Success}
	if n.proposals > 0 {
		s.Note, s.Kind = noteDecide, web.Warning
	}
	return s
}

func ownerStat(n figures) web.StatSpec {
	s := web.StatSpec{Label: statOwners, Value: number(n.owners), Note: noteNone, URL: rolesPath, Kind: web.Success}
	if n.owners < 2 {
		s.Note, s.Kind = noteOneOwner, web.Warning
	}
	return s
}

func dutyRows(a actor.Actor) []web.SummaryRow {
	rows := make([]web.SummaryRow, len(a.Staff))
	for i, role := range a.Staff {
		rows[i] = web.SummaryRow{Key: roleName[role], Value: roleDuty[role]}
	}
	return rows
}

func journalRows(d journalData) [][]web.Cell {
	rows := make([][]web.Cell, len(d.lines))
	for i, l := range d.lines {
		seq := i18n.F("%s", "%s").With(i18n.Number(l.Seq))
		if l.Seq == 0 {
			seq = textWaiting
		}
		about := web.Cell{Text: same("—")}
		if l.Subject != "" {
			about = web.Cell{Body: journalSubject(l, d)}
		}
		rows[i] = []web.Cell{
			{Text: seq}, {Body: web.Time(l.At)}, {Body: journalActor(l, d)}, {Body: journalAction(l, d.deeds)}, about,
		}
	}
	return rows
}

// checkNotice tells what came of following the chain.
func checkNotice(c *JournalCheck) *web.Notice {
	switch {
	case c == nil:
		return nil
	case c.Damage != nil:
		return &web.Notice{Kind: web.Danger, Title: chainBroken.With(c.Damage.Seq), Text: damageText[c.Damage.What]}
	case c.Stopped && c.Sound.Seq == 0:
		return &web.Notice{Kind: web.Warning, Title: chainStopped, Text: chainNothing}
	case c.Stopped:
		return &web.Notice{Kind: web.Warning, Title: chainStopped, Text: chainStoppedTx.With(printMark(c.Sound))}
	}
	return &web.Notice{Kind: web.Success, Title: chainSound, Text: chainSoundText.With(c.Sound.Seq, printMark(c.Sound))}
}

// codeParts parts a code after each character at which a line may break, and within what is long.
func codeParts(s string) (parts []string) {
	for s != "" {
		n := strings.IndexAny(s, "._-/:=,") + 1
		if n == 0 {
			n = len(s)
		}
		if n > longestPart { // a digest has nothing at which it could break
			n = longestPart
			for !utf8.RuneStart(s[n]) {
				n--
			}
		}
		parts, s = append(parts, s[:n]), s[n:]
	}
	return parts
}

// longestPart is how many bytes of a code stand together.
const longestPart = 16
