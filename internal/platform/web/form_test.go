package web_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// The summary follows the page, whatever order the checks ran in; what concerns the whole form comes first.
func TestErrorSummaryFollowsThePage(t *testing.T) {
	inputs := append([]web.Input{{Name: "email"}}, web.DateInputs("birth")...)
	f := web.NewForm(append(inputs, web.Input{Name: "phone"})...)
	f.Fail("phone", i18n.M("телефон", "phone"))
	f.Fail("birth", i18n.M("дата", "date"))
	f.Fail("email", i18n.M("почта", "e-mail"))
	f.Fail("email", i18n.M("вторая причина", "second reason"))
	f.FailForm(i18n.M("всё", "all"))

	root := parse(t, web.ErrorSummary(f), context.Background())
	var got []string
	for _, li := range all(root, "li") {
		href := ""
		if a := first(li, "a"); a != nil {
			href = attr(a, "href")
		}
		got = append(got, text(li)+" "+href)
	}
	want := []string{"всё ", "почта #f-email", "дата #f-birth", "телефон #f-phone"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNoSummaryWithoutErrors(t *testing.T) {
	if got := render(t, web.ErrorSummary(web.NewForm()), context.Background()); got != "" {
		t.Errorf("a form without errors has a summary: %s", got)
	}
}

// A secret goes to the use case and nowhere else: not to the page, not to the log.
func TestASecretIsNeverRepeated(t *testing.T) {
	const secret = "Tr0ub4dor&3"
	f, err := web.ReadForm(post("name=Anna&password="+strings.ReplaceAll(secret, "&", "%26"), urlencoded), fields...)
	if err != nil {
		t.Fatal(err)
	}
	if f.Get("password") != secret {
		t.Fatalf("the use case gets %q", f.Get("password"))
	}
	f.Fail("password", i18n.M("слишком простой", "too simple"))
	spec := web.FieldSpec{Name: "password", Label: i18n.M("Пароль", "Password")}
	page := render(t, web.PasswordField(f, spec), context.Background()) + render(t, web.Field(f, spec), context.Background()) +
		render(t, web.CodeField(f, spec), context.Background())
	for name, s := range map[string]string{
		"page": page, "%v": fmt.Sprintf("%v", f), "%+v": fmt.Sprintf("%+v", f), "%#v": fmt.Sprintf("%#v", f), "slog": f.LogValue().String(),
	} {
		if strings.Contains(s, "Tr0ub") {
			t.Errorf("%s repeats the secret", name)
		}
		if name != "page" && strings.Contains(s, "Anna") {
			t.Errorf("%s repeats what was typed: %s", name, s)
		}
	}
}

func TestFieldsKeepWhatWasTyped(t *testing.T) {
	f := web.NewForm(web.Input{Name: "q"}, web.Input{Name: "box", Many: true})
	f.Set("q", `"><script>x</script>`)
	f.Set("box", "b")
	f.Fail("q", i18n.M("не так", "wrong"))
	root := parse(t, web.Field(f, web.FieldSpec{Name: "q", Label: i18n.M("Вопрос", "Question"), Hint: i18n.M("Кратко", "Briefly")}), context.Background())
	input := first(root, "input")
	if attr(input, "value") != `"><script>x</script>` || first(root, "script") != nil {
		t.Errorf("value %q", attr(input, "value"))
	}
	if attr(input, "aria-describedby") != "f-q-hint f-q-error" || attr(input, "aria-invalid") != "true" {
		t.Errorf("described by %q, invalid %q", attr(input, "aria-describedby"), attr(input, "aria-invalid"))
	}
	boxes := web.Checkboxes(f, web.ChoiceSpec{Name: "box", Label: i18n.M("Темы", "Topics"), Options: []web.Option{
		{Value: "a", Label: i18n.M("А", "A")}, {Value: "b", Label: i18n.M("Б", "B")},
	}})
	for _, in := range all(parse(t, boxes, context.Background()), "input") {
		if has(in, "checked") != (attr(in, "value") == "b") {
			t.Errorf("box %q: checked %v", attr(in, "value"), has(in, "checked"))
		}
	}
}
