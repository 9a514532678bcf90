package blob

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Ref names content: the SHA-256 of the plaintext and its length in bytes. Refs are comparable with ==. The zero Ref
// names nothing (empty content has a hash, too) and is never found.
//
// Its text form, used in rows and JSON, is "sha256-<64 hexadecimal digits>-<length>". A ref is as telling as the content
// it names: who holds one can check a guess about what is in the file. It is shown to nobody who may not read the file.
type Ref struct {
	SHA256 [sha256.Size]byte
	Size   int64
}

const refPrefix = "sha256-"

var errRef = errors.New("not a blob reference")

// RefOf names content that is in memory.
func RefOf(content []byte) Ref {
	return Ref{SHA256: sha256.Sum256(content), Size: int64(len(content))}
}

// ParseRef reads the text form; only the form that [Ref.String] writes is accepted.
func ParseRef(text string) (Ref, error) {
	rest, ok := strings.CutPrefix(text, refPrefix)
	sum, length, dash := strings.Cut(rest, "-")
	if !ok || !dash || len(sum) != 2*sha256.Size {
		return Ref{}, errRef
	}
	raw, err := hex.DecodeString(sum)
	if err != nil {
		return Ref{}, errRef
	}
	size, err := strconv.ParseInt(length, 10, 64)
	if err != nil || size < 0 {
		return Ref{}, errRef
	}
	ref := Ref{SHA256: [sha256.Size]byte(raw), Size: size}
	if ref.String() != text {
		return Ref{}, errRef
	}
	return ref, nil
}

// IsZero reports whether the ref names nothing.
func (r Ref) IsZero() bool { return r == Ref{} }

// String gives the text form.
func (r Ref) String() string {
	return refPrefix + hex.EncodeToString(r.SHA256[:]) + "-" + strconv.FormatInt(r.Size, 10)
}

// MarshalText implements [encoding.TextMarshaler].
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (r *Ref) UnmarshalText(text []byte) error {
	ref, err := ParseRef(string(text))
	if err != nil {
		return err
	}
	*r = ref
	return nil
}

// Value implements [driver.Valuer]: a ref is a TEXT column, the zero ref is NULL.
func (r Ref) Value() (driver.Value, error) {
	if r.IsZero() {
		return nil, nil
	}
	return r.String(), nil
}

// Scan implements [database/sql.Scanner], the reverse of [Ref.Value].
func (r *Ref) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*r = Ref{}
		return nil
	case string:
		return r.UnmarshalText([]byte(v))
	case []byte:
		return r.UnmarshalText(v)
	default:
		return fmt.Errorf("scan a blob reference from %T: %w", src, errRef)
	}
}
