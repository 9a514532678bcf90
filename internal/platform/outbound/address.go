package outbound

import "net/netip"

// refusedRange is a range of addresses that no request may reach unless its host is listed.
type refusedRange struct {
	prefix netip.Prefix
	name   string
	// never is set where listing does not help either: nothing that answers can have such an address.
	never bool
}

// refusedRanges are the ranges of IANA's registries of special-purpose addresses (RFC 6890) that are not global, or that
// lead to an address hidden in them. Of IPv6, only 2000::/3 is global unicast (RFC 4291 §2.4), so the rest is refused as
// a whole by the last rows; the named rows before them give better words.
func refusedRanges() []refusedRange {
	rows := []struct {
		prefix, name string
		never        bool
	}{
		{"0.0.0.0/8", "this network (RFC 791)", true},
		{"10.0.0.0/8", "private (RFC 1918)", false},
		{"100.64.0.0/10", "carrier-grade NAT (RFC 6598)", false},
		{"127.0.0.0/8", "loopback (RFC 1122)", false},
		{"169.254.0.0/16", "link-local (RFC 3927)", false},
		{"172.16.0.0/12", "private (RFC 1918)", false},
		{"192.0.0.0/24", "protocol assignments (RFC 6890)", false},
		{"192.0.2.0/24", "documentation (RFC 5737)", false},
		{"192.88.99.0/24", "6to4 relay (RFC 7526)", false},
		{"192.168.0.0/16", "private (RFC 1918)", false},
		{"198.18.0.0/15", "benchmarking (RFC 2544)", false},
		{"198.51.100.0/24", "documentation (RFC 5737)", false},
		{"203.0.113.0/24", "documentation (RFC 5737)", false},
		{"224.0.0.0/4", "multicast (RFC 5771)", true},
		{"255.255.255.255/32", "broadcast (RFC 919)", true},
		{"240.0.0.0/4", "reserved (RFC 1112)", true},

		{"::/128", "unspecified (RFC 4291)", true},
		{"::1/128", "loopback (RFC 4291)", false},
		{"64:ff9b::/96", "NAT64 (RFC 6052)", false},
		{"64:ff9b:1::/48", "local NAT64 (RFC 8215)", false},
		{"100::/64", "discard (RFC 6666)", false},
		{"2001:db8::/32", "documentation (RFC 3849)", false},
		{"2001::/23", "protocol assignments, Teredo (RFC 2928)", false},
		{"2002::/16", "6to4 (RFC 3056)", false},
		{"3fff::/20", "documentation (RFC 9637)", false},
		{"fc00::/7", "unique local (RFC 4193)", false},
		{"fe80::/10", "link-local (RFC 4291)", false},
		{"fec0::/10", "site-local (RFC 3879)", false},
		{"ff00::/8", "multicast (RFC 4291)", true},
		{"::/3", "not global unicast (RFC 4291)", false},
		{"4000::/2", "not global unicast (RFC 4291)", false},
		{"8000::/1", "not global unicast (RFC 4291)", false},
	}
	ranges := make([]refusedRange, len(rows))
	for i, row := range rows {
		ranges[i] = refusedRange{prefix: netip.MustParsePrefix(row.prefix), name: row.name, never: row.never}
	}
	return ranges
}

// addressRules judges addresses.
type addressRules []refusedRange

// refusal says why an address is not to be connected to; empty means that it may be. Listed lifts what listing can.
func (rules addressRules) refusal(addr netip.Addr, listed bool) string {
	if !addr.IsValid() {
		return "not an address"
	}
	if addr.Is4In6() {
		// The kernel would connect to the IPv4 address inside. Nobody publishes this form, so it is a disguise even
		// when the address inside is public.
		if name := rules.refusal(addr.Unmap(), listed); name != "" {
			return name
		}
		if !listed {
			return "IPv4 in IPv6 (RFC 4291)"
		}
		return ""
	}
	bare := addr.WithZone("")
	for _, r := range rules {
		if r.prefix.Contains(bare) && (r.never || !listed) {
			return r.name
		}
	}
	return ""
}
