//go:build !amd64 || purego

package adx

// Available is false: this program has no code for such instructions.
var Available = false
