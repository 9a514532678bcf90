package partner

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/embedding"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// oracle is a service of vectors on loopback. It writes down all that reaches it, and does what the test says.
type oracle struct {
	t      *testing.T
	url    string
	client *outbound.Client

	mu       sync.Mutex
	requests []string // heads and bodies, whole
	texts    []string
	behave   func(w http.ResponseWriter, texts []string) // nil: it answers well
}

// meanings are words of one meaning: what has one of them points in its direction.
func meanings() [][]string {
	return [][]string{{"помп", "насос", "нагнетател"}, {"фрезеров", "фрезер", "механообработ"}, {"теплиц", "агрокомплекс"}}
}

const oracleSize = 24

// vectorFor is the vector of a text: of its meaning, if it has one, and a little of chance.
func vectorFor(text string) []float32 {
	h := fnv.New64()
	h.Write([]byte(text)) //nolint:errcheck // a hash does not fail
	r := rand.New(rand.NewPCG(h.Sum64(), 1))
	v := make([]float32, oracleSize)
	for i := range v {
		v[i] = float32(r.NormFloat64()) / 4
	}
	for i, words := range meanings() {
		if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(strings.ToLower(text), w) }) {
			v[i] += 6
		}
	}
	return v
}

func newOracle(t *testing.T) *oracle {
	t.Helper()
	o := &oracle{t: t}
	server := httptest.NewServer(http.HandlerFunc(o.serve))
	t.Cleanup(server.Close)
	o.url = server.URL
	client, err := outbound.New(outbound.Config{UserAgent: "Klaster/test", Clock: clock.System{}, Allow: []string{"embedding=" + server.URL}})
	if err != nil {
		t.Fatal(err)
	}
	o.client = client
	t.Cleanup(client.Close)
	return o
}

func (o *oracle) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // whoever asked has gone
	}
	var asked struct{ Input []string }
	if err := json.Unmarshal(body, &asked); err != nil {
		o.t.Errorf("%s: %v", body, err)
	}
	o.mu.Lock()
	o.requests = append(o.requests, fmt.Sprint(r.Method, " ", r.URL, " ", r.Header, " ", string(body)))
	o.texts = append(o.texts, asked.Input...)
	behave := o.behave
	o.mu.Unlock()
	if behave == nil {
		behave = answerWell
	}
	behave(w, asked.Input)
}

func answerWell(w http.ResponseWriter, texts []string) {
	type one struct {
		Index     int       `json:"index"`
		Embedding []float32 `json:"embedding"`
	}
	var list []one
	for i, text := range texts {
		list = append(list, one{i, vectorFor(text)})
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"data": list}) // whoever asked has gone
}

// does has the oracle behave so from now on.
func (o *oracle) does(behave func(w http.ResponseWriter, texts []string)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.behave = behave
}

func says(answer string) func(http.ResponseWriter, []string) {
	return func(w http.ResponseWriter, _ []string) { io.WriteString(w, answer) } //nolint:errcheck // whoever asked has gone
}

// got is what was asked so far, how often each text.
func (o *oracle) got() map[string]int {
	o.mu.Lock()
	defer o.mu.Unlock()
	count := map[string]int{}
	for _, text := range o.texts {
		count[text]++
	}
	return count
}

func (o *oracle) asked() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.requests)
}

func (o *oracle) vectors(now clock.Clock, change ...func(*embedding.Config)) *embedding.Service {
	o.t.Helper()
	c := embedding.Config{Kind: "openai", URL: o.url + "/v1", Model: "m", Size: oracleSize, Timeout: time.Minute}
	for _, f := range change {
		f(&c)
	}
	s, err := embedding.New(c, o.client, now)
	if err != nil {
		o.t.Fatal(err)
	}
	return s
}

// model has vectors of another model.
func model(name string) func(*embedding.Config) { return func(c *embedding.Config) { c.Model = name } }

