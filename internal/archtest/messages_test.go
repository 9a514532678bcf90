package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// i18nPath is the package of the texts that people read.
const i18nPath = module + "/internal/platform/i18n"

// message is one call of i18n.M or i18n.F.
type message struct {
	at     string
	ru, en string
	format bool // made by F: takes arguments
}

// messages finds the texts of the tree but those of tests. A text that is made of data in both languages, such as one
// that an operator wrote, is not ours to judge; one that is written out in part only is a breach by itself.
func messages(t *tree) (list []message, breaches []string) {
	for _, f := range t.files {
		name, ok := i18nName(f)
		if !ok || f.test || layerOf(f.dir) == kit {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			kind := calledOf(call.Fun, name)
			if kind != "M" && kind != "F" {
				return true
			}
			m := message{at: t.at(call.Pos()), format: kind == "F"}
			if strings.HasSuffix(f.name, "_templ.go") {
				m.at = strings.TrimSuffix(f.path, "_templ.go") + ".templ"
			}
			if len(call.Args) != 2 || kind == "M" && !literal(call.Args[0]) && !literal(call.Args[1]) {
				return true
			}
			if !written(call.Args[0], &m.ru) || !written(call.Args[1], &m.en) {
				breaches = append(breaches, m.at+": the texts are not written out")
				return true
			}
			list = append(list, m)
			return true
		})
	}
	return list, breaches
}

// i18nName is what a file calls the package of the texts: "" in that package itself.
func i18nName(f *file) (name string, ok bool) {
	if f.dir == "internal/platform/i18n" {
		return "", true
	}
	for _, spec := range f.syntax.Imports {
		if spec.Path.Value != strconv.Quote(i18nPath) {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name, true
		}
		return "i18n", true
	}
	return "", false
}

// calledOf returns the name of the function of package name that is called, or "".
func calledOf(fun ast.Expr, name string) string {
	switch fun := fun.(type) {
	case *ast.Ident:
		if name == "" {
			return fun.Name
		}
	case *ast.SelectorExpr:
		if x, ok := fun.X.(*ast.Ident); ok && x.Name == name {
			return fun.Sel.Name
		}
	}
	return ""
}

// literal reports whether an argument begins as a string that is written out.
func literal(e ast.Expr) bool {
	if sum, ok := e.(*ast.BinaryExpr); ok {
		return literal(sum.X) || literal(sum.Y)
	}
	lit, ok := e.(*ast.BasicLit)
	return ok && lit.Kind == token.STRING
}

// written reads a string literal or a sum of them.
func written(e ast.Expr, into *string) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		*into += s
		return e.Kind == token.STRING && err == nil
	case *ast.BinaryExpr:
		return e.Op == token.ADD && written(e.X, into) && written(e.Y, into)
	case *ast.ParenExpr:
		return written(e.X, into)
	}
	return false
}

var (
	verb = regexp.MustCompile(`%[-+#0]*(?:\[(\d+)\])?[\d.*]*([a-zA-Z%])`)

	// latinParts are the Latin letters that a Russian text may have: examples of addresses, names of settings and of
	// commands, places of files.
	latinParts = regexp.MustCompile(`\S+@\S+|https?://\S+|\bKLASTER_[A-Z_]+|\bklaster(?: [a-z]+)+(?: [А-Я]+)?|--[a-z-]+(?: [a-z]+)?|\.ru\b|\b(?:mailto|tel):|/[a-z-]+|\.(?:sig|p7s|sgn|pem)\b|\bSHA-256\b`)
	latin      = regexp.MustCompile(`[A-Za-z][A-Za-z-]*`)
	cyrillic   = regexp.MustCompile(`[А-Яа-яЁё][А-Яа-яЁё-]*`)
	spaces     = regexp.MustCompile(`[ \x{a0}]{2,}`)
)

// latinWords are names that Russian has no letters of its own for, and what a person types into a search as it is.
func latinWords() []string {
	return []string{
		"ID", "T-ID", "QR-", "SMTP", "JPEG", "PNG", "PDF", "XML", "HTML", "JSON", "CSV", "TLS", "PostgreSQL", "clamd", "ClamAV", "console", "system", "staff",
		"CAdES-BES", "CSP", "attached", "Browser", "plug-in", "Chrome", "Firefox", "Edge", "Windows", "Linux", "macOS", "Smart", "Card", "Plugin", "Signal-COM", "Chromium", "PIN-", "ESMART", "JaCarta", "Astra",
	}
}

// cyrillicWords are Russian terms that stand for themselves in an English text, and the code that goes to the state.
func cyrillicWords() []string {
	return []string{"СНИЛС", "ИНН", "ОГРН", "ОГРНИП", "КПП", "УКЭП", "МЧД", "ЕСИА", "ФЗ", "ПП", "РФ"}
}

