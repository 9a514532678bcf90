package review

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// maxWords is the length of what is searched for.
const maxWords = 100

// sliceOf reads a slice from an address; what it does not know counts as nothing.
func sliceOf(v url.Values) Slice {
	s := Slice{Side: Side(v.Get("side")), Service: v.Get("service"), Whose: Whose(v.Get("whose")), Left: Left(v.Get("left")), Words: v.Get("words")}.sound()
	s.Page, _ = strconv.Atoi(v.Get("page"))
	return s
}

// sound is a slice of which each part is one that there is, whoever wrote it and when: what is none counts as nothing.
func (s Slice) sound() Slice {
	s.Page, s.Words = 0, strings.TrimSpace(s.Words)
	if !slices.Contains([]Side{Check, Clean, Done}, s.Side) {
		s.Side = Check
	}
	if !known(whoseOptions, string(s.Whose)) {
		s.Whose = Anybody
	}
	if !known(leftOptions, string(s.Left)) {
		s.Left = AnyTime
	}
	if r := []rune(s.Words); len(r) > maxWords {
		s.Words = string(r[:maxWords])
	}
	if !serviceKey.MatchString(s.Service) {
		s.Service = ""
	}
	return s
}

// serviceKey is the form of the key of a service.
var serviceKey = regexp.MustCompile(`^[a-z][a-z0-9_]{1,31}$`)

func known(options []web.Option, value string) bool {
	return slices.ContainsFunc(options, func(o web.Option) bool { return o.Value == value })
}

// url is the address of a slice, page its pages.
func (s Slice) url() string { return s.page(s.Page) }

func (s Slice) page(n int) string {
	v := url.Values{"side": {string(s.Side)}}
	for name, value := range map[string]string{"service": s.Service, "whose": string(s.Whose), "left": string(s.Left), "words": s.Words} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if n > 1 {
		v.Set("page", strconv.Itoa(n))
	}
	return PathQueue + "?" + v.Encode()
}

// filtered reports whether a slice leaves something out beside the sides.
func (s Slice) filtered() bool {
	return s.Service != "" || s.Whose != Anybody || s.Left != AnyTime || s.Words != ""
}

func (s Slice) form() *web.Form {
	f := web.NewForm(web.Input{Name: "words"}, web.Input{Name: "left"}, web.Input{Name: "whose"}, web.Input{Name: "service"})
	f.Set("words", s.Words)
	f.Set("left", string(s.Left))
	f.Set("whose", string(s.Whose))
	f.Set("service", s.Service)
	return f
}

func (p *pages) queue(w http.ResponseWriter, r *http.Request) error {
	return p.showQueue(w, r, sliceOf(r.URL.Query()), web.NewForm(viewInputs()...))
}

// showQueue shows a slice; f is the form that saves it as a view.
func (p *pages) showQueue(w http.ResponseWriter, r *http.Request, s Slice, f *web.Form) error {
	values := r.URL.Query()
	shelf, err := p.Queue(r.Context(), s)
	if err != nil {
		return err
	}
	page := web.Page{Title: titleQueue, Lead: leadQueue, Shell: web.Admin, Section: "applications", Form: f}
	switch n, err := strconv.Atoi(values.Get("assigned")); {
	case err != nil && values.Get("saved") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textViewSaved}
	case err != nil:
	case n == 0:
		page.Banner = &web.Notice{Kind: web.Warning, Text: textNoneTaken}
	default:
		page.Banner = &web.Notice{Kind: web.Success, Text: textTaken.With(n)}
	}
	return show(w, r, page, queueView(shelf, s, values.Get("all") != "", f, actor.From(r.Context())))
}

// assignFields are the fields of the form that the table of the queue stands in.
func assignFields() []web.Input {
	return []web.Input{{Name: "case", Many: true}, {Name: "to", Max: 64}, {Name: "back", Max: 2000}}
}

// chosen are the applications whose boxes were ticked.
func chosen(f *web.Form) (list []actor.CaseID) {
	for _, one := range f.All("case") {
		if len(list) < shelfLength {
			list = append(list, actor.CaseID(one))
		}
	}
	return list
}

// backTo is where a form of the queue came from: a page of this room, whatever the form says.
func backTo(f *web.Form) string {
	back := f.Get("back")
	if u, err := url.Parse(back); err == nil && u.Host == "" && u.Scheme == "" && (u.Path == PathQueue || strings.HasPrefix(u.Path, PathQueue+"/")) {
		return back
	}
	return PathQueue
}

// assign answers «Взять на рассмотрение».
func (p *pages) assign(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, assignFields()...)
	if err != nil {
		return err
	}
	return p.assigned(w, r, f, "")
}

