package organisation_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/organisation"
)

// T13: the table of the package comment says what the roles may do, mark by mark.
func TestT13_TheTableOfTheComment(t *testing.T) {
	content, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	heads := []string{"signer", "employee with", "trusted person   ", "trusted person   staff"}
	var starts []int
	words := map[string]actor.Right{}
	for _, r := range []actor.Right{actor.View, actor.Draft, actor.Send, actor.Sign, actor.Appoint} {
		name := r.String()
		words[strings.ToUpper(name[:1])+name[1:]] = r
	}
	got, want := map[actor.Right]map[organisation.Role]bool{}, map[actor.Right]map[organisation.Role]bool{}
	for line := range strings.Lines(string(content)) {
		if len(starts) == 0 && strings.Contains(line, heads[1]) {
			for _, h := range heads {
				starts = append(starts, len([]rune(line[:strings.Index(line, h)])))
			}
			continue
		}
		fields := strings.Fields(line)
		if len(starts) == 0 || !strings.Contains(line, "✓") {
			continue
		}
		for _, f := range fields {
			right, ok := words[f]
			if !ok {
				continue
			}
			marks := map[organisation.Role]bool{}
			for i, r := range []rune(line) {
				for column := len(starts) - 1; r == '✓' && column >= 0; column-- {
					if i >= starts[column] {
						marks[organisation.Roles()[column]] = true
						break
					}
				}
			}
			if before, again := got[right]; again && !cmp.Equal(before, marks) {
				t.Errorf("the table says two things of %s: %v and %v", f, before, marks)
			}
			got[right] = marks
		}
	}
	for _, right := range words {
		want[right] = map[organisation.Role]bool{}
		for _, role := range organisation.Roles() {
			if role.May(right) {
				want[right][role] = true
			}
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the table (-roles +comment):\n%s", d)
	}
}
