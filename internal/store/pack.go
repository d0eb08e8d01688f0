package store

import (
	"encoding/json"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"github.com/attache-project/attache/reading"
)

// A Packer turns readings into the bytes that stores keep: JSON without the text
// of the article, which is kept beside it, compressed. It may be used by several
// goroutines.
type Packer struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

// NewPacker returns a packer.
func NewPacker() (*Packer, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		return nil, fmt.Errorf("making a packer of readings: %w", err)
	}
	dec, err := zstd.NewReader(nil)
	if err != nil {
		return nil, fmt.Errorf("making a packer of readings: %w", err)
	}
	return &Packer{enc, dec}, nil
}

// Pack returns the packed reading.
func (p *Packer) Pack(r *reading.Reading) ([]byte, error) {
	bare := *r
	bare.Article.Text = ""
	b, err := bare.Append(nil)
	if err != nil {
		return nil, err
	}
	return p.enc.EncodeAll(b, nil), nil
}

// Unpack returns the reading of the article with the given text.
func (p *Packer) Unpack(b []byte, text string) (*reading.Reading, error) {
	b, err := p.dec.DecodeAll(b, nil)
	if err != nil {
		return nil, fmt.Errorf("unpacking a reading: %w", err)
	}
	r := new(reading.Reading)
	if err := json.Unmarshal(b, r); err != nil {
		return nil, fmt.Errorf("unpacking a reading: %w", err)
	}
	r.Article.Text = text
	return r, nil
}

// Close frees what the packer holds.
func (p *Packer) Close() {
	p.dec.Close()
}
