package cli_test

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

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
