package search

import (
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
)

func TestAPanicOfAnotherComesHere(t *testing.T) {
	for _, workers := range []int{0, 1, 2, 5} {
		var ran atomic.Int32
		together(workers, func() { ran.Add(1) })
		if got := int(ran.Load()); got != max(1, workers) {
			t.Errorf("%d workers: %d ran", workers, got)
		}
	}
	defer func() {
		p := recover()
		text, ok := p.(string)
		if !ok || !strings.HasPrefix(text, "a word\n") || !strings.Contains(text, "together_test.go") {
			t.Errorf("recovered %v", p)
		}
	}()
	waits := make(chan struct{})
	together(2, func() {
		if strings.Contains(string(debug.Stack()), "testing.tRunner(") { // this goroutine is that of the test
			<-waits
			return
		}
		defer close(waits)
		panic("a word")
	})
}
