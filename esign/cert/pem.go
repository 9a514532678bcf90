package cert

import (
	"bytes"
	"encoding/pem"
	"fmt"
)

// MaxFile is how many certificates one file may hold.
const MaxFile = 10_000

// ParseFile reads the certificates of a file: one in DER, or any number in PEM, with other text and other PEM blocks between
// them. A file without a certificate is an error.
func ParseFile(data []byte) ([]*Certificate, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // which editors of Windows put there, and package pem does not pass over
	if len(data) > 0 && data[0] == 0x30 {
		c, err := Parse(data)
		if err != nil {
			return nil, err
		}
		return []*Certificate{c}, nil
	}
	var list []*Certificate
	for rest := data; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" && block.Type != "X509 CERTIFICATE" {
			continue
		}
		if len(list) == MaxFile {
			return nil, fmt.Errorf("more than %d certificates in a file: %w", MaxFile, ErrMalformed)
		}
		c, err := Parse(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("certificate %d of the file: %w", len(list)+1, err)
		}
		list = append(list, c)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("no certificate in the file: %w", ErrMalformed)
	}
	return list, nil
}

// PEM returns certificates as a PEM file.
func PEM(certificates ...*Certificate) []byte {
	var out bytes.Buffer
	for _, c := range certificates {
		out.Write(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}))
	}
	return out.Bytes()
}
