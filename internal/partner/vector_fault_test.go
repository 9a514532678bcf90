package partner

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/embedding"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// faults are what a service may do instead of answering.
func faults() map[string]func(http.ResponseWriter, []string) {
	vector := func(numbers string) func(http.ResponseWriter, []string) {
		return func(w http.ResponseWriter, texts []string) {
			var list []string
			for i := range texts {
				list = append(list, fmt.Sprintf(`{"index":%d,"embedding":[%s]}`, i, numbers))
			}
			says(`{"data":[`+strings.Join(list, ",")+`]}`)(w, texts)
		}
	}
	of := func(number string, n int) string { return strings.TrimSuffix(strings.Repeat(number+",", n), ",") }
	return map[string]func(http.ResponseWriter, []string){
		"in trouble":        func(w http.ResponseWriter, _ []string) { w.WriteHeader(http.StatusInternalServerError) },
		"refusing":          func(w http.ResponseWriter, _ []string) { w.WriteHeader(http.StatusBadRequest) },
		"hanging up":        func(http.ResponseWriter, []string) { panic(http.ErrAbortHandler) },
		"nonsense":          says("<html>502</html>"),
		"nothing":           says(`{"data":[]}`),
		"another dimension": vector(of("1", oracleSize+1)),
		"no dimension":      vector(""),
		"NaN":               vector(of("NaN", oracleSize)),
		"too large numbers": vector(of("1e39", oracleSize)),
		"no direction":      vector(of("0", oracleSize)),
		"words for numbers": vector(of(`"1"`, oracleSize)),
	}
}

// Whatever the service does, the search goes on by words and says that meaning did not take part; texts wait, and are asked for less and less often
// until the service has come to its senses.
func TestTheSearchGoesOnWithoutTheService(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		list := trades()[:12]
		for name, fault := range faults() {
			o := newOracle(t)
			o.does(fault)
			n := aimedNode(t, db, o, list...)
			n.Module = n.starts(db, o.vectors(n.time, model(name)), "")
			n.follows()
			f := n.finds("сварка рам")
			if !f.Silent || len(f.Hits) != 1 || f.Hits[0].Subject.Key != "Дело0" || len(f.Meant) != 0 {
				t.Errorf("%s: silent %v, found %v and by meaning %v", name, f.Silent, keys(f.Hits), keys(f.Meant))
			}
			for i := range 5 {
				n.finds(fmt.Sprint("сварка ", i))
			}
			if got := o.asked(); got > 4 { // three questions, and no request is repeated more than by the network's own means
				t.Errorf("%s: six questions went out as %d", name, got)
			}

			before := o.asked()
			n.round()
			once := o.asked() - before
			n.round()
			if got := o.asked() - before; once == 0 || got != once {
				t.Errorf("%s: the texts were sent %d times, and again during the pause: %d", name, once, got)
			}
			n.wantWaits(len(list))
			n.time.Advance(firstPause)
			n.round()
			after := o.asked()
			if after-before < 2 {
				t.Errorf("%s: nobody asked again after the pause", name)
			}
			n.time.Advance(firstPause)
			n.round()
			if o.asked() != after {
				t.Errorf("%s: the pause did not grow", name)
			}
			o.does(nil)
			for rounds := 0; rounds <= len(list) && n.waits() > 0; rounds++ { // those that were refused go out one by one
				n.time.Advance(longestPause)
				n.round()
			}
			n.wantWaits(0)
			n.follows()
			if f := n.finds("сварка рам"); f.Silent || len(f.Hits) != 1 {
				t.Errorf("%s, mended: silent %v, found %v", name, f.Silent, keys(f.Hits))
			}
		}
	})
}

// A service that thinks for longer than a question waits holds nobody up: the answer is there while the service still thinks.
func TestASlowServiceHoldsNobodyUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		o := newOracle(t)
		thinks := make(chan struct{})
		o.does(func(http.ResponseWriter, []string) { <-thinks })
		defer close(thinks)
		n := aimedNode(t, db, o, trades()...)
		n.Module = n.starts(db, o.vectors(n.time, func(c *embedding.Config) { c.Timeout = time.Millisecond }), "")
		n.follows()
		for range 10 {
			if f := n.finds("сварка рам"); !f.Silent || len(f.Hits) != 1 {
				t.Fatalf("silent %v, found %v", f.Silent, keys(f.Hits))
			}
		}
		p := newProgram(t, n.Module, actor.Actor{})
		var told struct {
			Silent  bool
			Results []any
		}
		if err := json.Unmarshal(p.ask(`{"text": "сварка рам"}`).Body.Bytes(), &told); err != nil || !told.Silent || len(told.Results) != 1 {
			t.Errorf("%+v, %v", told, err)
		}
	})
}

// One text that the service never takes keeps no other from its vector, and is offered less and less often.
func TestOneRefusedTextHoldsNoOtherUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		o := newOracle(t)
		const bad = "Сварка рам"
		o.does(func(w http.ResponseWriter, texts []string) {
			if slices.Contains(texts, bad) {
				w.WriteHeader(http.StatusBadRequest)
				return
			}
			answerWell(w, texts)
		})
		list := trades()[:12]
		n := aimedNode(t, db, o, list...)
		n.follows()
		for range len(list) {
			n.round()
			n.time.Advance(firstPause * 2)
		}
		n.wantWaits(1)
		if n.made(n.model()) != len(list)-1 {
			t.Errorf("%d vectors of %d", n.made(n.model()), len(list)-1)
		}
		before := o.got()[bad]
		for range 60 {
			n.time.Advance(time.Hour)
			n.round()
		}
		if tries := o.got()[bad] - before; tries < 4 || tries > 12 {
			t.Errorf("the text that is refused was offered %d times in 60 hours", tries)
		}
	})
}

