package fact

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

// lines reads records from lines of JSON: what the import does with records is tested apart from how they are read.
type lines struct{ register egr.Register }

func (l lines) fits(b []byte) bool {
	return bytes.HasPrefix(b, []byte("#")) || bytes.HasPrefix(b, []byte(`{"reg":"`+string(l.register)))
}

func (l lines) expected(b []byte) (n int64) {
	_, _ = fmt.Sscanf(string(b), "#%d", &n)
	return n
}

func (l lines) read(_ context.Context, file io.Reader, _ string, take func(item) error) (func() map[string]int64, error) {
	s := bufio.NewScanner(file)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if strings.HasPrefix(s.Text(), "#") {
			continue
		}
		line := bytes.Clone(s.Bytes())
		err := take(func() (parsed, error) {
			var r egr.Record
			if err := json.Unmarshal(line, &r); err != nil {
				return parsed{}, err
			}
			return ofRecord(&r), nil
		})
		if err != nil {
			return nil, err
		}
	}
	return nil, s.Err()
}

func day(s string) workdays.Date {
	d, err := workdays.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// invented is the n-th of a line of organisations that were never registered: 99 is no region.
func invented(n int, on string) egr.Record {
	return egr.Record{
		Register: egr.Organisations, Form: "4.07", AsOf: day(on), OGRN: fmt.Sprintf("199%010d", n), INN: fmt.Sprintf("99%08d", n), KPP: "770101001",
		Registered: day("2019-03-01"), LegalForm: egr.LegalForm{List: "ОКОПФ", Code: "12300", Name: "Общества с ограниченной ответственностью"},
		Name:    egr.Name{Full: fmt.Sprintf("ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ \"УЧЕБНОЕ %d\"", n), Short: fmt.Sprintf("ООО \"УЧЕБНОЕ %d\"", n)},
		Address: &egr.Address{Postcode: "101000", Region: "77", RegionName: "Г.МОСКВА", Street: "УЛ. УЧЕБНАЯ", House: fmt.Sprintf("Д. %d", n%100)},
		Office:  egr.Office{Code: "7746", Name: "Межрайонная инспекция Федеральной налоговой службы № 46 по г. Москве"},
		Capital: &egr.Capital{Kind: "УСТАВНЫЙ КАПИТАЛ", Sum: "10000"},
		Heads: []egr.Head{{
			Person: egr.Person{Surname: "УЧЕБНЫЙ", Name: "ПЁТР", Patronymic: fmt.Sprintf("№%d", n), INN: fmt.Sprintf("99%010d", n)},
			Kind:   "02", KindName: "РУКОВОДИТЕЛЬ ЮРИДИЧЕСКОГО ЛИЦА", Post: "ГЕНЕРАЛЬНЫЙ ДИРЕКТОР", Since: egr.Entry{GRN: fmt.Sprintf("219%010d", n), On: day("2019-03-01")},
		}},
		Founders: []egr.Founder{{Kind: egr.FounderPerson, Person: &egr.Person{Surname: "УЧЕБНЫЙ", Name: "ПЁТР"}, Share: &egr.Share{Nominal: "10000", Percent: "100"}}},
		Main:     egr.Activity{Code: "62.01", Name: "Разработка компьютерного программного обеспечения"},
		Other:    []egr.Activity{{Code: "62.02"}, {Code: "63.11"}, {Code: "72.19"}, {Code: fmt.Sprintf("%02d.%d", 10+n%80, n%9)}},
	}
}

func fileOf(name string, records ...egr.Record) File {
	var b bytes.Buffer
	for i := range records {
		line, err := json.Marshal(&records[i])
		if err != nil {
			panic(err)
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	return File{Name: name, Content: bytes.NewReader(b.Bytes()), Size: int64(b.Len())}
}

// queue keeps what would be done later.
type queue struct{ args []jobs.Args }

func (q *queue) Insert(_ context.Context, _ *sqldb.Tx, a jobs.Args, _ ...jobs.InsertOption) error {
	q.args = append(q.args, a)
	return nil
}

func room(tb testing.TB, db *sqldb.DB) (*Service, *queue) {
	tb.Helper()
	q := &queue{}
	s, err := New(Deps{DB: db, Clock: clock.NewManual(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)), Jobs: q})
	if err != nil {
		tb.Fatal(err)
	}
	s.readers = map[Register]reader{Organisations: lines{egr.Organisations}, Entrepreneurs: lines{egr.Entrepreneurs}}
	return s, q
}

func (s *Service) mustImport(tb testing.TB, o Order) Import {
	tb.Helper()
	if o.Register == "" {
		o.Register = Organisations
	}
	if o.Scope == "" {
		o.Scope = Delta
	}
	if o.Operator == "" {
		o.Operator = "console"
	}
	i, err := s.Import(context.Background(), o)
	if err != nil {
		tb.Fatal(err)
	}
	return i
}

func wantCounts(tb testing.TB, i Import, read, stored, unchanged, broken int64) {
	tb.Helper()
	if i.Read != read || i.Stored != stored || i.Unchanged != unchanged || i.Broken != broken {
		tb.Errorf("read %d, stored %d, unchanged %d, broken %d; want %d, %d, %d, %d", i.Read, i.Stored, i.Unchanged, i.Broken, read, stored, unchanged, broken)
	}
}

func (s *Service) entryOf(tb testing.TB, ogrn string) Entry {
	tb.Helper()
	e, err := s.Entry(context.Background(), s.db.Single(), ogrn)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

func TestAnImportStoresVersionsAndGoesNotBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		a, b := invented(1, "2026-11-01"), invented(2, "2026-11-01")
		first := fileOf("a.xml", a, b)
		wantCounts(t, s.mustImport(t, Order{Files: []File{first}}), 2, 2, 0, 0)
		wantCounts(t, s.mustImport(t, Order{Files: []File{first}}), 2, 0, 2, 0) // the same file

		later := invented(1, "2026-11-05")
		later.Address.House = "Д. 7"
		same := invented(2, "2026-11-05")
		wantCounts(t, s.mustImport(t, Order{Files: []File{fileOf("b.xml", later, same)}}), 2, 1, 1, 0)
		if e := s.entryOf(t, a.OGRN); e.Address.House != "Д. 7" || e.Version != 2 || e.AsOf != day("2026-11-05") {
			t.Errorf("after the change: %+v version %d as of %s", e.Address, e.Version, e.AsOf)
		}
		if e := s.entryOf(t, b.OGRN); e.Version != 1 || e.AsOf != day("2026-11-05") {
			t.Errorf("shown again: version %d as of %s", e.Version, e.AsOf)
		}

		old := invented(1, "2026-11-03")
		old.Address.House = "Д. 99"
		wantCounts(t, s.mustImport(t, Order{Files: []File{fileOf("c.xml", old)}}), 1, 0, 1, 0)
		if e := s.entryOf(t, a.OGRN); e.Address.House != "Д. 7" {
			t.Errorf("an older extract took over: %+v", e.Address)
		}
		list, err := s.Entries(t.Context(), db.Single(), a.INN)
		if err != nil || len(list) != 1 || list[0].OGRN != a.OGRN {
			t.Errorf("by ИНН: %v, %v", list, err)
		}
		if _, err := s.Entry(t.Context(), db.Single(), "1990000000099"); !errors.Is(err, ErrNotFound) {
			t.Errorf("unknown: %v", err)
		}
	})
}

