package partner

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/platform/durable"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/money"
	"github.com/klaster-platform/klaster/search"
)

// filed is a node that keeps its index in a file, and can be started again.
type filed struct {
	node

	path string
	log  *bytes.Buffer
}

func newFiled(t *testing.T, db *sqldb.DB, list ...Subject) *filed {
	t.Helper()
	k := &filed{node: newNode(t, db, nil, list...), path: filepath.Join(t.TempDir(), "partners.index"), log: &bytes.Buffer{}}
	k.start(db, "1.0", unclassified{})
	return k
}

// start is a start of the program: what was in memory is gone, nothing was looked for yet.
func (k *filed) start(db *sqldb.DB, maker string, classes Classifiers) {
	k.log.Reset()
	k.shelf.all, k.shelf.ones = 0, 0
	k.Module = New(Deps{
		DB: db, Log: slog.New(slog.NewTextHandler(k.log, nil)), Clock: k.time, Source: k.shelf, Classifiers: classes, BaseURL: "https://klaster.example",
		Snapshot: k.path, Maker: maker,
	})
}

func (k *filed) keeps() []byte {
	k.t.Helper()
	if err := k.keep(k.t.Context()); err != nil {
		k.t.Fatal(err)
	}
	content, err := os.ReadFile(k.path)
	if err != nil {
		k.t.Fatal(err)
	}
	return content
}

// wantLog checks the one line of the log that says something.
func (k *filed) wantLog(part string) {
	k.t.Helper()
	if got := k.log.String(); strings.Count(got, "level=WARN") != 1 || !strings.Contains(got, part) {
		k.t.Errorf("the log says %q, want one warning with %q", got, part)
	}
}

// hook is a shelf that does something before it gives one subject.
type hook struct {
	*shelf

	before func()
}

func (h hook) One(ctx context.Context, q sqldb.Querier, key string) (Subject, error) {
	h.before()
	return h.shelf.One(ctx, q, key)
}

// After a start the node answers from its file: everything is read from there, and only what was changed meanwhile from the database. What
// was changed or taken away while it did not run is never found as it was, not even while the rest is there already.
func TestANodeStartsFromItsFile(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newFiled(t, db, milling(), offer("Волга", "63", Supplier, "Литьё стальных плит", "", ForEverybody),
			offer("Тайна", "77", Supplier, "Печать деталей", "", ForEverybody))
		k.follows()
		k.keeps()

		k.start(db, "1.0", unclassified{})
		k.follows()
		k.wantRead(0, 0)
		wantFound(t, k.Service, "фрезеровка корпусов", ForEverybody, "Резец")
		wantFound(t, k.Service, "печать деталей", ForEverybody, "Тайна")
		if f, err := k.Find(t.Context(), Question{Text: "ООО «Волга»"}); err != nil || len(f.Named) != 1 || f.Named[0].Name != i18n.Same("ООО «Волга»") {
			t.Errorf("by name: %+v, %v", f.Named, err)
		}

		// The node stands still. One offer is changed, one is closed, one is taken away.
		k.shelf.put(welding(), offer("Тайна", "77", Supplier, "Печать деталей", "", ForMembers))
		delete(k.shelf.subjects, "Волга")
		k.changed("Резец", "Тайна", "Волга")
		k.start(db, "1.0", unclassified{})
		k.source = hook{k.shelf, func() {
			if _, err := k.Find(t.Context(), Question{Text: "печать деталей"}); !errors.Is(err, ErrPreparing) {
				t.Errorf("questions are answered before the changes are applied: %v", err)
			}
		}}
		k.follows()
		k.source = k.shelf
		k.wantRead(0, 3)
		wantFound(t, k.Service, "сварка рам", ForEverybody, "Резец")
		wantFound(t, k.Service, "фрезеровка", ForEverybody)
		wantFound(t, k.Service, "печать деталей", ForEverybody)
		wantFound(t, k.Service, "печать деталей", ForMembers, "Тайна")
		wantFound(t, k.Service, "литьё плит", ForMembers)

		// It goes on following, and writes what it has by then.
		k.shelf.put(milling())
		k.changed("Резец")
		k.follows()
		wantFound(t, k.Service, "фрезеровка", ForEverybody, "Резец")
		k.keeps()
		k.start(db, "1.0", unclassified{})
		k.follows()
		k.wantRead(0, 0)
		wantFound(t, k.Service, "печать деталей", ForEverybody)
		wantFound(t, k.Service, "фрезеровка", ForEverybody, "Резец")
	})
}

