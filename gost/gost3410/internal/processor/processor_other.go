//go:build !amd64 || purego

package processor

// There is no code for particular instructions in this program.
var HasADX, HasAVX2, HasIFMA = false, false, false
