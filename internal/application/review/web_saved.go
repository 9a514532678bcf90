package review

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

const pathViews = PathQueue + "/views"

// viewRoutes are open to all who see the queue: views of one's own change nothing for others.
func (p *pages) viewRoutes(r *httpx.Router) {
	read := actor.Staff(Readers()...)
	r.Handle("GET "+pathViews, read, p.views)
	r.Handle("POST "+pathViews, read, p.saveView)
	r.Handle("POST "+pathViews+"/{view}/rename", read, p.renameView)
	r.Handle("POST "+pathViews+"/{view}/drop", read, p.dropView)
}

// viewInputs are the fields of the form that saves a view: its name, and the slice that the page shows.
func viewInputs() []web.Input {
	return []web.Input{
		{Name: "name", Max: MaxViewName},
		{Name: "shared", Max: 3},
		{Name: "side", Max: 20},
		{Name: "service", Max: 40},
		{Name: "whose", Max: 20},
		{Name: "left", Max: 20},
		{Name: "words", Max: maxWords},
	}
}

func (p *pages) saveView(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, viewInputs()...)
	if err != nil {
		return err
	}
	v := url.Values{}
	for _, name := range []string{"side", "service", "whose", "left", "words"} {
		v.Set(name, f.Get(name))
	}
	s := sliceOf(v)
	if f.OK() {
		err := p.SaveView(r.Context(), f.Get("name"), s, f.Get("shared") != "")
		if err == nil {
			return web.Redirect(w, r, s.url()+"&saved=1")
		}
		if err := failed(f, "name", err); err != nil {
			return err
		}
	}
	return p.showQueue(w, r, s, f)
}

// failed shows at a field why it was refused; another error it returns.
func failed(f *web.Form, field string, err error) error {
	refused, ok := errors.AsType[*fault.Fault](err)
	if !ok || refused.Kind != fault.Invalid && refused.Kind != fault.Conflict {
		return err
	}
	f.Fail(field, refused.Text)
	return nil
}

func (p *pages) views(w http.ResponseWriter, r *http.Request) error {
	return p.showViews(w, r, "", nil)
}

// showViews shows the views to be renamed and deleted; f is the form of one of them with what is wrong.
func (p *pages) showViews(w http.ResponseWriter, r *http.Request, view string, f *web.Form) error {
	var list []View
	if err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		list, err = p.Views(r.Context(), q)
		return err
	}); err != nil {
		return err
	}
	page := web.Page{Title: titleViews, Lead: leadViews, Shell: web.Admin, Section: "applications", Back: &web.Link{Label: titleQueue, URL: PathQueue}, Form: f}
	switch q := r.URL.Query(); {
	case q.Get("renamed") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textViewRenamed}
	case q.Get("dropped") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textViewDropped}
	}
	forms := make([]*web.Form, len(list))
	for i, v := range list {
		if v.ID == view && f != nil {
			forms[i] = f
			continue
		}
		forms[i] = web.NewForm(web.Input{Name: nameOf(v.ID)})
		forms[i].Set(nameOf(v.ID), v.Name)
	}
	return show(w, r, page, viewsView(list, forms, mayDecide(actor.From(r.Context()))))
}

// nameOf is the field with the name of a view: several stand on a page.
func nameOf(view string) string { return "name-" + view }

func (p *pages) renameView(w http.ResponseWriter, r *http.Request) error {
	view := r.PathValue("view")
	f, err := web.ReadForm(r, web.Input{Name: nameOf(view), Max: MaxViewName})
	if err != nil {
		return err
	}
	if f.OK() {
		err := p.RenameView(r.Context(), view, f.Get(nameOf(view)))
		if err == nil {
			return web.Redirect(w, r, pathViews+"?renamed=1")
		}
		if err := failed(f, nameOf(view), err); err != nil {
			return err
		}
	}
	return p.showViews(w, r, view, f)
}

func (p *pages) dropView(w http.ResponseWriter, r *http.Request) error {
	view := r.PathValue("view")
	if _, err := web.ReadForm(r, web.Input{Name: nameOf(view), Max: MaxViewName}); err != nil { // the name stands beside the button
		return err
	}
	if err := p.DropView(r.Context(), view); err != nil {
		return err
	}
	return web.Redirect(w, r, pathViews+"?dropped=1")
}

// same reports whether two slices show the same applications.
func (s Slice) same(other Slice) bool {
	s.Page, other.Page = 0, 0
	return s == other
}

var (
	sectionSave     = i18n.M("Сохранить этот вид", "Save this view")
	textSave        = i18n.M("Под названием сохранятся открытый список и отбор. Свой вид с тем же названием будет заменён.", "The list and the filter are saved under the name. A view of your own of the same name is replaced.")
	labelViewName   = i18n.M("Название вида", "Name of the view")
	labelShared     = i18n.M("Общий: увидят все, кто работает с заявлениями", "Shared: all who work with applications see it")
	buttonSaveView  = i18n.M("Сохранить вид", "Save the view")
	textViewSaved   = i18n.M("Вид сохранён.", "The view was saved.")
	labelViews      = i18n.M("Сохранённые виды", "Saved views")
	linkViews       = i18n.M("Изменить список видов", "Change the list of views")
	titleViews      = i18n.M("Сохранённые виды заявлений", "Saved views of applications")
	leadViews       = i18n.M("Вид — это список с отбором под названием. Свои виды видите только вы, общие — все, кто работает с заявлениями.", "A view is a list with a filter under a name. Only you see your own; shared ones are seen by all who work with applications.")
	tagShared       = i18n.M("общий", "shared")
	noViews         = i18n.M("Видов пока нет", "No views yet")
	noViewsHow      = i18n.M("Отберите заявления в списке и нажмите «Сохранить этот вид».", "Filter applications in the list and press “Save this view”.")
	buttonRename    = i18n.M("Переименовать", "Rename")
	buttonDropView  = i18n.M("Удалить", "Delete")
	linkOpenView    = i18n.M("Открыть список", "Open the list")
	textViewRenamed = i18n.M("Вид переименован.", "The view was renamed.")
	textViewDropped = i18n.M("Вид удалён.", "The view was deleted.")
	wholeList       = i18n.M("без отбора", "without a filter")
)

// says is what a slice shows, in words.
func (s Slice) says() i18n.Text {
	list := []i18n.Text{sideTexts[s.Side]}
	for _, chosen := range []struct {
		options []web.Option
		value   string
	}{{whoseOptions, string(s.Whose)}, {leftOptions, string(s.Left)}} {
		for _, o := range chosen.options {
			if o.Value == chosen.value {
				list = append(list, o.Label)
			}
		}
	}
	for _, typed := range []string{s.Service, s.Words} {
		if typed != "" {
			list = append(list, i18n.Same(typed))
		}
	}
	if !s.filtered() {
		list = append(list, wholeList)
	}
	return joined(list)
}

func joined(list []i18n.Text) i18n.Text {
	out := list[0]
	for _, t := range list[1:] {
		out = i18n.Raw(out.In(i18n.Russian)+" · "+t.In(i18n.Russian), out.In(i18n.English)+" · "+t.In(i18n.English))
	}
	return out
}