// An offer whose last day passed while the node did not run is read anew before questions are answered.
func TestWhatEndedMeanwhileIsReadAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		today := milling()
		today.Passages[0].Terms.Until = time.Date(2026, 11, 22, 0, 0, 0, 0, i18n.Moscow())
		k := newFiled(t, db, today)
		k.follows()
		k.keeps()
		k.start(db, "1.0", unclassified{})
		k.follows()
		k.wantRead(0, 0)
		k.time.Advance(12 * time.Hour)
		delete(k.shelf.subjects, "Резец")
		k.start(db, "1.0", unclassified{})
		k.follows()
		k.wantRead(0, 1)
		wantFound(t, k.Service, "фрезеровка", ForEverybody)
	})
}

// A file is written when something has changed, and not more often than each five minutes.
func TestTheFileIsWrittenWhenSomethingHasChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newFiled(t, db, milling())
		if _, ok := k.toSave(); ok {
			t.Error("there is something to write before the index is built")
		}
		k.follows()
		first := k.keeps()
		k.shelf.put(welding())
		k.changed("Резец")
		k.follows()
		if again := k.keeps(); !bytes.Equal(again, first) {
			t.Error("it was written again at once")
		}
		k.time.Advance(saveEvery)
		second := k.keeps()
		if bytes.Equal(second, first) {
			t.Error("what has changed was not written after five minutes")
		}
		k.time.Advance(saveEvery)
		k.follows()
		if again := k.keeps(); !bytes.Equal(again, second) {
			t.Error("what has not changed was written again")
		}
		if info, err := os.Stat(k.path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("others may read it: %v, %v", info.Mode(), err)
		}
	})
}

// A killed writer leaves the old file whole, and what it left of the new one goes at the next start.
func TestAKilledWriterLeavesTheOldFile(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newFiled(t, db, milling())
		k.follows()
		whole := k.keeps()
		remains := filepath.Join(filepath.Dir(k.path), durable.Temporary(k.path)+"1")
		if err := os.WriteFile(remains, whole[:len(whole)/2], 0o600); err != nil {
			t.Fatal(err)
		}
		k.start(db, "1.0", unclassified{})
		k.follows()
		k.wantRead(0, 0)
		if _, err := os.Stat(remains); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("what a killed writer left is there: %v", err)
		}
	})
}

