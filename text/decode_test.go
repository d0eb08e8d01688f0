package text

import (
	"errors"
	"strings"
	"testing"
)

func TestDecode(t *testing.T) {
	tests := []struct{ name, in, want, encoding string }{
		{"ascii", "a\r\nb\rc\n", "a\nb\nc\n", UTF8},
		{"utf-8", "El señor — «sí»", "El señor — «sí»", UTF8},
		{"utf-8 with mark", "\xef\xbb\xbfaño", "año", UTF8},
		{"utf-16le", "\xff\xfea\x00\xf1\x00\x3d\xd8\x00\xde", "añ😀", UTF16LE},
		{"utf-16be", "\xfe\xff\x00a\x00\xf1\x04\x16", "añЖ", UTF16BE},
		{"latin-1", "El a\xf1o pr\xf3ximo, \xabs\xed\xbb", "El año próximo, «sí»", Windows1252},
		{"windows-1252", "\x93S\xed\x94 \x97dijo\x97 100 \x80", "“Sí” —dijo— 100 €", Windows1252},
		{"windows-1251", "\xcc\xe8\xed\xe8\xf1\xf2\xf0 \xf1\xea\xe0\xe7\xe0\xeb: \xab\xed\xe5\xf2\xbb", "Министр сказал: «нет»", Windows1251},
		{"nothing", "", "", UTF8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, enc, err := Decode([]byte(tt.in))
			if err != nil || got != tt.want || enc != tt.encoding {
				t.Errorf("Decode(%q) = %q, %q, %v; want %q, %q", tt.in, got, enc, err, tt.want, tt.encoding)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	tests := []struct {
		name, in string
		err      error
		says     string
	}{
		{"NUL", "ab\x00c", ErrBinary, "0x00 at byte 2"},
		{"control byte after a mark", "\xef\xbb\xbfab\x01", ErrBinary, "0x01 at byte 5"},
		{"control byte in latin-1", "a\xf1o\x02", ErrBinary, "0x02 at byte 3"},
		{"undefined byte", "a\xf1o\x81", ErrBinary, "0x81 at byte 3"},
		{"broken utf-8", "año señor \xc3", ErrDamaged, "0xc3 at byte 12"},
		{"odd utf-16", "\xff\xfea", ErrDamaged, "odd"},
		{"half a pair", "\xff\xfe\x3d\xd8a\x00", ErrDamaged, "at byte 2"},
		{"control in utf-16", "\xff\xfea\x00\x00\x00", ErrBinary, "U+0000 at byte 4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := Decode([]byte(tt.in))
			if !errors.Is(err, tt.err) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("Decode(%q): error %v; want %v with %q", tt.in, err, tt.err, tt.says)
			}
		})
	}
}
