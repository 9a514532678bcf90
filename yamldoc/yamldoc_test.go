package yamldoc_test

import (
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/yamldoc"
)

const good = "name: join\ndays: 010\nopen: no\ntitle: {ru: Вступить, en: Join}\nitems:\n  - a\n  - b\n"

// Values are taken as they are written.
func TestRead(t *testing.T) {
	f := yamldoc.Read([]byte(good), 1000)
	top := f.Fields(f.Root(), "name", "days", "open", "title", "items", "rest?")
	if name := f.Word(top, "name"); name != "join" {
		t.Errorf("name %q", name)
	}
	if n := f.Number(top, "days", 1, 20); n != 10 {
		t.Errorf("days %d", n)
	}
	if f.Flag(top, "open") || f.Number(top, "rest", 1, 2) != 0 {
		t.Error("no is yes")
	}
	if title := f.Text(top, "title"); title.RU != "Вступить" || title.EN != "Join" {
		t.Errorf("title %+v", title)
	}
	if items := f.List(top, "items", 2); len(items) != 2 || f.Scalar(items[1]) != "b" {
		t.Errorf("items %v", items)
	}
	if p := f.Problems(); p != nil {
		t.Error(p)
	}
}

// Whatever is wrong is told with its place, in both languages.
func TestProblems(t *testing.T) {
	for name, c := range map[string]struct{ file, en, ru string }{
		"empty":           {"", "line 1, column 1: the file is empty", "файл пуст"},
		"two documents":   {"a: 1\n---\nb: 2\n", "one document", "один документ"},
		"alias":           {"name: &x a\n", "anchors and aliases", "ссылки YAML"},
		"tag":             {"name: !!str a\n", "tags", "метки YAML"},
		"unknown field":   {"name: a\ntitel: b\n", "line 2, column 1: unknown field \"titel\"", "неизвестное поле «titel»"},
		"twice":           {"name: a\nname: b\n", "was there before", "уже было"},
		"wanted":          {"days: 1\n", "field \"name\" is wanted", "нет поля «name»"},
		"no number":       {"name: a\ndays: many\n", "line 2, column 7: a whole number from 1 to 9", "целое число от 1 до 9"},
		"not text":        {"name: [a]\n", "a text is wanted", "должен быть текст"},
		"not UTF-8":       {"name: \xff\n", "not UTF-8", "UTF-8"},
		"separator":       {"name: a\u2028b\n", "line 1, column 8: a sign that ends lines", "знак конца строки"},
		"too long":        {"name: " + strings.Repeat("a", 200) + "\n", "larger than 100 bytes", "больше 100 байт"},
		"not a mapping":   {"- a\n", "fields “name: value”", "поля «имя: значение»"},
		"unreadable":      {"name: [\n", "not readable as YAML", "не читается как YAML"},
		"neither yes, no": {"name: a\nopen: maybe\n", "yes or no is wanted", "yes или no"},
	} {
		t.Run(name, func(t *testing.T) {
			f := yamldoc.Read([]byte(c.file), 100)
			if top := f.Fields(f.Root(), "name", "days?", "open?"); top != nil {
				f.Word(top, "name")
				f.Number(top, "days", 1, 9)
				f.Flag(top, "open")
			}
			p := f.Problems()
			if !strings.Contains(p.Error(), c.en) || !strings.Contains(p.RU(), c.ru) {
				t.Errorf("%s\n%s", p.Error(), p.RU())
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("a: &a [*a]\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file := yamldoc.Read(content, 1<<16)
		top := file.Fields(file.Root(), "name", "title?", "items?")
		if top != nil {
			file.Word(top, "name")
			file.Text(top, "title")
			for _, n := range file.List(top, "items", 10) {
				file.Place(n, 1, 1)
			}
		}
		if problems := file.Problems(); top == nil && problems == nil {
			t.Error("nothing was read, and nothing is said of it")
		}
	})
}