// A file that is damaged, cut off, foreign or of another form, program, dictionary, database or time is not used: the index is built anew,
// and one line of the log says why.
func TestAFileThatIsNotOurs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newFiled(t, db, milling())
		k.follows()
		whole := k.keeps()
		k.shelf.put(welding()) // nobody tells of it: who answers from the file finds milling, who builds finds welding
		refused := func(what, why string, content []byte, maker string, classes Classifiers) {
			t.Helper()
			if err := os.WriteFile(k.path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			k.start(db, maker, classes)
			k.follows()
			if k.shelf.all != 1 {
				t.Errorf("%s: the index was built %d times", what, k.shelf.all)
			}
			wantFound(t, k.Service, "сварка", ForEverybody, "Резец")
			k.wantLog(why)
		}
		damaged := func(at int) []byte {
			b := bytes.Clone(whole)
			b[at] ^= 1
			return b
		}
		for _, at := range []int{len(snapshotWord), len(whole) / 3, len(whole) / 2, len(whole) - 40, len(whole) - 1} {
			refused("a damaged byte", "damaged or cut off", damaged(at), "1.0", unclassified{})
		}
		refused("half of it", "damaged or cut off", whole[:len(whole)/2], "1.0", unclassified{})
		refused("an empty file", "begins otherwise", nil, "1.0", unclassified{})
		refused("another file", "begins otherwise", []byte("SQLite format 3\x00"), "1.0", unclassified{})
		refused("a damaged beginning", "begins otherwise", damaged(2), "1.0", unclassified{})
		refused("of another program", "another version", whole, "1.1", unclassified{})
		refused("with other classes", "not a snapshot of this index", whole, "1.0", someClasses{})

		older := bytes.Clone(whole)
		older = bytes.Replace(older, []byte(`"form":2,`), []byte(`"form":1,`), 1)
		refused("of an older form", "another form", resum(older), "1.0", unclassified{})

		// Everything has changed since, or too long ago.
		k.start(db, "1.0", unclassified{})
		if err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return k.ChangedAll(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
		refused("before a change of everything", "too much has changed", whole, "1.0", unclassified{})
		k.time.Advance(snapshotAge + time.Second)
		refused("too old", "it is of 2026-11-22", whole, "1.0", unclassified{})
		k.time.Advance(-2 * snapshotAge)
		refused("of tomorrow", "it is of 2026-11-22", whole, "1.0", unclassified{})
	})
}

// someClasses is an installation whose classifier was imported after the file was written.
type someClasses struct{}

func (someClasses) Classes(context.Context, sqldb.Querier) (activities, products []search.Class, err error) {
	return []search.Class{{Code: "25.62", Name: "Обработка металлических изделий механическая"}}, nil, nil
}

// A database that was brought back from a copy does not know what the file has that came after the copy.
func TestAFileOfAStateThatWasGivenUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newFiled(t, db, milling())
		k.follows()
		k.keeps()
		h, _ := headOf(t, k.path)
		if err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
			_, err := tx.Exec(t.Context(), `DELETE FROM partner_change WHERE id = $1`, h.Anchor)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		k.shelf.put(welding())
		k.start(db, "1.0", unclassified{})
		k.follows()
		wantFound(t, k.Service, "сварка", ForEverybody, "Резец")
		k.wantLog("a state that was given up")
	})
}

// While the database does not answer, nothing is found and the file is not given up.
func TestTheFileWaitsForTheDatabase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newFiled(t, db, milling())
		k.follows()
		k.keeps()
		k.shelf.put(welding())
		k.changed("Резец")
		k.start(db, "1.0", unclassified{})
		k.shelf.broken = errors.New("out of order")
		if err := k.follow(t.Context()); !errors.Is(err, k.shelf.broken) {
			t.Fatal(err)
		}
		if _, err := k.Find(t.Context(), Question{Text: "фрезеровка"}); !errors.Is(err, ErrPreparing) {
			t.Errorf("the old state is found: %v", err)
		}
		k.shelf.broken = nil
		k.follows()
		k.wantRead(0, 2)
		wantFound(t, k.Service, "сварка", ForEverybody, "Резец")
		wantFound(t, k.Service, "фрезеровка", ForEverybody)
	})
}

