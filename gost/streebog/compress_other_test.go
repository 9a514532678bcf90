//go:build !amd64 || purego

package streebog

// Path says which code hashes here.
func Path() string { return "portable code" }