// hand answers «Передать»: to whom, the form says.
func (p *pages) hand(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, assignFields()...)
	switch {
	case err != nil:
		return err
	case f.Get("to") == "":
		return ErrNobody
	}
	return p.assigned(w, r, f, actor.PersonID(f.Get("to")))
}

func (p *pages) assigned(w http.ResponseWriter, r *http.Request, f *web.Form, to actor.PersonID) error {
	n, err := p.Assign(r.Context(), chosen(f), to)
	if err != nil {
		return err
	}
	back := backTo(f)
	if strings.HasPrefix(back, PathQueue+"/") {
		return web.Redirect(w, r, back)
	}
	u, _ := url.Parse(back) // it was parsed before
	v := u.Query()
	v.Set("assigned", strconv.Itoa(n))
	return web.Redirect(w, r, PathQueue+"?"+v.Encode())
}

// Options of the filters.
var (
	textMostDone = i18n.F("Здесь последние решённые заявления, %d. Остальные найдите по имени, ИНН или номеру.", "These are the %d that were decided last. Find others by name, ИНН or number.")

	aPerson     = i18n.M("Физическое лицо", "A person")
	nameGone    = i18n.M("Учётная запись удалена", "The account was deleted")
	leftOptions = []web.Option{
		{Value: string(Late), Label: i18n.M("Просрочено", "Late")},
		{Value: string(Soon), Label: i18n.M("Осталось три рабочих дня или меньше", "Three working days or fewer")},
		{Value: string(Ample), Label: i18n.M("Осталось больше трёх рабочих дней", "More than three working days")},
	}
	whoseOptions = []web.Option{
		{Value: string(Mine), Label: i18n.M("Рассматриваю я", "I review them")},
		{Value: string(Nobody), Label: i18n.M("Никто не рассматривает", "Nobody reviews them")},
		{Value: string(Prepared), Label: i18n.M("Ждут моей подписи", "They wait for my signature")},
		{Value: string(Seconding), Label: i18n.M("Ждут второго сотрудника", "They wait for a second official")},
		{Value: string(Applicant), Label: i18n.M("Ждут ответа заявителя", "They wait for the applicant")},
	}
)

func officialOptions(list []Official) (options []web.Option) {
	for _, o := range list {
		options = append(options, web.Option{Value: string(o.Person), Label: i18n.Same(o.Name)})
	}
	return options
}

// serviceOptions are the services that one may apply for, and the one that is chosen: it may have ended.
func serviceOptions(shelf Shelf, s Slice) (options []web.Option) {
	for _, f := range shelf.Services {
		options = append(options, web.Option{Value: f.Key, Label: words(f.Title)})
	}
	if s.Service != "" && !known(options, s.Service) {
		options = append(options, web.Option{Value: s.Service, Label: i18n.Same(s.Service)})
	}
	return options
}

// currentView marks the view that is shown.
func currentView(shown bool) templ.Attributes {
	if !shown {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

func sideTabs(shelf Shelf, s Slice) (tabs []web.Tab) {
	for _, side := range []Side{Check, Clean, Done} {
		to := s
		to.Side, to.Page = side, 0
		tabs = append(tabs, web.Tab{Label: sideTexts[side], URL: to.url(), Current: side == s.Side, Count: shelf.Counts[side]})
	}
	return tabs
}

func queueTable(shelf Shelf, s Slice, all bool, a actor.Actor) web.TableSpec {
	choose := mayDecide(a) && s.Side != Done
	t := web.TableSpec{Caption: sideTexts[s.Side], CaptionHidden: true}
	if choose {
		t.Columns = append(t.Columns, web.Column{Label: columnChoose, Hidden: true})
	}
	t.Columns = append(t.Columns, web.Column{Label: keyApplicant})
	if s.Side == Done {
		t.Columns = append(t.Columns, web.Column{Label: sectionDecide})
	} else {
		t.Columns = append(t.Columns, web.Column{Label: columnTerm}, web.Column{Label: columnStep})
	}
	t.Columns = append(t.Columns, web.Column{Label: columnReviewer}, web.Column{Label: buttonOpen, Hidden: true})
	for _, r := range shelf.Rows {
		var row []web.Cell
		if choose {
			row = append(row, web.Cell{Body: web.RowCheckbox("case", string(r.ID), labelChoose.With(r.Number), all)})
		}
		row = append(row, web.Cell{Body: applicantCell(r)}, web.Cell{Body: termCell(r)})
		if s.Side != Done {
			row = append(row, web.Cell{Body: stepCell(r)})
		}
		reviewer := i18n.Same(r.ReviewerName)
		if r.ReviewerName == "" {
			reviewer = valueNobody
		}
		t.Rows = append(t.Rows, append(row, web.Cell{Text: reviewer}, web.Cell{Body: openCell(r)}))
	}
	return t
}