// judge says what is wrong with a message.
func judge(m message) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if strings.TrimSpace(m.ru) == "" || strings.TrimSpace(m.en) == "" {
		fault("a language is empty: %q, %q", m.ru, m.en)
	}
	if ru, en := verbs(m.ru), verbs(m.en); m.format && !slices.Equal(ru, en) {
		fault("the arguments differ: %v in %q, %v in %q", ru, m.ru, en, m.en)
	} else if m.format && len(ru) == 0 {
		fault("takes no argument: use i18n.M: %q", m.ru)
	}
	if !m.format && len(verbs(m.ru))+len(verbs(m.en)) > 0 && !strings.Contains(m.ru, "100%") {
		fault("has verbs but takes no arguments: use i18n.F: %q", m.ru)
	}
	bare := verb.ReplaceAllString(m.ru, "")
	for _, word := range latin.FindAllString(latinParts.ReplaceAllString(bare, ""), -1) {
		if !slices.Contains(latinWords(), word) {
			fault("the Russian text has the Latin word %q: %q", word, m.ru)
		}
	}
	for _, word := range cyrillic.FindAllString(m.en, -1) {
		if !slices.Contains(cyrillicWords(), word) {
			fault("the English text has the Russian word %q: %q", word, m.en)
		}
	}
	if strings.Contains(strings.ToLower(m.ru), "внимание!") {
		fault("shouts: %q", m.ru)
	}
	if strings.ContainsAny(m.ru, `"'`) {
		fault("has quotes of a typewriter: %q", m.ru)
	}
	for _, s := range []string{m.ru, m.en} {
		if strings.HasSuffix(s, ": ") {
			s = strings.TrimSuffix(s, " ") // goes before something
		}
		if spaces.MatchString(s) || s != strings.TrimSpace(s) {
			fault("has spaces too many: %q", s)
		}
	}
	return faults
}

// verbs lists the arguments that a format takes, in the order of the arguments: «1s 2d».
func verbs(s string) []string {
	var list []string
	next := 1
	for _, v := range verb.FindAllStringSubmatch(s, -1) {
		if v[2] == "%" {
			continue
		}
		if v[1] != "" {
			next, _ = strconv.Atoi(v[1])
		}
		list = append(list, strconv.Itoa(next)+v[2])
		next++
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Every text of the program stands in both languages, takes the same arguments in both, and is set as a printer would.
func TestMessages(t *testing.T) {
	tree, err := readTree(os.DirFS(repository(t)))
	if err != nil {
		t.Fatal(err)
	}
	list, breaches := messages(tree)
	if len(list) < 300 {
		t.Fatalf("only %d messages were found", len(list))
	}
	for _, m := range list {
		for _, fault := range judge(m) {
			breaches = append(breaches, m.at+": "+fault)
		}
	}
	slices.Sort(breaches)
	for _, b := range slices.Compact(breaches) {
		t.Error(b)
	}
}

func TestBadMessagesAreFound(t *testing.T) {
	for _, m := range []message{
		{ru: "", en: "No."},
		{ru: "Нет.", en: " "},
		{ru: "Нет %s.", en: "No.", format: true},
		{ru: "Нет %s.", en: "No %d.", format: true},
		{ru: "%[2]s %[1]s", en: "%s", format: true},
		{ru: "Нет.", en: "No.", format: true},
		{ru: "Нет %s.", en: "No %s."},
		{ru: "Ваш email.", en: "Your e-mail."},
		{ru: "Cтатус", en: "State"},
		{ru: "Вход", en: "Вход"},
		{ru: "Внимание! Нет.", en: "No."},
		{ru: `Кнопка "Да".`, en: "Yes."},
		{ru: "Да  нет.", en: "No."},
		{ru: "Да \u00a0нет.", en: "No."},
		{ru: "Да.", en: "Yes. "},
	} {
		if judge(m) == nil {
			t.Errorf("nothing was found in %+v", m)
		}
	}
	for _, m := range []message{
		{ru: "От %s до %s.", en: "From %s to %s.", format: true},
		{ru: "%[2]s у %[1]s", en: "%[1]s has %[2]s", format: true},
		{ru: "Похоже на ivanova@example.ru.", en: "Like ivanova@example.ru."},
		{ru: "Задайте KLASTER_MAIL_HOST.", en: "Set KLASTER_MAIL_HOST."},
		{ru: "Выполните klaster admin invite.", en: "Run klaster admin invite."},
		{ru: "Номер СНИЛС.", en: "The СНИЛС number."},
	} {
		if faults := judge(m); faults != nil {
			t.Errorf("%v", faults)
		}
	}
}
