package document_test

import (
	"crypto/sha256"
	"testing"

	"github.com/klaster-platform/klaster/internal/application/document"
)

func sha(content []byte) [32]byte { return sha256.Sum256(content) }

func BenchmarkJoin(b *testing.B) {
	s := join(b)
	sheet := check(b, s, joining(), given(b))
	content := formed(b, s, joining(), given(b))
	b.Run("form", func(b *testing.B) {
		for b.Loop() {
			if _, err := document.Form(s, sheet, about()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if _, err := document.Read(s, content); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("render", func(b *testing.B) {
		for b.Loop() {
			if _, err := document.Render(content, document.Print{Check: "https://klaster.example/check/1"}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
