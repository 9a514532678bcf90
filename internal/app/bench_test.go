package app_test

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// BenchmarkPage is a whole request without the network: middleware, session, queries, rendering, compression.
func BenchmarkPage(b *testing.B) {
	for engine, database := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(engine, func(b *testing.B) {
			a, err := app.Open(b.Context(), apptest.Config(b, database(b)), slog.New(slog.DiscardHandler), clock.System{})
			if err != nil {
				b.Fatal(err)
			}
			defer a.Close()
			in, err := a.Account.SignIn(b.Context(), demo.People()[0].Email, demo.Password, account.Browser{})
			if err != nil {
				b.Fatal(err)
			}
			for _, path := range []string{"/", "/desk", "/profile/security"} {
				b.Run(strings.Trim("start"+strings.ReplaceAll(path, "/", "_"), "_"), func(b *testing.B) {
					r := httptest.NewRequest(http.MethodGet, path, nil)
					r.Header.Set("Accept-Encoding", "gzip")
					if path != "/" {
						r.AddCookie(&http.Cookie{Name: "klaster-session", Value: string(in.Session)})
					}
					b.ReportAllocs()
					for b.Loop() {
						w := httptest.NewRecorder()
						a.Handler().ServeHTTP(w, r)
						if w.Code != http.StatusOK {
							b.Fatal(w.Code)
						}
					}
				})
			}
		})
	}
}

// BenchmarkStart is the time from opening an existing database until the program takes requests, in this process.
func BenchmarkStart(b *testing.B) {
	for engine, database := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(engine, func(b *testing.B) {
			config := apptest.Config(b, database(b))
			start(b, config)
			for b.Loop() {
				start(b, config)
			}
		})
	}
}

func start(b *testing.B, config app.Config) {
	a, err := app.Open(b.Context(), config, slog.New(slog.DiscardHandler), clock.System{})
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(b.Context())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- a.Run(ctx, func(_ net.Addr) { close(ready) }) }()
	<-ready
	b.StopTimer()
	stop()
	if err := <-ended; err != nil {
		b.Fatal(err)
	}
	if err := a.Close(); err != nil {
		b.Fatal(err)
	}
	b.StartTimer()
}

// BenchmarkIdle prints the memory of a program of its own that has nothing to do: resident, ten seconds after its second
// start on the same database, and the processor time that it used in those seconds.
func BenchmarkIdle(b *testing.B) {
	v := &victim{config: apptest.Config(b, storetest.SQLite(b))}
	v.start(b)
	v.kill(b)
	v.start(b)
	defer v.kill(b)
	before := processorTime(b, v.child.Process.Pid)
	<-time.After(10 * time.Second)
	b.ReportMetric(residentMiB(b, v.child.Process.Pid), "MiB")
	b.ReportMetric(100*(processorTime(b, v.child.Process.Pid)-before).Seconds()/10, "%cpu")
	b.ReportMetric(0, "ns/op")
}

func residentMiB(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			if err != nil {
				b.Fatal(err)
			}
			return kib / 1024
		}
	}
	b.Fatal("no VmRSS")
	return 0
}

// processorTime is user and system time, in the hundredths of a second of /proc (proc(5), fields 14 and 15).
func processorTime(b *testing.B, pid int) time.Duration {
	b.Helper()
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		b.Fatal(err)
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+2:]))
	user, err1 := strconv.Atoi(fields[11])
	system, err2 := strconv.Atoi(fields[12])
	if err1 != nil || err2 != nil {
		b.Fatal(err1, err2)
	}
	return time.Duration(user+system) * 10 * time.Millisecond
}
