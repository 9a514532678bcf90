//go:build !purego

package adx

import "golang.org/x/sys/cpu"

// Available tells whether this processor has MULX, ADCX and ADOX. Tests turn it off, nothing else writes it.
var Available = cpu.X86.HasADX && cpu.X86.HasBMI2
