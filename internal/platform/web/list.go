package web

import (
	"context"

	"github.com/a-h/templ"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

func (s TaskState) class() string {
	return [...]string{"todo", "doing", "done", "blocked", "mend"}[s]
}

func (t Task) label() i18n.Text {
	if !t.Label.IsZero() {
		return t.Label
	}
	return [...]i18n.Text{textTodo, textDoing, textDone, textBlocked, textMend}[t.State]
}

func sorted(c Column) templ.Attributes {
	if c.Sorted == "" {
		return nil
	}
	return templ.Attributes{"aria-sort": c.Sorted}
}

// cellLabel names the column where a row is drawn as a card. A column whose name is only heard needs none there.
func cellLabel(ctx context.Context, c Column) templ.Attributes {
	if c.Hidden {
		return nil
	}
	return templ.Attributes{"data-label": tr(ctx, c.Label)}
}

func sortIcon(c Column) string {
	switch c.Sorted {
	case "ascending":
		return "arrow-up"
	case "descending":
		return "arrow-down"
	}
	return "chevrons-up-down"
}

func (s PageSpec) label() i18n.Text {
	if s.Label.IsZero() {
		return textPages
	}
	return s.Label
}

// numbers are the pages to offer: the first, the last, this one and its neighbours; 0 stands for a gap.
func (s PageSpec) numbers() []int {
	var out []int
	for n := 1; n <= s.Total; n++ {
		near := n >= s.Current-1 && n <= s.Current+1
		switch {
		case near || n == 1 || n == s.Total:
			out = append(out, n)
		case out[len(out)-1] != 0:
			out = append(out, 0)
		}
	}
	return out
}

func currentPage(s PageSpec, n int) templ.Attributes {
	if n == s.Current {
		return templ.Attributes{"aria-current": "page"}
	}
	return nil
}

func currentTab(t Tab) templ.Attributes {
	if t.Current {
		return templ.Attributes{"aria-current": "page"}
	}
	return nil
}
