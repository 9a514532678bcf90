package asn1_test

import (
	theirs "encoding/asn1"
	"testing"

	"github.com/klaster-platform/klaster/internal/trialsigner/std/asn1"
)

func TestObjectIdentifiers(t *testing.T) {
	for _, numbers := range [][]int{nil, {1}, {1, 2, 643, 7, 1, 1, 1, 1}, {2, 5, 29, 32}} {
		ours, wanted := asn1.ObjectIdentifier(numbers), theirs.ObjectIdentifier(numbers)
		if ours.String() != wanted.String() || !ours.Equal(numbers) || ours.Equal(append([]int{9}, numbers...)) {
			t.Errorf("%s, want %s", ours, wanted)
		}
	}
}
