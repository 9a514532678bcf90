package partner

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/durable"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// telling writes a line for each part of a file that is written.
type telling struct{ io.Writer }

func (w telling) Write(b []byte) (int, error) {
	fmt.Println("part")
	return w.Writer.Write(b)
}

// TestSaveUntilKilled is the process that [TestKilledWhileTheIndexIsSaved] kills: it writes the index again and again, each time under another
// anchor, which it acknowledges once the file is there.
func TestSaveUntilKilled(t *testing.T) {
	path := os.Getenv(storetest.ChildEnv)
	if path == "" {
		return
	}
	c := newCatalogue(nil)
	var list []Subject
	for i := range 150 {
		list = append(list, offer(fmt.Sprint("Цех ", i), "77", Supplier, "Фрезеровка", strings.Repeat(fmt.Sprintf("Деталь %d из стали. ", i), 60), ForEverybody))
	}
	if err := c.put(list, nil); err != nil {
		t.Fatal(err)
	}
	for {
		s := still{head{Form: snapshotForm, Anchor: id.New(), Applied: map[string]time.Time{}}, c.texts, c.names, c.subjects}
		if err := durable.Write(path, 0o600, func(w io.Writer) error { return s.write(telling{w}) }); err != nil {
			t.Fatal(err)
		}
		fmt.Println(s.Anchor)
	}
}

// Killed with −9 at any moment while the index is saved: the file is whole, no older than what was acknowledged last, and can be taken; what the
// killed writer left is removed.
func TestKilledWhileTheIndexIsSaved(t *testing.T) {
	rounds := 12
	switch {
	case os.Getenv("KLASTER_TORTURE") != "":
		rounds = 300
	case testing.Short():
		rounds = 2
	}
	path := filepath.Join(t.TempDir(), "partners.index")
	var acknowledged []string // a save has far fewer parts than a process is let write
	for range rounds {
		acknowledged = append(acknowledged, storetest.Killed(t, 100+rand.IntN(60), path, "-test.run=^TestSaveUntilKilled$", "-test.timeout=10m")...)
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		h, parts, err := readHead(file)
		if err == nil {
			err = newCatalogue(nil).fill(parts)
		}
		if err != nil {
			t.Error(err)
		}
		if at := slices.Index(acknowledged, h.Anchor); at >= 0 && at < len(acknowledged)-1 {
			t.Errorf("the file is that of save %d, %d were acknowledged", at+1, len(acknowledged))
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
		durable.RemoveRemains(path)
		if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
			t.Errorf("left are %v, %v", entries, err)
		}
	}
	if len(acknowledged) == 0 {
		t.Error("no save was acknowledged")
	}
}
