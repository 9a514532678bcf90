package streebog_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/klaster-platform/klaster/gost/streebog"
)

// TestKDF holds RFC 7836, appendix B, examples 9 and 10.
func TestKDF(t *testing.T) {
	key := unhex(t, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
	label, seed := unhex(t, "26bdb878"), unhex(t, "af21434145656378")

	derived := streebog.KDF(key, label, seed)
	check(t, "9", derived[:], "a1aa5f7de402d7b3d323f2991c8d4534 013137010a83754fd0af6d7cd4922ed9")

	tree, err := streebog.KDFTree(key, label, seed, 1, 64)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "10", tree, "22b6837845c6bef65ea71672b2658310 86d3c76aebe6dae91cad51d83f79d16b"+
		"074c9330599d7f8d712fca54392f4ddd e93751206b3584c8f43f9e6dc51531f9")

	// RFC 7836, section 4.5: KDF is KDF_TREE with R = 1 and L = 256.
	tree, err = streebog.KDFTree(key, label, seed, 1, 32)
	if err != nil || !bytes.Equal(tree, derived[:]) {
		t.Errorf("tree of 32 bytes: got %x, %v, want %x", tree, err, derived)
	}
}

// TestKDFTreeLimits holds the bound of RFC 7836, section 4.4: L does not exceed 256·(2^(8R)−1) bits.
func TestKDFTreeLimits(t *testing.T) {
	if b, err := streebog.KDFTree(nil, nil, nil, 1, 32*255); err != nil || len(b) != 32*255 {
		t.Errorf("longest tree with a counter of one byte: %d bytes, %v", len(b), err)
	}
	if b, err := streebog.KDFTree(nil, nil, nil, 4, 33); err != nil || len(b) != 33 {
		t.Errorf("tree that does not end on a block: %d bytes, %v", len(b), err)
	}
	for _, c := range []struct{ r, size int }{{1, 32*255 + 1}, {0, 32}, {5, 32}, {1, 0}, {1, -1}} {
		if _, err := streebog.KDFTree(nil, nil, nil, c.r, c.size); err == nil {
			t.Errorf("counter of %d bytes, %d bytes of key: no error", c.r, c.size)
		}
	}
}

// TestPBKDF2 holds RFC 9337, appendix A, but for its example of 16 777 216 iterations.
func TestPBKDF2(t *testing.T) {
	for _, c := range []struct {
		password, salt   string
		iterations, size int
		want             string
	}{
		{
			"password", "salt", 1, 64,
			"64770af7f748c3b1c9ac831dbcfd85c2 6111b30a8a657ddc3056b80ca73e040d" +
				"2854fd36811f6d825cc4ab66ec0a68a4 90a9e5cf5156b3a2b7eecddbf9a16b47",
		},
		{
			"password", "salt", 2, 64,
			"5a585bafdfbb6e8830d6d68aa3b43ac0 0d2e4aebce01c9b31c2caed56f0236d4" +
				"d34b2b8fbd2c4e89d54d46f50e47d45b bac301571743119e8d3c42ba66d348de",
		},
		{
			"password", "salt", 4096, 64,
			"e52deb9a2d2aaff4e2ac9d47a41f34c2 0376591c67807f0477e32549dc341bc7" +
				"867c09841b6d58e29d0347c996301d55 df0d34e47cf68f4e3c2cdaf1d9ab86c3",
		},
		{
			"passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096, 100,
			"b2d8f1245fc4d29274802057e4b54e0a 0753aa22fc53760b301cf008679e58fe" +
				"4bee9addcae99ba2b0b20f431a9c5e50 f395c89387d0945aedeca6eb4015dfc2" +
				"bd2421ee9bb71183ba882ceebfef259f 33f9e27dc6178cb89dc37428cf9cc52a" + "2baa2d3a",
		},
		{
			"pass\x00word", "sa\x00lt", 4096, 64,
			"50df062885b69801a3c10248eb0a27ab 6e522ffeb20c991c660f001475d73a4e" +
				"167f782c18e97e92976d9c1d970831ea 78ccb879f67068cdac1910740844e830",
		},
	} {
		got, err := streebog.PBKDF2([]byte(c.password), []byte(c.salt), c.iterations, c.size)
		if err != nil {
			t.Fatal(err)
		}
		check(t, c.password, got, c.want)
	}
	for _, c := range []struct{ iterations, size int }{{0, 32}, {-1, 32}, {1, 0}, {1, -1}} {
		if _, err := streebog.PBKDF2(nil, nil, c.iterations, c.size); !errors.Is(err, streebog.ErrPBKDF2) {
			t.Errorf("%d iterations, %d bytes: error %v", c.iterations, c.size, err)
		}
	}
}

func BenchmarkPBKDF2(b *testing.B) {
	for b.Loop() {
		if _, err := streebog.PBKDF2([]byte("password"), []byte("salt"), 1000, 32); err != nil {
			b.Fatal(err)
		}
	}
}
