package fact

import (
	"fmt"

	"github.com/klauspost/compress/zstd"
)

// codec packs the content of records. Three kilobytes of JSON become some 600 bytes, because most of their text is the same
// in every record and stands in the vocabulary. A packed content begins with the number of the vocabulary that it was packed with:
// a later one gets the next number, and this one stays to read with.
type codec struct {
	in  *zstd.Encoder
	out *zstd.Decoder
}

const vocabularyNumber = 1

// maxContent bounds what a packed record may become, in bytes.
const maxContent = 64 << 20

func newCodec() (*codec, error) {
	in, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2), zstd.WithEncoderCRC(false),
		zstd.WithEncoderDictRaw(vocabularyNumber, []byte(vocabulary)))
	if err != nil {
		return nil, fmt.Errorf("prepare the packing of records: %w", err)
	}
	out, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxContent),
		zstd.WithDecoderDictRaw(vocabularyNumber, []byte(vocabulary)))
	if err != nil {
		return nil, fmt.Errorf("prepare the unpacking of records: %w", err)
	}
	return &codec{in, out}, nil
}

func (c *codec) encode(content []byte) []byte {
	return c.in.EncodeAll(content, make([]byte, 0, len(content)/3))
}

func (c *codec) decode(packed []byte) ([]byte, error) { return c.out.DecodeAll(packed, nil) }