// aimedNode is a node whose vectors an oracle makes.
func aimedNode(t *testing.T, db *sqldb.DB, o *oracle, list ...Subject) node {
	t.Helper()
	n := node{t: t, shelf: &shelf{subjects: map[string]Subject{}}, time: clock.NewManual(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))}
	n.shelf.put(list...)
	n.Module = n.starts(db, o.vectors(n.time), "")
	return n
}

// starts is one more start of a node, or one more node.
func (n node) starts(db *sqldb.DB, v Vectors, file string) *Module {
	n.t.Helper()
	reg := jobs.NewRegistry()
	m := New(Deps{
		DB: db, Log: slog.New(slog.DiscardHandler), Clock: n.time, Source: n.shelf, Classifiers: unclassified{}, Readers: standing(false), BaseURL: "https://klaster.example",
		People: town{}, Letters: &box{}, Limits: limit.New(db, n.time, []byte("key of budgets")), Jobs: jobstest.New(n.t, db, reg), Key: []byte("key of addresses"),
		Vectors: v, Snapshot: file, Maker: "1.0",
	})
	m.Workers(reg)
	return m
}

// round works the jobs that wait, as the minute brings them round.
func (n node) round() {
	n.t.Helper()
	if err := n.db.Update(n.t.Context(), func(tx *sqldb.Tx) error { return n.jobs.Insert(n.t.Context(), tx, getVectors{}) }); err != nil {
		n.t.Fatal(err)
	}
	jobstest.Drain(n.t, n.jobs)
}

func (n node) waits() int {
	n.t.Helper()
	count, err := countWaiting(n.t.Context(), n.db.Single(), n.model())
	if err != nil {
		n.t.Fatal(err)
	}
	return count
}

func (n node) wantWaits(want int) {
	n.t.Helper()
	if got := n.waits(); got != want {
		n.t.Fatalf("%d texts wait for their vectors, want %d", got, want)
	}
}

// made counts vectors of a model.
func (n node) made(model string) int {
	n.t.Helper()
	sums, err := vectorSums(n.t.Context(), n.db.Single(), model)
	if err != nil {
		n.t.Fatal(err)
	}
	return len(sums)
}

func (n node) finds(text string) Found {
	n.t.Helper()
	f, err := n.Find(n.t.Context(), Question{Text: text})
	if err != nil {
		n.t.Fatal(err)
	}
	return f
}

// trades are subjects with nothing in common.
func trades() (list []Subject) {
	for i, title := range []string{
		"Сварка рам", "Печать на ткани", "Перевозка грузов", "Обучение кадров", "Пошив спецодежды", "Литьё пластмасс", "Монтаж кровли", "Уборка снега",
		"Выращивание кристаллов", "Ремонт лифтов", "Окраска кузовов", "Анализ воды", "Настройка роботов", "Резка стекла", "Сушка древесины", "Доставка обедов",
	} {
		s := offer(fmt.Sprint("Дело", i), "77", Supplier, title, "", ForEverybody)
		s.INN = fmt.Sprint("770000000", i)
		list = append(list, s)
	}
	for i, what := range []string{"плитки", "кирпича", "песка", "щебня", "цемента", "гипса", "бумаги", "картона", "тетрадей", "ручек", "столов", "стульев", "шкафов", "окон", "дверей", "красок", "кистей"} {
		list = append(list, offer(fmt.Sprint("Склад", i), "77", Supplier, "Поставка "+what, "", ForEverybody))
	}
	return list
}

func pumps() Subject {
	return offer("Волна", "77", Supplier, "Насосы для скважин", "Погружные и поверхностные.", ForEverybody)
}

