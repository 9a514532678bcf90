package gost28147

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"
)

// TestRFC7836KeyWrap holds RFC 7836, appendix B, example 11.
func TestRFC7836KeyWrap(t *testing.T) {
	exportKey := unhex(t, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
	key := unhex(t, "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f")
	seed := unhex(t, "af21434145656378")
	kek, err := ExportKey(exportKey, seed)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := hex.EncodeToString(kek), "a1aa5f7de402d7b3d323f2991c8d4534013137010a83754fd0af6d7cd4922ed9"; got != want {
		t.Errorf("KEK_e: got %s, want %s", got, want)
	}
	encrypted, code, err := WrapKey(kek, seed, key, TC26Z)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := hex.EncodeToString(code[:]), "be33f052"; got != want {
		t.Errorf("CEK_MAC: got %s, want %s", got, want)
	}
	if got, want := hex.EncodeToString(encrypted), "d15547f8ee85121bc87d4b1027d26027ecc071bba6e72f3fec6f620f56834c5a"; got != want {
		t.Errorf("CEK_ENC: got %s, want %s", got, want)
	}
	unwrapped, err := UnwrapKey(kek, seed, encrypted, code[:], TC26Z)
	if err != nil || !bytes.Equal(unwrapped, key) {
		t.Errorf("unwrapped as %x, %v", unwrapped, err)
	}
}

// TestWrapRoundTrip wraps keys of both lengths under a diversified key, and refuses every changed bit of the code and a
// changed bit of each block.
func TestWrapRoundTrip(t *testing.T) {
	for _, p := range sets() {
		for _, n := range []int{32, 64} {
			kek, ukm, key := bytes.Repeat([]byte{0x5a}, KeySize), []byte("\x00\xff\x5a\xa5\x01\x80\x0f\xf0"), bytes.Repeat([]byte{byte(n)}, n)
			kek, err := Diversify(kek, ukm, p)
			if err != nil {
				t.Fatal(err)
			}
			encrypted, code, err := WrapKey(kek, ukm, key, p)
			if err != nil {
				t.Fatal(err)
			}
			got, err := UnwrapKey(kek, ukm, encrypted, code[:], p)
			if err != nil || !bytes.Equal(got, key) {
				t.Fatalf("%s: unwrapped as %x, %v", p.OID(), got, err)
			}
			for i := range 8 * MACSize {
				changed := code
				changed[i/8] ^= 1 << (i % 8)
				if _, err := UnwrapKey(kek, ukm, encrypted, changed[:], p); !errors.Is(err, ErrUnwrap) {
					t.Errorf("code with bit %d changed: %v", i, err)
				}
			}
			for i := 0; i < n; i += BlockSize {
				changed := bytes.Clone(encrypted)
				changed[i] ^= 0x10
				if _, err := UnwrapKey(kek, ukm, changed, code[:], p); !errors.Is(err, ErrUnwrap) {
					t.Errorf("key with byte %d changed: %v", i, err)
				}
			}
			if _, err := UnwrapKey(kek, ukm, encrypted, code[:3], p); !errors.Is(err, ErrUnwrap) {
				t.Errorf("short code: %v", err)
			}
		}
	}
}

// TestCryptoProKeyWrap holds diversified and wrapped keys that gost-engine 3.0.1 has made (keyDiversifyCryptoPro and
// keyWrapCryptoPro): RFC 4357 prints no example.
func TestCryptoProKeyWrap(t *testing.T) {
	master := unhex(t, "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20")
	key := unhex(t, "101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f")
	for _, c := range []struct {
		set                       ParamSet
		ukm, kek, encrypted, code string
	}{
		{
			CryptoProA, "1d80603c8544c727", "62b92050b88214103ad30b99dc6ba7fdef68ccf5d7ca8899ea816d478ca78c81",
			"d5609924d2298127b4c9fb281ffa4ee1a35fcea32c4498e66b4e7cef9ebf8c48", "83803262",
		},
		{
			CryptoProB, "1d80603c8544c727", "3a55faa9ee36a10dbb7874fd1e2c3141001ac965e5bcaf0029c51bfe7169d649",
			"189d74512afb1e938d5341dcae4f75d45452b5cc160aae75853efd564f7d54d2", "0f9f38fb",
		},
		{
			CryptoProC, "1d80603c8544c727", "cbe838a03eb169e47c2b5db8fe3165eac8f543c47eaec91975f82e2ea84ecda6",
			"b523f6044f26bf8f1ea4d792d2a0210ef181cc468e4c4236ec0614b5f9092516", "c59760f4",
		},
		{
			CryptoProD, "1d80603c8544c727", "ff8fcfd8306eba58d0c0cd2b2b1e79fbdb56961a59628f812356b28ca469dbf3",
			"6bfe4eff81193e7db7f2aef780eecce5de6d5ae5e602aa28afdb70b02be2177b", "a6f519da",
		},
		{
			TC26Z, "1d80603c8544c727", "9d63858b07bacf7d1dfd6fc0a53381a56b79b82a74d28818ef7f2e0e068f638a",
			"67c1b13d0e57280ab7f3f61ae3ce243e9aff19803b7bd2e2977708181f40d753", "e6cbef31",
		},
		{
			TC26Z, "0102030405060708", "c8ffc6b8d22ea16fdecbed3c770eb2406537e24300dd10349f57f4c647016c18",
			"940e6d83505f7725919a76bbc6d5d991315eb9dfc6d77fb8788cb0cef8b925c1", "e77d8bc3",
		},
	} {
		kek, err := Diversify(master, unhex(t, c.ukm), c.set)
		if err != nil {
			t.Fatal(err)
		}
		encrypted, code, err := WrapKey(kek, unhex(t, c.ukm), key, c.set)
		if err != nil {
			t.Fatal(err)
		}
		got := [3]string{hex.EncodeToString(kek), hex.EncodeToString(encrypted), hex.EncodeToString(code[:])}
		if want := [3]string{c.kek, c.encrypted, c.code}; got != want {
			t.Errorf("%s:\n got %s\nwant %s", c.set.OID(), got, want)
		}
	}
}