// One record may stand twice in a file; broken ones are counted and stop nothing.
func TestARepeatedRecordAndABrokenOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		a, again := invented(1, "2026-11-01"), invented(1, "2026-11-01")
		again.KPP = "770201001"
		f := fileOf("a.xml", a, invented(2, "2026-11-01"), again, a)
		text, err := io.ReadAll(io.NewSectionReader(f.Content, 0, f.Size))
		if err != nil {
			t.Fatal(err)
		}
		text = append(text, "{broken\n"...)
		f = File{Name: "a.xml", Content: bytes.NewReader(text), Size: int64(len(text))}
		i := s.mustImport(t, Order{Files: []File{f}})
		wantCounts(t, i, 5, 4, 0, 1)
		if len(i.Faults) != 1 || i.Faults[0].Part != "a.xml" {
			t.Errorf("faults %v", i.Faults)
		}
		if e := s.entryOf(t, a.OGRN); e.Version != 3 {
			t.Errorf("version %d", e.Version)
		}
	})
}

// BenchmarkStore commits rows that were parsed and packed, in transactions as an import makes them: into a register that is
// filled for the first time, when nothing is looked up, and beside what is there. PostgreSQL's own processor time is not
// in the figure a row.
func BenchmarkStore(b *testing.B) {
	engines := map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres}
	for name, url := range engines {
		b.Run(name+"/first", func(b *testing.B) { benchmarkStore(b, url, true) })
		b.Run(name+"/beside", func(b *testing.B) { benchmarkStore(b, url, false) })
	}
}

