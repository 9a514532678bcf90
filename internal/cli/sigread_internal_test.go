package cli

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"testing"

	"github.com/klaster-platform/klaster/esign/cms"
)

// What is decoded while it is read is what package cms decodes in one piece, wherever both take it.
func FuzzReadArmored(f *testing.F) {
	message := bytes.Repeat([]byte{0x30, 0x82, 1, 2, 3}, 40)
	text := base64.StdEncoding.EncodeToString(message)
	f.Add([]byte(text))
	f.Add(pem.EncodeToMemory(&pem.Block{Type: "CMS", Bytes: message}))
	f.Add(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: message}))
	f.Add([]byte("-----BEGIN PKCS7-----\r\n " + text[:64] + "\r\n\t" + text[64:] + "\r\n-----END PKCS7-----\r\nafter"))
	f.Add([]byte("-----BEGIN PKCS7-----\n" + text))
	f.Add(message)
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := readArmored(bytes.NewReader(data), int64(len(data)))
		want, wantErr := cms.Unarmor(data)
		if err == nil && got.data != nil && wantErr == nil && !bytes.Equal(got.data, want) {
			t.Errorf("%x, in one piece %x", got.data, want)
		}
	})
}
