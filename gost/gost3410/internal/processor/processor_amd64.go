//go:build !purego

package processor

import "golang.org/x/sys/cpu"

// What this processor, and the system that it runs, has. Tests turn these off, nothing else writes them.
var (
	// HasADX is for MULX, ADCX and ADOX.
	HasADX = cpu.X86.HasADX && cpu.X86.HasBMI2
	// HasAVX2 is for comparing and choosing 256 bits at a time.
	HasAVX2 = cpu.X86.HasAVX2
)
