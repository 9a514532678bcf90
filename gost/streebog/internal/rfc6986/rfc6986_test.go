package rfc6986

import (
	"encoding/hex"
	"slices"
	"testing"
)

// messages of clauses 10.1 and 10.2 in the notation of the standard, the last byte of the message first.
const (
	m1 = "32313039383736353433323130393837363534333231303938373635343332313039383736353433323130393837363534333231" +
		"3039383736353433323130"
	m2 = "fbe2e5f0eee3c820fbeafaebef20fffbf0e1e0f0f520e0ed20e8ece0ebe5f0f2f120fff0eeec20f120faf2fee5e2202c" +
		"e8f6f3ede220e8e6eee1e8f0f2d1202ce8f0f2e5e220e5d1"
)

// parse reads the notation of the standard, the most significant byte first.
func parse(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(b)
	return b
}

func vector(t *testing.T, s string) Vector {
	t.Helper()
	return Vector(parse(t, s))
}

func equal(t *testing.T, what string, got, want Vector) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %x (component 0 first)\nwant %x", what, got, want)
	}
}

// TestExample1 follows the printed steps of clause 10.1.1.
func TestExample1(t *testing.T) {
	var zero, m Vector
	message := parse(t, m1)
	copy(m[:], message)
	m[len(message)] = 1

	k := LPS(X(zero, zero))
	for i := 0; i < 64; i += 8 {
		equalWord := hex.EncodeToString(reversed(k[i : i+8]))
		if equalWord != "b383fc2eced4a574" {
			t.Fatalf("K: word %d is %s", i/8, equalWord)
		}
	}
	x := X(k, m)
	equal(t, "X[K[1]](m)", x, vector(t, "b2b1cd1ef7ec924286b7cf1cffe49c4c84b5c91afde694448abbcb18fbe09646"+
		"82b3c516f9e2904080b1cd1ef7ec924286b7cf1cffe49c4c84b5c91afde69444"))
	s := S(x)
	equal(t, "SX[K[1]](m)", s, vector(t, "4645d95fc0beec2c432f8914b62d4efd3e5e37f14b097aead67de417c220b048"+
		"2492ac996667e0ebdf45d95fc0beec2c432f8914b62d4efd3e5e37f14b097aea"))
	p := P(s)
	equal(t, "PSX[K[1]](m)", p, vector(t, "46433ed624df433e452f5e7d92452f5ed98937e4acd989375f14f117995f14f1"+
		"c0b64bc266c0b64bbe2d092067be2d09ec4e7ab0e0ec4e7a2cfdea48eb2cfdea"))
	equal(t, "LPSX[K[1]](m)", L(p), vector(t, "e60059d4d8e0758024c73f6f3183653f56579189602ae4c21e7953ebc0e212a0"+
		"ce78a8df475c2fd4fc43fc4b71c01e35be465fb20dad2cf690cdf65028121bb9"))

	keys := Keys(k)
	for i, want := range map[int]string{
		2: "d0b00807642fd78f13f2c3ebc774e80de0e902d23aef2ee9a73d010807dae9c1" +
			"88be14f0b2da27973569cd2ba051301036f728bd1d7eec33f4d18af70c46cf1e",
		3: "9d4475c7899f2d0bb0e8b7dac6ef6e6b44ecf66716d3a0f16681105e2d13712a" +
			"1a9387ecc257930e2d61014a1b5c9fc9e24e7d636eb1607e816dbaf927b8fca9",
		8: "52cec3b11448bb8617d0ddfbc926f2e88730cb9179d6decea5acbffd323ec376" +
			"4c47f7a9e13bb1db56c342034773023d617ff01cc546728e71dff8de5d128cac",
		13: "0f79104026b900d8d768b6e223484c9761e3c585b3a405a6d2d8565ada926c3f" +
			"7782ef127cd6b98290bf612558b4b60aa3cbc28fd94f95460d76b621cb45be70",
	} {
		equal(t, "K", keys[i-1], vector(t, want))
	}

	h := G(zero, zero, m)
	equal(t, "g_N(h, m)", h, vector(t, "fd102cf8812ccb1191ea34af21394f3817a86641445aa9a626488adb33738ebd"+
		"2754f6908cbbbac5d3ed0f522c50815c954135793fb1f5d905fee4736b3bdae2"))
	h = G(zero, h, number(504))
	equal(t, "g_0(h, N)", h, vector(t, "5c881fd924695cf196c2e4fec20d14b642026f2a0b1716ebaabb7067d4d59752"+
		"3d2db69d6d3794622147a14f19a66e7f9037e1d662d34501a8901a5de7771d7c"))
}

// TestExamples holds the hash codes of clauses 10.1 and 10.2.
func TestExamples(t *testing.T) {
	for _, c := range []struct {
		message string
		size    int
		want    string
	}{
		{m1, 64, "486f64c1917879417fef082b3381a4e211c324f074654c38823a7b76f830ad00" +
			"fa1fbae42b1285c0352f227524bc9ab16254288dd6863dccd5b9f54a1ad0541b"},
		{m1, 32, "00557be5e584fd52a449b16b0251d05d27f94ab76cbaa6da890b59d8ef1e159d"},
		{m2, 64, "28fbc9bada033b1460642bdcddb90c3fb3e56c497ccd0f62b8a2ad4935e85f03" +
			"7613966de4ee00531ae60f3b5a47f8dae06915d5f2f194996fcabf2622e6881e"},
		{m2, 32, "508f7e553c06501d749a66fc28c6cac0b005746d97537fa85d9e40904efed29d"},
	} {
		if got := Sum(c.size, parse(t, c.message)); hex.EncodeToString(reversed(got)) != c.want {
			t.Errorf("%d bytes, message %.16s…: got %x, want %s", c.size, c.message, reversed(got), c.want)
		}
	}
}

func reversed(b []byte) []byte {
	b = slices.Clone(b)
	slices.Reverse(b)
	return b
}