// A change that is committed while texts are on their way is neither lost nor blocked, and the row of a text whose vector is there already does
// nothing but tell the nodes.
func TestATextThatHasItsVectorIsNotSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		o := newOracle(t)
		n := aimedNode(t, db, o, append(trades(), pumps())...)
		n.follows()
		sum := sumOf(pumps().Passages[0].sent())
		if err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
			return insertVector(t.Context(), tx, n.model(), sum, bytesOf(vectorFor("насос")))
		}); err != nil {
			t.Fatal(err)
		}
		n.round()
		n.wantWaits(0)
		if o.got()[pumps().Passages[0].sent()] != 0 {
			t.Error("a text was sent that has a vector")
		}
		n.follows()
		if f := n.finds("помпы погружные"); len(f.Hits)+len(f.Meant) == 0 {
			t.Error("its vector is not used")
		}
		for _, broken := range [][]byte{nil, {1}, make([]byte, 4*oracleSize-1), make([]byte, 4*oracleSize+4)} {
			if numbersOf(broken, oracleSize) != nil {
				t.Errorf("%d bytes are taken for a vector", len(broken))
			}
		}
		if v := vectorFor("х"); !slices.Equal(numbersOf(bytesOf(v), oracleSize), v) {
			t.Error("a vector is not read as it was written")
		}
	})
}

// Vectors of words in a file need nobody: no text leaves and none waits, and closed passages have them as well, for who may read them.
func TestVectorsOfAFileNeedNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		var file strings.Builder
		words := map[string][]float32{}
		for _, s := range append(trades(), pumps()) {
			for w := range strings.FieldsSeq(strings.ToLower(s.Passages[0].Title)) {
				words[w] = vectorFor(w)
			}
		}
		words["помпа"] = vectorFor("помпа")
		fmt.Fprintf(&file, "%d %d\n", len(words), oracleSize)
		for w, v := range words {
			fmt.Fprintf(&file, "%s %s\n", w, strings.Trim(fmt.Sprint(v), "[]"))
		}
		path := filepath.Join(t.TempDir(), "vectors.txt")
		if err := os.WriteFile(path, []byte(file.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		v, err := embedding.New(embedding.Config{Kind: "file", File: path, Model: "words"}, nil, clock.System{})
		if err != nil {
			t.Fatal(err)
		}
		o := newOracle(t)
		closed := offer("Завеса", "77", Supplier, "Насосы для скважин", "", ForMembers)
		n := aimedNode(t, db, o, append(trades(), closed)...)
		n.Module = n.starts(db, v, filepath.Join(t.TempDir(), "partners.index"))
		n.follows()
		n.wantWaits(0)
		if f := n.finds("помпа"); len(f.Meant) != 0 || f.Silent {
			t.Errorf("a guest: %v", keys(f.Meant))
		}
		if f, err := n.Find(t.Context(), Question{Text: "помпа", Audience: ForMembers}); err != nil || !slices.Equal(keys(f.Meant), []string{"Завеса"}) {
			t.Errorf("a member: %v, %v", keys(f.Meant), err)
		}
		if err := n.keep(t.Context()); err != nil {
			t.Fatal(err)
		}
		n.shelf.all = 0
		n.Module = n.starts(db, v, n.snapshot)
		n.follows()
		n.wantRead(0, n.shelf.ones)
		if f, err := n.Find(t.Context(), Question{Text: "помпа", Audience: ForMembers}); err != nil || len(f.Meant) != 1 || o.asked() != 0 {
			t.Errorf("from the index that was saved: %v, %v, %d requests", keys(f.Meant), err, o.asked())
		}
	})
}

// Vectors that are learnt from the passages themselves are there when the index is, need nobody, and are used for what changes later.
func TestLearntVectorsNeedNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		v, err := embedding.New(embedding.Config{Kind: "lsa", Size: 4}, nil, clock.System{})
		if err != nil {
			t.Fatal(err)
		}
		o := newOracle(t)
		var list []Subject
		for i := range 60 {
			subject := []string{"сварка аргон шов металл", "анализ кровь проба врач", "облигация вклад банк доход"}[i%3]
			words := strings.Fields(subject)
			words[i/3%4] = fmt.Sprint("слово", i%7)
			list = append(list, offer(fmt.Sprint("Дело", i), "77", Supplier, strings.Join(words, " "), "", ForEverybody))
		}
		n := aimedNode(t, db, o, list[:3]...)
		n.Module = n.starts(db, v, filepath.Join(t.TempDir(), "partners.index"))
		n.follows()
		if n.current.Load().words != nil {
			t.Error("vectors were learnt from three texts")
		}
		n.shelf.put(list...)
		n.changed(everything)
		n.follows()
		if n.current.Load().words == nil || n.current.Load().texts.Space().Size != 4 {
			t.Fatal("nothing was learnt from sixty texts")
		}
		wantFound(t, n.Service, "аргон шов", ForEverybody, keys(n.finds("аргон шов").Hits)...)
		n.shelf.put(offer("Новый", "77", Supplier, "сварка титана", "", ForEverybody))
		n.changed("Новый")
		n.follows()
		wantFound(t, n.Service, "титан", ForEverybody, "Новый")
		n.wantWaits(0)
		if err := n.keep(t.Context()); err != nil || n.snapshot != "" || o.asked() != 0 {
			t.Errorf("%v, a snapshot at %q, %d requests", err, n.snapshot, o.asked())
		}
	})
}
