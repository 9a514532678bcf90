package outbound

import (
	"context"
	"net"
	"net/netip"
)

// Refusal judges one address.
func Refusal(addr string, listed bool) string {
	return addressRules(refusedRanges()).refusal(netip.MustParseAddr(addr), listed)
}

// DialAs connects as the transport of a purpose does, past the checks that come before it.
func DialAs(ctx context.Context, c *Client, purpose Purpose, address string) (net.Conn, error) {
	conn, err := c.dialer(purpose)(ctx, "tcp", address)
	if conn != nil {
		_ = conn.Close()
	}
	return conn, err
}