// What is for persons or members never leaves, not even when it became so after it had been queued; and of a question only its words leave, without
// who asks and what they chose. What reaches a person or names somebody stays here altogether.
func TestOnlyWhatIsForEverybodyLeaves(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		o := newOracle(t)
		closed := offer("Завеса", "77", Supplier, "Тайная насосная", "Секретный чертёж", ForMembers)
		signedIn := offer("Порог", "77", Supplier, "Закрытая насосная", "Личный показ", ForPersons)
		late := offer("Поздний", "77", Supplier, "Скрытая позже", "Раскаяние", ForEverybody)
		mixed := pumps()
		mixed.Passages = append(mixed.Passages, Passage{ID: "p/mixed", Form: FormNeed, Role: Customer, Title: "Негласный поиск", Text: "Втайне", For: ForMembers})
		n := aimedNode(t, db, o, append(trades(), closed, signedIn, late, mixed)...)
		n.follows()
		n.wantWaits(len(trades()) + 2)
		late.Passages[0].For = ForPersons
		n.shelf.put(late)
		n.round()
		n.wantWaits(0)
		n.follows()

		allowed := map[string]bool{}
		for _, s := range append(trades(), mixed) {
			allowed[s.Passages[0].sent()] = true
		}
		wantOnly := func(more ...string) {
			t.Helper()
			for text, times := range o.got() {
				if !allowed[text] && !slices.Contains(more, text) || times != 1 {
					t.Errorf("«%s» was sent %d times", text, times)
				}
			}
		}
		wantOnly()
		before := o.asked()
		for _, stays := range []string{
			"7707083893", "ИНН 7707083893", "1027700132195", "ООО «Волна»", "волна", "ВОЛНА", "ООО «Завеса»", "завеса", "порог", "ооо волна в Москве",
			"насосы anna@example.org", "насосы anna＠example.org", "насосы, звоните +7 (916) 123-45-67", "насосы 8.916.123.45.67", "насосы 123 45 67", "насосы для ИНН 7707083893",
			"паспорт 4509 123456", "112-233-445 95 насос",
		} {
			for page := range 2 {
				if f, err := n.Find(t.Context(), Question{Text: stays, Page: page + 1}); err != nil || f.Silent {
					t.Errorf("%s: %v, silent %v", stays, err, f.Silent)
				}
			}
		}
		if got := o.asked(); got != before {
			t.Errorf("%d questions left that were to stay: %v", got-before, o.requests[before:])
		}
		k := Question{Text: "помпы для воды в Москве до 2 млн руб.", Role: Supplier, Status: "participant", Audience: ForMembers, Region: "77"}
		if _, err := n.Find(t.Context(), k); err != nil {
			t.Fatal(err)
		}
		wantOnly("помпы для воды")
		for _, request := range o.requests {
			for _, secret := range []string{"Тайная", "Секретный", "Закрытая", "Личный", "Скрытая", "Негласный", "Втайне", "Завеса", "Порог", "7707083893", "member", "participant", "supplier", "77"} {
				if secret == "77" && strings.Contains(request, "127.0.0.1") {
					continue // the port may have it
				}
				if strings.Contains(request, secret) {
					t.Errorf("%s left with %s", secret, request)
				}
			}
		}
	})
}

