package review

import (
	"errors"
	"net/http"

	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"

	"github.com/klaster-platform/klaster/internal/actor"
)

func groupPath(group string) string { return PathQueue + "/groups/" + group }

func (p *pages) groupRoutes(r *httpx.Router) {
	decide := actor.Staff(Deciders()...)
	const one = PathQueue + "/groups/{id}"
	r.Handle("POST "+PathQueue+"/groups", decide, p.gather)
	r.Handle("GET "+one, decide, p.group)
	r.Handle("POST "+one+"/prepare", decide, p.prepareGroup)
	r.Handle("POST "+one+"/sign", decide, p.signGroup)
}

// gather answers «Рассмотреть группой».
func (p *pages) gather(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, assignFields()...)
	if err != nil {
		return err
	}
	group, err := p.Gather(r.Context(), chosen(f))
	if err != nil {
		return err
	}
	return web.Redirect(w, r, groupPath(group))
}

func groupFields() []web.Input { return []web.Input{{Name: "checked", Many: true}} }

func (p *pages) group(w http.ResponseWriter, r *http.Request) error {
	return p.showGroup(w, r, web.NewForm(groupFields()...))
}

func (p *pages) showGroup(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	g, err := p.Group(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	page := web.Page{
		Title: titleGroup.With(len(g.Members)), Caption: words(g.Form.Title), Lead: leadGroup, Shell: web.Admin, Section: "applications", Form: f,
		Back: &web.Link{Label: titleQueue, URL: Slice{Side: Clean}.url()},
	}
	if r.URL.Query().Get("decided") != "" && !g.Signed.IsZero() {
		page.Banner = &web.Notice{Kind: web.Success, Text: textGroupDecided}
	}
	return show(w, r, page, groupPage(g, f))
}

func (p *pages) prepareGroup(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, groupFields()...)
	if err != nil {
		return err
	}
	err = p.PrepareGroup(r.Context(), r.PathValue("id"), f.All("checked"))
	switch {
	case errors.Is(err, ErrUnchecked):
		f.Fail("checked", ErrUnchecked.Text)
		return p.showGroup(w, r, f)
	case err != nil:
		return err
	}
	return web.Redirect(w, r, groupPath(r.PathValue("id")))
}

func (p *pages) signGroup(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	address, err := p.SignGroup(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Redirect(w, r, address)
}

// tag says where an application of a group stands.
func (m Member) tag(g Group) (web.Kind, i18n.Text) {
	switch {
	case !underReview(m.State):
		return m.State.Kind(), m.State.Label()
	case m.Waiting != nil && m.Waiting.Batch == g.ID:
		return web.Info, tagPrepared
	case m.Waiting != nil && !m.Waiting.Ready():
		return web.Warning, tagSeconding
	case m.Fits:
		return web.Success, tagFits
	}
	return web.Warning, tagAlone
}

// fitting counts the applications that a group would decide now.
func (g Group) fitting() (n int) {
	for _, m := range g.Members {
		if m.Fits {
			n++
		}
	}
	return n
}

func groupChecks(g Group) (list []web.Option) {
	for _, c := range g.Checklist {
		list = append(list, web.Option{Value: c.ID, Label: words(c.Text)})
	}
	return list
}

var (
	titleSignGroup     = i18n.F("Решения по заявлениям: %d", "Decisions on applications: %d")
	titleGroup         = i18n.F("Группа заявлений: %d", "A group of applications: %d")
	leadGroup          = i18n.M("Заявления без замечаний решаются одной подписью. Каждый заявитель получит своё решение.", "Applications without remarks are decided by one signature. Each applicant gets a decision of their own.")
	buttonGather       = i18n.M("Рассмотреть группой", "Review as a group")
	sectionDecideAll   = i18n.M("Решение по всем заявлениям", "Decision on all of them")
	labelCheckedAll    = i18n.M("Проверено в каждом заявлении", "Checked in each application")
	hintCheckedAll     = i18n.M("Ответы заявителей раскрываются ниже. Для положительных решений нужны все пункты.", "The answers of the applicants unfold below. Positive decisions need all of them.")
	buttonPrepareGroup = i18n.F("Подготовить положительные решения: %d", "Prepare positive decisions: %d")
	buttonSignGroup    = i18n.F("Подписать решения: %d", "Sign the decisions: %d")
	textGroupReady     = i18n.F("Подготовлено решений: %d. Они ждут вашей подписи.", "Decisions prepared: %d. They wait for your signature.")
	textGroupList      = i18n.M("Подписывается список, в котором стоят хеш-коды каждого решения. Он попадёт в каждое дело, и заявитель сможет проверить по нему своё решение.",
		"What is signed is a list that holds the hash codes of each decision. It goes into each file, and the applicant can check their decision by it.")
	textGroupSecond  = i18n.F("По жребию ждут второго сотрудника и из группы вышли: %d.", "By lot these wait for a second official and have left the group: %d.")
	textGroupSigned  = i18n.F("Решения группы подписаны %s.", "The decisions of the group were signed on %s.")
	textGroupDecided = i18n.M("Решения подписаны и отправлены заявителям.", "The decisions are signed and were sent to the applicants.")
	labelAnswers     = i18n.F("Ответы заявителя, № %s", "Answers of the applicant, No. %s")
	tagPrepared      = i18n.M("Решение подготовлено", "Decision prepared")
	tagSeconding     = i18n.M("Ждёт второго сотрудника", "Waits for a second official")
	tagFits          = i18n.M("Замечаний нет", "No remarks")
	tagAlone         = i18n.M("Рассмотреть отдельно", "To be reviewed alone")
)
