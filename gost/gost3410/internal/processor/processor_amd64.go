//go:build !purego

package processor

import "golang.org/x/sys/cpu"

// What this processor, and the system that it runs, has. Tests turn these off, nothing else writes them.
var (
	// HasADX is for MULX, ADCX and ADOX.
	HasADX = cpu.X86.HasADX && cpu.X86.HasBMI2
	// HasAVX2 is for comparing and choosing 256 bits at a time.
	HasAVX2 = cpu.X86.HasAVX2
	// HasIFMA is for four products of 52 bits at once, and for what brings four numbers there.
	HasIFMA = cpu.X86.HasAVX512F && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512IFMA && cpu.X86.HasAVX512VBMI2
)
