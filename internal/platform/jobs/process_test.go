package jobs_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// blocking is the number of the job in which a node that is told so stops after the effect, in its transaction.
const blocking = 3

// node is the second process: it works the database until its standard input ends.
func node(url string) {
	ctx := context.Background()
	db, err := sqldb.Open(ctx, url)
	if err != nil {
		fmt.Println("open:", err)
		os.Exit(1)
	}
	reg := jobs.NewRegistry()
	jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, n number) error {
		if _, err := tx.Exec(ctx, "INSERT INTO effect (n, process) VALUES ($1, $2)", n.N, os.Getpid()); err != nil {
			return err
		}
		if n.N == blocking && os.Getenv("KLASTER_TEST_BLOCK") != "" {
			fmt.Println("blocked")
			<-ctx.Done()
		}
		return nil
	}, jobs.Timeout(time.Second), jobs.Backoff(10*time.Millisecond, 10*time.Millisecond))
	q := jobs.New(db, reg, jobs.Config{
		RescueEvery: 100 * time.Millisecond, RescueGrace: 100 * time.Millisecond, Log: slog.New(slog.DiscardHandler),
	})
	if err := q.Start(ctx); err != nil {
		fmt.Println("start:", err)
		os.Exit(1)
	}
	fmt.Println("ready")
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := q.Stop(ctx); err != nil {
		fmt.Println("stop:", err)
		os.Exit(1)
	}
}

type process struct {
	*exec.Cmd
	lines chan string
	stdin io.Closer
}

// spawn starts another process and waits until it works.
func spawn(t *testing.T, url string, env ...string) *process {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = slices.Concat(os.Environ(), []string{"KLASTER_TEST_NODE=" + url}, env)
	cmd.Stderr = t.Output()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{cmd, make(chan string, 10), in}
	go func() {
		for s := bufio.NewScanner(out); s.Scan(); {
			p.lines <- s.Text()
		}
	}()
	t.Cleanup(p.kill)
	if line := receive(t, "the process is ready", p.lines); line != "ready" && line != "blocked" {
		t.Fatal(line)
	} else if line == "blocked" {
		p.lines <- line // it may be quicker than its greeting
	}
	return p
}

// kill is kill -9.
func (p *process) kill() {
	_ = p.Process.Kill()
	_ = p.Wait()
}

// stop ends the process by itself.
func (p *process) stop(t *testing.T) {
	t.Helper()
	_ = p.stdin.Close()
	if err := p.Wait(); err != nil {
		t.Errorf("the process ended with %v", err)
	}
}

func eachURL(t *testing.T, f func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { f(t, storetest.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, storetest.Postgres(t)) })
}

// inserter returns a database and a queue that inserts numbers and works none.
func inserter(t *testing.T, url string) (*sqldb.DB, func(from, to int)) {
	t.Helper()
	db := sqldbtest.Open(t, url)
	prepare(t, db)
	reg := jobs.NewRegistry()
	jobs.Handle(reg, func(context.Context, *sqldb.Tx, number) error { return nil })
	q := jobstest.New(t, db, reg)
	return db, func(from, to int) {
		for n := from; n < to; n++ {
			insert(t, db, q, number{n})
		}
	}
}

func upTo(n int) (list []int) {
	for i := range n {
		list = append(list, i)
	}
	return list
}

// The process dies after the effect and before the completion. Another one rescues the job; the effect happens once.
func TestAKilledProcessLosesAndDoublesNothing(t *testing.T) {
	eachURL(t, func(t *testing.T, url string) {
		db, add := inserter(t, url)
		add(0, 10)
		first := spawn(t, url, "KLASTER_TEST_BLOCK=1")
		for receive(t, "the job is inside its transaction", first.lines) != "blocked" {
		}
		first.kill()
		second := spawn(t, url)
		eventually(t, "all jobs are done", func() bool { return len(effects(t, db)) >= 10 })
		second.stop(t)
		if diff := cmp.Diff(upTo(10), effects(t, db)); diff != "" {
			t.Error(diff)
		}
		if n := count(t, db, "SELECT COUNT(*) FROM river_job WHERE state = 'completed'"); n != 10 {
			t.Errorf("%d jobs completed", n)
		}
	})
}

func TestProcessesKilledAnywhereLoseAndDoubleNothing(t *testing.T) {
	rounds, each := torture(4, 200), 60
	eachURL(t, func(t *testing.T, url string) {
		db, add := inserter(t, url)
		for r := range rounds {
			add(r*each, (r+1)*each)
			p := spawn(t, url)
			<-time.After(rand.N(60 * time.Millisecond)) // any moment will do
			p.kill()
		}
		t.Logf("%d of %d jobs were done before the last process", len(effects(t, db)), rounds*each)
		last := spawn(t, url)
		eventually(t, "all jobs are done", func() bool { return len(effects(t, db)) >= rounds*each })
		last.stop(t)
		if diff := cmp.Diff(upTo(rounds*each), effects(t, db)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTwoProcessesShareTheWork(t *testing.T) {
	const n = 600
	url := storetest.Postgres(t)
	db, add := inserter(t, url)
	a, b := spawn(t, url), spawn(t, url)
	add(0, n)
	eventually(t, "all jobs are done", func() bool { return len(effects(t, db)) >= n })
	a.stop(t)
	b.stop(t)
	if diff := cmp.Diff(upTo(n), effects(t, db)); diff != "" {
		t.Error(diff)
	}
	for _, p := range []*process{a, b} {
		share := count(t, db, "SELECT COUNT(*) FROM effect WHERE process = $1", p.Process.Pid)
		t.Logf("process %d did %d", p.Process.Pid, share)
		if share == 0 {
			t.Error("a process did nothing")
		}
	}
}

func TestTwoQueuesOnOneDatabaseDoEachJobOnce(t *testing.T) {
	const n = 300
	url := storetest.Postgres(t)
	db, add := inserter(t, url)
	for range 2 {
		other := sqldbtest.Open(t, url)
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, n number) error { return write(ctx, tx, n.N) })
		jobstest.Start(t, other, reg)
	}
	add(0, n)
	eventually(t, "all jobs are done", func() bool { return len(effects(t, db)) >= n })
	if diff := cmp.Diff(upTo(n), effects(t, db)); diff != "" {
		t.Error(diff)
	}
}
