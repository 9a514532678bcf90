package streebog

import "testing"

// sizes are those of the baseline that the figures in docs are compared with.
var sizes = []struct {
	name string
	n    int
}{{"64B", 64}, {"1KiB", 1 << 10}, {"16KiB", 16 << 10}}

func BenchmarkStreebog256(b *testing.B) { benchmark(b, Start256()) }
func BenchmarkStreebog512(b *testing.B) { benchmark(b, Start512()) }

// benchmark does what the baseline does for each message: start, write, sum.
func benchmark(b *testing.B, d Digest) {
	for _, size := range sizes {
		b.Run(size.name, func(b *testing.B) {
			message := make([]byte, size.n)
			var sum [Size512]byte
			b.SetBytes(int64(size.n))
			b.ReportAllocs()
			for b.Loop() {
				d.Reset()
				d.Write(message)
				d.Sum(sum[:0])
			}
		})
	}
}
