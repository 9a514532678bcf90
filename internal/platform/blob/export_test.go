package blob

// Locked lets tests hold the lock of the folder.
func (s *Files) Locked(f func() error) error { return s.locked(f) }
