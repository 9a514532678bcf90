package fact

import (
	"bytes"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/statereg/egr/egrtest"
)

// benchSize is how many organisations the generated register has: 10,000 unless KLASTER_BENCH_REGISTER says otherwise.
func benchSize(b *testing.B) int {
	b.Helper()
	text := os.Getenv("KLASTER_BENCH_REGISTER")
	if text == "" {
		return 10_000
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkImport takes a generated register from the ZIP to committed facts, and looks organisations up in it. PostgreSQL's own
// processor time is not in the figure per record.
func BenchmarkImport(b *testing.B) {
	n := benchSize(b)
	var file bytes.Buffer
	if err := (egrtest.Register{Seed: 1, Count: n, AsOf: day("2026-11-20"), History: 20}).WriteZIP(&file); err != nil {
		b.Fatal(err)
	}
	for name, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				benchmarkImport(b, url, file.Bytes(), n)
			}
		})
	}
}

func benchmarkImport(b *testing.B, url func(testing.TB) string, file []byte, n int) {
	b.Helper()
	db, err := sqldb.Open(b.Context(), url(b))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	s, _ := room(b, db)
	s.readers = readers()
	began, spent := time.Now(), processorTime()
	i := s.mustImport(b, Order{Files: []File{{Name: "register.zip", Content: bytes.NewReader(file), Size: int64(len(file))}}})
	took, used := time.Since(began), processorTime()-spent
	if i.Read != int64(n) || i.Broken != 0 {
		b.Fatalf("%+v", i.Counts)
	}
	b.ReportMetric(float64(n)/took.Seconds(), "records/s")
	b.ReportMetric(float64(used.Microseconds())/float64(n), "cpu-µs/record")
	lookup(b, db, s)
}

// lookup asks for the entries of organisations all over the register.
func lookup(b *testing.B, db *sqldb.DB, s *Service) {
	b.Helper()
	inns, err := sqldb.List(b.Context(), db.Single(), func(r sqldb.Row) (inn string, err error) { return inn, r.Scan(&inn) },
		`SELECT inn FROM fact_record WHERE inn <> '' ORDER BY hash LIMIT 2000`)
	if err != nil {
		b.Fatal(err)
	}
	began, spent := time.Now(), processorTime()
	for _, inn := range inns {
		if list, err := s.Entries(b.Context(), db.Single(), inn); err != nil || len(list) == 0 {
			b.Fatalf("%s: %d, %v", inn, len(list), err)
		}
	}
	b.ReportMetric(float64(time.Since(began).Microseconds())/float64(len(inns)), "µs/lookup")
	b.ReportMetric(float64((processorTime()-spent).Microseconds())/float64(len(inns)), "cpu-µs/lookup")
}