// A text is sent once, whoever has it and however many nodes there are, and then all of them find by it.
func TestATextIsSentOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		o := newOracle(t)
		twin := pumps()
		twin.Key, twin.Passages = "Близнец", slices.Clone(twin.Passages)
		twin.Passages[0].ID = "p/twin"
		n := aimedNode(t, db, o, append(trades(), pumps(), twin)...)
		other := n
		other.Module = n.starts(db, o.vectors(n.time), "")
		n.follows()
		other.follows()
		n.wantWaits(len(trades()) + 1)

		var once sync.Once
		o.does(func(w http.ResponseWriter, texts []string) {
			once.Do(func() { // while the texts of one node are on their way, another one looks for some
				err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return other.jobs.Insert(t.Context(), tx, getVectors{}) })
				if _, drained := other.jobs.Drain(t.Context(), time.Now()); err != nil || drained != nil {
					t.Error(err, drained)
				}
			})
			answerWell(w, texts)
		})
		n.round()
		n.wantWaits(0)
		for text, times := range o.got() {
			if times != 1 {
				t.Errorf("«%s» was sent %d times", text, times)
			}
		}
		for _, one := range []node{n, other} {
			one.follows()
			if f := one.finds("помпы для воды"); !slices.Equal(keys(f.Meant), []string{"Близнец", "Волна"}) {
				t.Errorf("found by meaning: %v", keys(f.Meant))
			}
		}

		// Who comes later with the same text has its vector at once, and a text that changes is sent anew, alone.
		third := twin
		third.Key, third.Passages = "Третий", slices.Clone(twin.Passages)
		third.Passages[0].ID = "p/third"
		n.shelf.put(third)
		n.changed("Третий")
		n.follows()
		n.wantWaits(0)
		if f := n.finds("помпы для воды"); len(f.Meant) != 3 {
			t.Errorf("found by meaning: %v", keys(f.Meant))
		}
		third.Passages[0].Title = "Насосы для бассейнов"
		n.shelf.put(third)
		n.changed("Третий")
		n.follows()
		n.wantWaits(1)
		n.round()
		if got := o.got(); got[third.Passages[0].sent()] != 1 || got[pumps().Passages[0].sent()] != 1 {
			t.Errorf("sent: %v", got)
		}
	})
}

// A vector changes who stands first, and finds who shares no word. The reason says so and claims no word; letters, saved needs and counts of
// facets know nothing of it.
func TestMeaningIsAReason(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		o := newOracle(t)
		plain := offer("Альфа", "77", Supplier, "Детали печатные", "", ForEverybody)
		milled := offer("Омега", "77", Supplier, "Детали фрезерные", "", ForEverybody)
		n := aimedNode(t, db, o, append(trades(), pumps(), plain, milled)...)
		n.follows()
		words := n.finds("детали механообработка")
		if len(words.Hits) != 2 || words.Hits[0].Subject.Key != "Альфа" || len(words.Meant) != 0 {
			t.Fatalf("before there are vectors: %v, %v", words.Hits, keys(words.Meant))
		}
		n.round()
		n.follows()
		if f := n.finds("детали механообработка"); len(f.Hits) != 2 || f.Hits[0].Subject.Key != "Омега" {
			t.Errorf("by words and meaning: %v", f.Hits)
		}
		f := n.finds("помпы для воды")
		if len(f.Meant) != 1 || f.Silent {
			t.Fatalf("%+v", f)
		}
		h := f.Meant[0]
		if h.Subject.Key != "Волна" || !h.Meant || h.strong() || len(h.Matched)+len(h.Missing)+len(h.Through) != 0 {
			t.Errorf("%+v", h)
		}
		if got := strings.ReplaceAll(h.reason().In(i18n.Russian), "\u00a0", " "); got != "Похоже по смыслу: «Насосы для скважин»" {
			t.Error(got)
		}
		var page strings.Builder
		if err := hitList(f.Meant).Render(t.Context(), &page); err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(page.String(), "\u00a0", " "); !strings.Contains(got, "<li>Похоже по смыслу: «Насосы для скважин»</li>") || strings.Contains(got, "<mark>") || strings.Contains(got, "Совпало") {
			t.Errorf("the page says %s", got)
		}
		var told struct{ Meant []hitJSON }
		answer := newProgram(t, n.Module, actor.Actor{}).ask(`{"text": "помпы для воды"}`)
		if err := json.Unmarshal([]byte(strings.ReplaceAll(answer.Body.String(), `"fits"`, `"_"`)), &told); err != nil || len(told.Meant) != 1 || told.Meant[0].Key != "Волна" || len(told.Meant[0].Matched) != 0 {
			t.Errorf("a program is told %s, %v", answer.Body, err)
		}
		if count := f.Facets[facetRole][string(Supplier)]; count != len(f.Hits) {
			t.Errorf("%d are found by words, and %d are counted", len(f.Hits), count)
		}
		if f := n.finds("ремонт холодильников"); len(f.Meant) != 0 {
			t.Errorf("nobody means it: %v", keys(f.Meant))
		}
		if got, err := n.Find(t.Context(), Question{Text: "помпы для воды", Region: "63"}); err != nil || len(got.Meant) != 0 {
			t.Errorf("in another region: %v, %v", keys(got.Meant), err)
		}
		if got := n.current.Load().find(Question{Text: "помпы для воды"}, sunday(t)); len(got.Meant) != 0 || got.Silent {
			t.Errorf("without asking: %+v", got)
		}
	})
}

