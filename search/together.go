package search

import (
	"fmt"
	"runtime/debug"
	"sync"
)

// together runs work on several goroutines, this one among them, and waits for all. What one of the others panics with, this one panics
// with afterwards: whoever called may recover, and a fault that one text brings out does not end the process.
func together(workers int, work func()) {
	var others sync.WaitGroup
	panics := make(chan string, max(0, workers))
	for range workers - 1 {
		others.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					panics <- fmt.Sprintf("%v\n%s", p, debug.Stack())
				}
			}()
			work()
		})
	}
	defer func() {
		others.Wait()
		select {
		case p := <-panics:
			panic(p)
		default:
		}
	}()
	work()
}
