package gost3410

import "github.com/klaster-platform/klaster/gost/gost3410/internal/wfold256"

// Check is a signature to be verified: what [PublicKey.Verify] asks.
type Check struct {
	Key               *PublicKey
	Digest, Signature []byte
}

// VerifyAll verifies signatures and reports of each, in the order of checks, what [PublicKey.Verify] would; a check without
// a key is false. The keys may be of any curves.
//
// On processors with AVX-512 IFMA four signatures by keys on CryptoPro-A take less than twice the time of one, and two or three
// as long as four; everywhere else this is a loop. For a key with a table [Verifier.Verify] is faster than either.
func VerifyAll(checks []Check) []bool {
	valid := make([]bool, len(checks))
	var four batch
	for i, check := range checks {
		if check.Key == nil {
			continue
		}
		if p, ok := check.Key.point.(*wfold256.Point); ok {
			four.add(valid, i, p, check)
			continue
		}
		valid[i] = check.Key.Verify(check.Digest, check.Signature)
	}
	four.verify(valid)
	return valid
}

// batch collects up to four checks.
type batch struct {
	n                   int
	places              [4]int
	keys                [4]*wfold256.Point
	digests, signatures [4][]byte
}

func (b *batch) add(valid []bool, place int, p *wfold256.Point, check Check) {
	b.places[b.n], b.keys[b.n], b.digests[b.n], b.signatures[b.n] = place, p, check.Digest, check.Signature
	if b.n++; b.n == len(b.places) {
		b.verify(valid)
	}
}

// verify decides on what was collected and makes room.
func (b *batch) verify(valid []bool) {
	for k, ok := range wfold256.VerifyFour(&b.keys, &b.digests, &b.signatures) {
		if b.keys[k] != nil {
			valid[b.places[k]] = ok
		}
	}
	*b = batch{}
}
