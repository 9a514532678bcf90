package limit

import "net/netip"

// Address is the key of a client's address: the address itself in IPv4, its network of a subscriber (/64) in IPv6, since
// each subscriber has at least that many addresses to choose from (RFC 6177).
func Address(a netip.Addr) string {
	if a = a.Unmap(); !a.Is6() {
		return a.String()
	}
	p, err := a.Prefix(64)
	if err != nil {
		return a.String()
	}
	return p.String()
}
