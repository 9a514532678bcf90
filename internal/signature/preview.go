package signature

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxPreview is how much of a text the page shows; the file itself is one link away.
const maxPreview = 64 << 10

// preview is what the page shows of the bytes to sign.
type preview struct {
	Text   string // empty for what is no text
	Cut    bool   // there is more than Text
	Size   int64
	SHA256 string
}

// preview reads the frozen bytes, and nothing but them, for the page (T18).
func (s *Service) preview(ctx context.Context, r Request) (preview, error) {
	f, err := s.Bytes(ctx, r)
	if err != nil {
		return preview{}, err
	}
	defer f.Close() //nolint:errcheck // it was read
	head := make([]byte, maxPreview)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return preview{}, fmt.Errorf("read what is to be signed: %w", err)
	}
	sum := sha256.New()
	sum.Write(head[:n])
	rest, err := io.Copy(sum, f)
	if err != nil {
		return preview{}, fmt.Errorf("read what is to be signed: %w", err)
	}
	p := preview{Size: int64(n) + rest, Cut: rest > 0, SHA256: hex.EncodeToString(sum.Sum(nil))}
	if isText(r.Media) {
		text := head[:n]
		for range utf8.UTFMax { // a letter may be cut in two
			if len(text) == 0 || !p.Cut || utf8.Valid(text) {
				break
			}
			text = text[:len(text)-1]
		}
		p.Text = strings.ToValidUTF8(string(text), "\uFFFD")
	}
	return p, nil
}

func isText(media string) bool {
	kind, _, _ := strings.Cut(media, ";")
	kind = strings.TrimSpace(kind)
	return strings.HasPrefix(kind, "text/") || kind == "application/xml" || kind == "application/json" || strings.HasSuffix(kind, "+xml")
}