// Anchors tell other nodes nothing, and are swept with the rest.
func TestAnchorsAreNoChanges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newFiled(t, db, milling())
		other := k.another(db, nil)
		if err := errors.Join(k.follow(t.Context()), other.follow(t.Context())); err != nil {
			t.Fatal(err)
		}
		k.keeps()
		if err := errors.Join(k.follow(t.Context()), other.follow(t.Context())); err != nil {
			t.Fatal(err)
		}
		k.wantRead(2, 0)
		h, _ := headOf(t, k.path)
		k.time.Advance(keepChanges + time.Second)
		if err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
			if err := k.sweep(t.Context(), tx, sweep{}); err != nil {
				return err
			}
			known, err := hasChange(t.Context(), tx, h.Anchor)
			if known {
				t.Error("the anchor stays for ever")
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// Nothing of a subject is lost on the way through the file.
func TestASubjectIsSavedWhole(t *testing.T) {
	rubles := money.Kopecks
	want := Subject{
		Key: "1", Kind: KindMeasure, Name: i18n.Raw("Мера", "Measure"), URL: "/x", INN: "77", Region: "77", Status: "partner",
		Passages: []Passage{{
			ID: "p", Form: FormMeasure, Role: Support, Title: "<Заголовок> & \u2028", Text: "Текст\n", Codes: []string{"25.62"}, For: ForMembers,
			Terms: Terms{
				Money: Span[money.Amount]{rubles(-150), rubles(7)}, Volume: Span[int64]{1, 1 << 60}, Unit: "кг", TRL: Span[int64]{3, 4}, Days: 5,
				Until: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC),
			},
		}},
	}
	c := newCatalogue(nil)
	if err := c.put([]Subject{want}, nil); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "index")
	if err := durable.Write(path, 0o600, still{head{Form: snapshotForm}, c.texts, c.names, c.subjects}.write); err != nil {
		t.Fatal(err)
	}
	_, parts := headOf(t, path)
	got := newCatalogue(nil)
	if err := got.fill(parts); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]Subject{"1": want}, got.subjects, cmp.Comparer(func(a, b i18n.Text) bool { return a == b }), cmp.Comparer(func(a, b money.Amount) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(slices.Sorted(maps.Keys(got.numbers)), slices.Sorted(maps.Keys(c.numbers))) {
		t.Errorf("numbers %v, want %v", got.numbers, c.numbers)
	}
}

func headOf(tb testing.TB, path string) (head, []*io.SectionReader) {
	tb.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	h, parts, err := readHead(bytes.NewReader(content))
	if err != nil {
		tb.Fatal(err)
	}
	return h, parts
}

// resum gives a changed file the sum that it would have had.
func resum(file []byte) []byte {
	w := &summed{w: io.Discard, sum: sha256.New()}
	body := file[:len(file)-32]
	w.Write(body) //nolint:errcheck // nothing is written
	return append(bytes.Clone(body), w.sum.Sum(nil)...)
}

// FuzzSnapshot reads changed files, as they are and with the right sum: each is refused as what it is, or fills a catalogue that answers.
func FuzzSnapshot(f *testing.F) {
	c := newCatalogue(nil)
	if err := c.put([]Subject{milling(), offer("Тайна", "", Investor, "Вклад", "", ForMembers)}, []string{"x"}); err != nil {
		f.Fatal(err)
	}
	var whole bytes.Buffer
	if err := (still{head{Form: snapshotForm, Applied: map[string]time.Time{"1": {}}}, c.texts, c.names, c.subjects}).write(&whole); err != nil {
		f.Fatal(err)
	}
	f.Add(whole.Bytes())
	var noted bytes.Buffer
	if err := (still{head{Form: snapshotForm}, c.texts, c.names, c.subjects}).write(&noted); err != nil { // its "applied" is null
		f.Fatal(err)
	}
	f.Add(noted.Bytes())
	f.Add([]byte(snapshotWord + `{"form":1,"parts":[0,0,0]}` + "\x1a\x00\x00\x00" + strings.Repeat("s", 32)))
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, content := range [][]byte{file, resum(append(bytes.Clone(file), make([]byte, max(0, 32-len(file)))...))} {
			h, parts, err := readHead(bytes.NewReader(content))
			got := newCatalogue(nil)
			if err == nil {
				h.Applied["a change"] = time.Time{} // what is applied next is noted there
				err = got.fill(parts)
			}
			if err != nil {
				if !errors.Is(err, errSnapshot) {
					t.Errorf("the error is of another kind: %v", err)
				}
				continue
			}
			found := got.find(Question{Text: "фрезеровка корпусов", Audience: ForMembers}, sunday(t))
			if _, err := json.Marshal(found.Facets); err != nil {
				t.Error(err)
			}
		}
	})
}
