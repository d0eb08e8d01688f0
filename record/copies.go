package record

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"strings"
	"unicode"
)

// fold writes words in lower case with single blanks.
func fold(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// Sizes of a signature: Hashes minima of shingles of shingle words, seen as
// Bands bands. Two texts that share 85 % of their shingles fall into one band
// surely, two that share 60 % with a chance of 89 %; which are copies
// is then judged by the signatures.
const (
	Hashes  = 64
	Bands   = 16
	shingle = 3
	// Copied is the share of shingles from which on two texts count as copies.
	Copied = 0.55
)

// A Signature is the MinHash signature of a text, by one permutation with the
// empty bins filled from their neighbours (Li, Owen, Zhang 2012; Shrivastava, Li
// 2014). The zero signature is that of a text of fewer than three words, which is
// like none.
type Signature [Hashes]uint32

// Sign returns the signature of a text. Only letters and digits count, folded to
// lower case.
func Sign(s string) Signature {
	var sig Signature
	var filled [Hashes]bool
	var window [shingle]uint64
	n := 0
	word := uint64(offset)
	in := false
	end := func() {
		window[n%shingle] = word
		n++
		word, in = offset, false
		if n < shingle {
			return
		}
		h := uint64(offset)
		for i := range shingle {
			h = mix(h ^ window[(n+i)%shingle])
		}
		bin := h >> (64 - 6)
		v := uint32(h)
		if !filled[bin] || v < sig[bin] {
			sig[bin], filled[bin] = v, true
		}
	}
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			word = (word ^ uint64(unicode.ToLower(r))) * prime
			in = true
		} else if in {
			end()
		}
	}
	if in {
		end()
	}
	if n < shingle {
		return Signature{}
	}
	// An empty bin takes what its next full neighbour holds, changed by the way.
	full := sig
	for i := range sig {
		for d := 1; !filled[i] && d < Hashes; d++ {
			if j := (i + d) % Hashes; filled[j] {
				sig[i] = full[j] + uint32(d)*0x9e3779b1
				break
			}
		}
	}
	return sig
}

// FNV-1a.
const (
	offset = 14695981039346656037
	prime  = 1099511628211
)

// mix spreads the bits of h (the end of MurmurHash3).
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// Like estimates the share of shingles that two texts have in common.
func (s *Signature) Like(t *Signature) float64 {
	if *s == (Signature{}) || *t == (Signature{}) {
		return 0
	}
	n := 0
	for i := range s {
		if s[i] == t[i] {
			n++
		}
	}
	return float64(n) / Hashes
}

// Bands returns a hash of each band of the signature: copies share at least one.
// The zero signature has none.
func (s *Signature) Bands() []int64 {
	if *s == (Signature{}) {
		return nil
	}
	out := make([]int64, Bands)
	for b := range Bands {
		h := uint64(b + 1)
		for _, v := range s[b*Hashes/Bands : (b+1)*Hashes/Bands] {
			h = mix(bits.RotateLeft64(h, 7) ^ uint64(v))
		}
		out[b] = int64(h)
	}
	return out
}

// Bytes writes the signature as [ParseSignature] reads it: 4 bytes a hash,
// little-endian.
func (s *Signature) Bytes() []byte {
	b := make([]byte, 0, 4*Hashes)
	for _, v := range s {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// ParseSignature reads what [Signature.Bytes] wrote.
func ParseSignature(b []byte) (s Signature, err error) {
	if len(b) != 4*Hashes {
		return s, fmt.Errorf("a signature has %d bytes, want %d", len(b), 4*Hashes)
	}
	for i := range s {
		s[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return s, nil
}
