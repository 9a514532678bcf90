package cms

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"fmt"
)

// Unarmor returns the bytes of a message that may be in PEM, in bare base64 as plug-ins return it, or in BER already. In PEM it
// takes the first block whose label is that of a message; text around it is passed over.
func Unarmor(data []byte) ([]byte, error) {
	if len(data) > 2*MaxSize {
		return nil, fmt.Errorf("%d bytes: %w", len(data), ErrLimit)
	}
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	if len(trimmed) == 0 {
		return nil, fmt.Errorf("empty file: %w", ErrMalformed)
	}
	if bytes.Contains(trimmed, []byte("-----BEGIN ")) && trimmed[0] != 0x30 {
		return fromPEM(trimmed)
	}
	if trimmed[0] != 'M' { // which is how base64 of a SEQUENCE begins
		return data, nil
	}
	out := make([]byte, 0, base64.StdEncoding.DecodedLen(len(trimmed)))
	packed := bytes.Map(func(r rune) rune {
		if r == '\r' || r == '\n' || r == ' ' || r == '\t' {
			return -1
		}
		return r
	}, trimmed)
	out, err := base64.StdEncoding.AppendDecode(out, packed)
	if err != nil {
		return nil, fmt.Errorf("base64: %w: %w", ErrMalformed, err)
	}
	return out, nil
}

func fromPEM(data []byte) ([]byte, error) {
	for {
		block, rest := pem.Decode(data)
		if block == nil {
			return nil, fmt.Errorf("no message in PEM: %w", ErrMalformed)
		}
		switch block.Type {
		case "CMS", "PKCS7", "PKCS #7 SIGNED DATA", "SIGNATURE":
			return block.Bytes, nil
		}
		data = rest
	}
}
