package web

import (
	"context"

	"github.com/a-h/templ"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Shell is the frame around a page.
type Shell uint8

// The shells.
const (
	Public  Shell = iota // header, page, footer
	Cabinet              // with the sections of the cabinet and the profile switcher at the side
	Admin                // with the sections of the administration at the side
)

// Kind is what a tag or a notice means. Each has its colour and its shape, and always comes with words.
type Kind uint8

// The kinds.
const (
	Neutral Kind = iota // nothing to do: «Черновик»
	Info                // under way: «На рассмотрении»
	Success             // done well: «Одобрено»
	Warning             // waits for the reader: «Нужны уточнения»
	Danger              // refused or failed: «Отказано»
)

func (k Kind) class() string {
	return [...]string{"neutral", "info", "success", "warning", "danger"}[k]
}

// Link is a link to a page.
type Link struct {
	Label i18n.Text
	URL   string    // a path of this site without language, or a whole address
	About i18n.Text // what only a screen reader says after the label: «Изменить» + «телефон»
}

// Notice is a message about the page as a whole.
type Notice struct {
	Kind  Kind
	Title i18n.Text
	Text  i18n.Text
	Link  *Link
}

// Page describes a page to [Layout].
type Page struct {
	Title       i18n.Text // the h1 and the first part of <title>
	Lead        i18n.Text // one or two sentences under the h1
	Caption     i18n.Text // the name of the thing that the page belongs to, above the h1
	Description i18n.Text // for search engines and previews
	Back        *Link     // where «Назад» leads; nil leaves it out
	Crumbs      []Link    // the way from the start page, instead of Back
	Section     string    // the key of the section in the navigation
	Shell       Shell
	Form        *Form // its errors are summed up above the h1
	Failed      bool  // <title> starts with «Ошибка: »; set by itself when Form has errors
	Banner      *Notice
	NoIndex     bool            // search engines leave the page out; pages of cabinets and of the administration always do
	OwnHeading  bool            // the page draws its h1 itself: the question of a form, a panel
	Alone       string          // a name: the page has a content policy or scripts of its own and is loaded whole, as is the next one
	Narrow      bool            // a sheet of paper of reading width with the heading on it: forms, articles, one question
	Aside       templ.Component // beside the page where there is room, after it where there is none
	AsideFirst  bool            // before the page where there is no room, because it says what the page is about
}

// assets is what the script of navigation compares: pages that differ in it are loaded whole.
func (p Page) assets() string {
	if p.Alone == "" {
		return AssetsVersion()
	}
	return AssetsVersion() + "+" + p.Alone
}

func (p Page) failed() bool { return p.Failed || p.Form != nil && !p.Form.OK() }

var (
	errorPrefix = i18n.M("Ошибка: ", "Error: ")
	titleEnd    = " — "
)

// fullTitle is the text of <title>: what the page is, then whose it is.
func (p Page) fullTitle(ctx context.Context) string {
	t := tr(ctx, p.Title)
	if p.failed() {
		t = tr(ctx, errorPrefix) + t
	}
	if name := tr(ctx, ViewOf(ctx).Site.Name); name != "" && name != t {
		t += titleEnd + name
	}
	return t
}

func (p Page) noIndex() bool { return p.NoIndex || p.Shell != Public || p.failed() }
