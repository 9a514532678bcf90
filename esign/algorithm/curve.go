//go:build !klaster_compact

package algorithm

import (
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// curveByOID returns the curve that keys name by an identifier, nil for none that we know.
func curveByOID(oid der.OID) *gost3410.Curve {
	switch oid {
	case oidCryptoProA, oidCryptoProXchA, oidTC256B:
		return gost3410.CryptoProA()
	case oidCryptoProB, oidTC256C:
		return gost3410.CryptoProB()
	case oidCryptoProC, oidCryptoProXchB, oidTC256D:
		return gost3410.CryptoProC()
	case oidTC256A:
		return gost3410.TC256A()
	case oidTC512A:
		return gost3410.TC512A()
	case oidTC512B:
		return gost3410.TC512B()
	case oidTC512C:
		return gost3410.TC512C()
	case oidCryptoProTest:
		return gost3410.Test256()
	case oidTC512Test:
		return gost3410.Test512()
	}
	return nil
}
