package outbound

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// place is a host and port as a request names them. The host is lower-case, without final dot and brackets; an address
// is in its canonical form.
type place struct {
	host string
	port uint16
}

func newPlace(host string, port string) (place, error) {
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || number == 0 {
		return place{}, fmt.Errorf("port %q is not between 1 and 65535", port)
	}
	// An address is read before the final dot goes: behind a percent sign the dot is the name of a zone (RFC 4007 §11).
	if addr, err := netip.ParseAddr(host); err == nil {
		return place{host: addr.String(), port: uint16(number)}, nil
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if host == "" {
		return place{}, fmt.Errorf("no host before port %s", port)
	}
	if strings.ContainsAny(host, ":%") {
		return place{}, fmt.Errorf("host %q is neither a name nor an address", host)
	}
	return place{host: host, port: uint16(number)}, nil
}

func splitPlace(hostPort string) (place, error) {
	host, port, err := net.SplitHostPort(hostPort)
	if err != nil {
		return place{}, err
	}
	return newPlace(host, port)
}

func (p place) String() string { return net.JoinHostPort(p.host, strconv.Itoa(int(p.port))) }

// allowed says what is allowed at a listed place.
type allowed struct{ plain bool }

type allowKey struct {
	purpose Purpose
	place   place
}

// allowList is what the operator has listed.
type allowList map[allowKey]allowed

// parseAllow reads entries of the form purpose=host:port, purpose=https://host:port or purpose=http://host:port; the
// last one allows http there. Names are ASCII, those of other scripts in punycode.
func parseAllow(entries []string) (allowList, error) {
	known := standard()
	list := allowList{}
	for _, entry := range entries {
		purpose, target, ok := strings.Cut(entry, "=")
		if _, exists := known[Purpose(purpose)]; !ok || !exists {
			return nil, fmt.Errorf("outbound allow %q: want purpose=host:port with a known purpose", entry)
		}
		target, plain := strings.CutPrefix(target, "http://")
		target = strings.TrimPrefix(target, "https://")
		where, err := splitPlace(target)
		if err != nil {
			return nil, fmt.Errorf("outbound allow %q: %w", entry, err)
		}
		if strings.ContainsFunc(where.host, notHostRune) {
			return nil, fmt.Errorf("outbound allow %q: the host holds more than letters, digits, dots and hyphens", entry)
		}
		key := allowKey{Purpose(purpose), where}
		list[key] = allowed{plain: plain || list[key].plain}
	}
	return list, nil
}

func notHostRune(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune(".-_:", r))
}
