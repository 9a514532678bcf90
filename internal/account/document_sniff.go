package account

import "bytes"

// copyKind is what a copy may be.
type copyKind struct{ media, ending string }

// sniffLength is how much of a file tells what it is.
const sniffLength = 1024

// sniff tells by the first bytes of a file what it is; ok is false when it is nothing that we take. The name and the type
// that the browser sends are not asked: whoever sends them chooses them. A file begins as its format says, without
// anything before, so that no browser takes it for something else: PDF 1.7 (ISO 32000-1, 7.5.2), JPEG (ITU-T T.81,
// B.1.1), PNG (ISO 15948, 5.2).
func sniff(head []byte) (kind copyKind, ok bool) {
	for _, k := range []struct {
		magic string
		copyKind
	}{
		{"%PDF-1.", copyKind{"application/pdf", ".pdf"}},
		{"%PDF-2.", copyKind{"application/pdf", ".pdf"}},
		{"\xff\xd8\xff", copyKind{"image/jpeg", ".jpg"}},
		{"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", copyKind{"image/png", ".png"}},
	} {
		if bytes.HasPrefix(head, []byte(k.magic)) {
			return k.copyKind, true
		}
	}
	return copyKind{}, false
}