// Leafing asks once.
func TestAQuestionIsAskedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		o := newOracle(t)
		n := aimedNode(t, db, o, trades()...)
		n.follows()
		for page := range 3 {
			if _, err := n.Find(t.Context(), Question{Text: "помпы для воды", Page: page + 1}); err != nil {
				t.Fatal(err)
			}
		}
		if got := o.got(); !maps.Equal(got, map[string]int{"помпы для воды": 1}) {
			t.Errorf("asked: %v", got)
		}
		for i := range 2 * mostHeard {
			n.heard.keep(fmt.Sprint(i), nil)
		}
		if len(n.heard.vectors) != mostHeard || len(n.heard.order) != mostHeard {
			t.Errorf("%d questions are kept", len(n.heard.vectors))
		}
	})
}

// Another model has its own vectors: all texts are sent anew, an index that was saved in the space before is not taken, and what was made
// for the model before goes with the next day. Vectors of texts that are gone go, too.
func TestAnotherModelIsAskedAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		o := newOracle(t)
		file := filepath.Join(t.TempDir(), "partners.index")
		n := aimedNode(t, db, o, append(trades(), pumps())...)
		all := len(trades()) + 1
		n.Module = n.starts(db, o.vectors(n.time), file)
		n.follows()
		n.round()
		n.follows()
		if err := n.keep(t.Context()); err != nil {
			t.Fatal(err)
		}

		// The same model again: the file has the vectors, and nobody is asked for one.
		n.shelf.all = 0
		n.Module = n.starts(db, o.vectors(n.time), file)
		n.follows()
		n.wantRead(0, n.shelf.ones)
		if f := n.finds("помпы для воды"); len(f.Meant) != 1 || len(o.got()) != all+1 {
			t.Errorf("from the file: %v after %d texts", keys(f.Meant), len(o.got()))
		}

		n.Module = n.starts(db, o.vectors(n.time, model("m2")), file)
		n.follows()
		n.wantRead(1, n.shelf.ones)
		n.wantWaits(all)
		if f := n.finds("помпы для воды"); len(f.Meant) != 0 {
			t.Errorf("vectors of one model are compared with those of another: %v", keys(f.Meant))
		}
		n.round()
		n.follows()
		if f := n.finds("помпы для воды"); len(f.Meant) != 1 || n.made("openai/m/24") != all || n.made("openai/m2/24") != all {
			t.Errorf("%v, %d and %d vectors", keys(f.Meant), n.made("openai/m/24"), n.made("openai/m2/24"))
		}
		delete(n.shelf.subjects, "Волна")
		n.changed("Волна")
		sweep := func() {
			t.Helper()
			if err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return n.jobs.Insert(t.Context(), tx, sweepVectors{}) }); err != nil {
				t.Fatal(err)
			}
			jobstest.Drain(t, n.jobs)
		}
		sweep()
		if n.made("openai/m/24") != 0 || n.made("openai/m2/24") != all-1 {
			t.Errorf("%d and %d vectors", n.made("openai/m/24"), n.made("openai/m2/24"))
		}
		n.shelf.all = 0
		n.Module = n.starts(db, nil, file)
		n.follows()
		n.wantRead(1, n.shelf.ones)
		sweep()
		if n.made("openai/m2/24") != 0 {
			t.Error("vectors stay though nobody makes any")
		}
	})
}
