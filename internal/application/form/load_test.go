package form_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/klaster-platform/klaster/internal/application/form"
)

func join(t testing.TB) *form.Service {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "membership", "join.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := form.Load(content)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The form that the program brings is read, and asks for no more than twelve things that nobody knows (the aim of the
// foundation: fields that are known are not asked for).
func TestTheFormToJoin(t *testing.T) {
	s := join(t)
	asked := 0
	for _, section := range s.Sections {
		for _, q := range section.Questions {
			if q.Prefill == "" && q.Kind != form.Known && !q.Optional && q.When == nil {
				asked++
			}
		}
	}
	if asked > 12 {
		t.Errorf("the form asks for %d things, and 12 are the most", asked)
	}
	if len(s.Digest()) != 64 || s.Namespace() != "urn:klaster:application:join:1" {
		t.Errorf("digest %q, namespace %q", s.Digest(), s.Namespace())
	}
}
