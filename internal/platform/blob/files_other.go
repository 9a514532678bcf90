//go:build !unix

package blob

// locked runs f while no other rename or delete of this process happens in the folder. Where flock is absent the folder
// must belong to one process.
func (s *Files) locked(f func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return f()
}

// syncDir does nothing: such systems keep names durable by themselves or not at all.
func syncDir(string) error { return nil }