func benchmarkStore(b *testing.B, url func(testing.TB) string, fresh bool) {
	db, err := sqldb.Open(b.Context(), url(b))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	s, _ := room(b, db)
	release, err := db.Loading(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = release() })
	r := &run{Service: s, i: Import{ID: "bench", Register: Organisations, Scope: Delta, State: Running, Started: s.clock.Now(), Beat: s.clock.Now()}}
	r.m = merger{service: s, source: Dump, fresh: fresh}
	if err := db.Update(b.Context(), func(tx *sqldb.Tx) error { return insertImport(b.Context(), tx, r.i) }); err != nil {
		b.Fatal(err)
	}
	n, spent := 0, time.Duration(0)
	for b.Loop() {
		b.StopTimer()
		rows := inventedRows(b, s, n, fewRows)
		n += len(rows)
		began := processorTime()
		b.StartTimer()
		if err := r.commit(b.Context(), rows, Counts{}, nil, cursor{}); err != nil {
			b.Fatal(err)
		}
		spent += processorTime() - began
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(spent.Microseconds())/float64(n), "cpu-µs/row")
}

// inventedRows are n rows from one on. Like real ones their numbers come in no order.
func inventedRows(b *testing.B, s *Service, from, n int) []row {
	b.Helper()
	rows := make([]row, n)
	for i := range rows {
		r := invented(int(uint32(from+i)*2654435761%1_000_000_000), "2026-11-01")
		var err error
		if rows[i], err = s.codec.pack(ofRecord(&r)); err != nil {
			b.Fatal(err)
		}
		rows[i].Source = Dump
	}
	return rows
}

// What nothing has changed in for years is as fresh as the register, once a full set stands below the updates.
func TestAFullSetConfirmsWhatNoUpdateNames(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		a := invented(1, "2020-01-01")
		s.mustImport(t, Order{Files: []File{fileOf("a", a)}})
		s.mustImport(t, Order{Files: []File{fileOf("b", invented(2, "2026-11-10"))}})
		if e := s.entryOf(t, a.OGRN); e.Confirmed != a.AsOf {
			t.Errorf("by updates alone: %s", e.Confirmed)
		}
		s.mustImport(t, Order{Scope: Full, Files: []File{fileOf("c", a, invented(2, "2026-11-10"))}})
		s.mustImport(t, Order{Files: []File{fileOf("d", invented(2, "2026-11-12"))}})
		if e := s.entryOf(t, a.OGRN); e.Confirmed != day("2026-11-12") || e.AsOf != a.AsOf {
			t.Errorf("above a full set: confirmed on %s, as of %s", e.Confirmed, e.AsOf)
		}
	})
}
