package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/klauspost/compress/gzip"
)

// record writes a record of the given body.
func record(kind, target, body string) string {
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: <%s>\r\nWARC-Date: 2025-03-11T23:30:00.5Z\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, target, len(body), body)
}

// member compresses s to a gzip member.
func member(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// noise is text that does not compress to nothing.
func noise(n int) string {
	var b strings.Builder
	x := uint32(1)
	for b.Len() < n {
		x = x*1664525 + 1013904223
		b.WriteByte("abcdefghijklmnopqrstuvwxyz    \n"[x>>16%31])
	}
	return b.String()
}

// contents reads an archive: the targets and lengths of the blocks of all
// records that can be read, and the offsets of the errors.
func contents(t testing.TB, r io.Reader) (got []string, bad []int64) {
	t.Helper()
	w := NewReader(r)
	for {
		rec, err := w.Next()
		if errors.Is(err, io.EOF) {
			return got, bad
		}
		var b []byte
		if err == nil {
			b, err = w.Block()
		}
		if e, ok := errors.AsType[*Error](err); ok {
			bad = append(bad, e.Offset)
			if len(bad) > 1000 {
				t.Fatal("errors without end")
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(rec.Target, " ", len(b)))
	}
}

func TestRecordsPlainAndCompressed(t *testing.T) {
	a, b, c := record("response", "http://x.example/a", "one"), record("resource", "http://x.example/b", noise(200_000)), record("response", "http://x.example/c", "")
	want := []string{"http://x.example/a 3", "http://x.example/b 200000", "http://x.example/c 0"}
	for name, s := range map[string]string{
		"plain":                a + b + c,
		"members":              member(t, a) + member(t, b) + member(t, c),
		"one member":           member(t, a+b+c),
		"no ends":              strings.TrimRight(a+b+c, "\r\n") + "\r\n\r\n",
		"bare line feeds":      strings.ReplaceAll(a+b+c, "\r\n", "\n"),
		"empty member between": member(t, a) + member(t, "") + member(t, b) + member(t, c),
	} {
		for how, r := range map[string]io.Reader{"whole": strings.NewReader(s), "byte by byte": iotest.OneByteReader(strings.NewReader(s))} {
			got, bad := contents(t, r)
			if !slices.Equal(got, want) || len(bad) > 0 {
				t.Errorf("%s, %s: got %q, errors at %d, want %q", name, how, got, bad, want)
			}
		}
	}
}

func TestHeaderOfARecord(t *testing.T) {
	s := "WARC/1.0\r\nwarc-type: Response\r\nWARC-Target-URI: http://x.example/a\r\nWARC-Date: 2025-03-11T23:30:00-03:00\r\nContent-Type: application/http;\r\n msgtype=response\r\nContent-Length: 2\r\nContent-Length: 900\r\n\r\nab\r\n\r\n"
	rec, err := NewReader(strings.NewReader(s)).Next()
	if err != nil {
		t.Fatal(err)
	}
	if rec.Type != "response" || rec.Target != "http://x.example/a" || rec.Length != 2 || rec.Media != "application/http; msgtype=response" || !rec.Date.Equal(time.Date(2025, 3, 12, 2, 30, 0, 0, time.UTC)) || rec.Date.Location() != time.UTC {
		t.Errorf("got %+v", rec)
	}
}

func TestBlocksThatAreNotAskedForArePassed(t *testing.T) {
	w := NewReader(strings.NewReader(member(t, record("request", "a", noise(100_000))) + member(t, record("response", "b", "x"))))
	for _, want := range []string{"a", "b"} {
		rec, err := w.Next()
		if err != nil || rec.Target != want {
			t.Fatalf("record %+v, error %v, want %s", rec, err, want)
		}
	}
	if _, err := w.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("error %v, want io.EOF", err)
	}
}

func TestReadingGoesOnAfterDamage(t *testing.T) {
	a, b, c := record("response", "a", noise(3000)), record("response", "b", noise(5000)), record("response", "c", noise(3000))
	za, zb, zc := member(t, a), member(t, b), member(t, c)
	hurt := func(s string, i int) string { return s[:i] + "\xff\xfe\xff\xfe" + s[i+4:] }
	ac := []string{"a 3000", "c 3000"}
	for _, c := range []struct {
		name, s string
		want    []string
		bad     []int64
	}{
		{"member with other bytes", za + hurt(zb, len(zb)/2) + zc, ac, []int64{int64(len(za))}},
		{"member with a wrong checksum", za + hurt(zb, len(zb)-8) + zc, ac, []int64{int64(len(za))}},
		{"member cut short before another", za + zb[:len(zb)/2] + zc, ac, []int64{int64(len(za))}},
		{"member cut short at the end", za + zb[:len(zb)/2], ac[:1], []int64{int64(len(za))}},
		{"member without its head", za + zb[20:] + zc, ac, []int64{int64(len(za))}},
		{"rubbish between members", za + "rubbish" + zc, ac, []int64{int64(len(za))}},
		{"rubbish at the end", za + zc + "\x00\x00\x00", ac, []int64{int64(len(za + zc))}},
		{"no record in a member", za + member(t, "rubbish\r\n") + zc, ac, []int64{int64(len(za))}},
		{"record cut short before another", a + b[:len(b)/2] + "\r\n" + c, ac, []int64{int64(len(a))}},
		{"record cut short at the end", a + b[:len(b)/2], ac[:1], []int64{int64(len(a))}},
		{"header cut short at the end", a + b[:30], ac[:1], []int64{int64(len(a))}},
		{"no length", a + strings.Replace(b, "Content-Length", "Content-Size", 1) + c, ac, []int64{int64(len(a))}},
		{"negative length", a + strings.Replace(b, "Content-Length: ", "Content-Length: -", 1) + c, ac, []int64{int64(len(a))}},
		{"length too large", a + strings.Replace(b, "Length: 5000", "Length: 5000000000", 1) + c, ac, nil},
		{"length too small", a + strings.Replace(b, "Length: 5000", "Length: 4000", 1) + c, ac, []int64{int64(len(a))}},
		{"header that is no header", a + strings.Replace(b, "WARC-Type: ", "WARC-Type ", 1) + c, ac, []int64{int64(len(a))}},
		{"header without end", a + "WARC/1.0\r\n" + strings.Repeat("X-Y: z\r\n", 20_000) + c, ac, []int64{int64(len(a))}},
	} {
		got, bad := contents(t, strings.NewReader(c.s))
		if !slices.Equal(got, c.want) || len(bad) == 0 || c.bad != nil && !slices.Equal(bad, c.bad) {
			t.Errorf("%s: got %q, errors at %d, want %q and %d", c.name, got, bad, c.want, c.bad)
		}
	}
}

func TestBombIsLeft(t *testing.T) {
	bomb := member(t, record("response", "bomb", strings.Repeat("a", 64<<20)))
	after := member(t, record("response", "b", "x"))
	w := NewReader(strings.NewReader(bomb + after))
	rec, err := w.Next()
	if err != nil || rec.Target != "bomb" {
		t.Fatalf("record %+v, error %v", rec, err)
	}
	if _, err = w.Block(); !errors.Is(err, ErrTooLarge) {
		t.Errorf("error of a block of 64 MiB: %v, want one that wraps ErrTooLarge", err)
	}
	if _, err = w.Next(); !errors.Is(err, ErrTooLarge) {
		t.Errorf("error of passing a member that grows a thousandfold: %v, want one that wraps ErrTooLarge", err)
	}
	if rec, err = w.Next(); err != nil || rec.Target != "b" {
		t.Errorf("record %+v, error %v, want that after the bomb", rec, err)
	}
}

func TestErrorOfTheReaderEndsReading(t *testing.T) {
	for _, s := range []string{record("response", "a", noise(9000)), member(t, record("response", "a", noise(9000)))} {
		w := NewReader(io.MultiReader(strings.NewReader(s[:len(s)-10]), iotest.ErrReader(iotest.ErrTimeout)))
		var err error
		for range 3 {
			if _, err = w.Next(); err != nil {
				break
			}
		}
		if !errors.Is(err, iotest.ErrTimeout) {
			t.Errorf("error %v, want that of the reader", err)
		}
		if _, again := w.Next(); !errors.Is(again, iotest.ErrTimeout) {
			t.Errorf("error of the next call %v, want the same", again)
		}
	}
}

func TestArchiveOfBeginningsIsNotReadOverAndOver(t *testing.T) {
	half := member(t, record("response", "a", noise(300)))
	for name, s := range map[string]string{
		"plain":   "WARC/1.0\r\nContent-Length: 1\r\n\r\nx\r\n\r\n" + strings.Repeat("WARC/1.0\nContent-Length: 999999999\n\n", 4<<20/36),
		"members": half + strings.Repeat(half[:len(half)-20], 1<<19/len(half)),
		"magic":   half + strings.Repeat("\x1f\x8b\x08\x00", 1<<17),
	} {
		w := NewReader(strings.NewReader(s))
		calls := 0
		for {
			if _, err := w.Next(); errors.Is(err, io.EOF) {
				break
			}
			calls++
		}
		if limit := int64(16*keep + 2*len(s)); w.again > limit || calls > len(s)/30 {
			t.Errorf("%s: %d bytes read again in %d calls, want at most %d", name, w.again, calls, limit)
		}
	}
}

func FuzzReader(f *testing.F) {
	a := record("response", "http://x.example/a", "one")
	f.Add([]byte(a + a))
	f.Add([]byte(member(f, a) + member(f, a)))
	f.Add([]byte(member(f, a)[:40] + member(f, a)))
	f.Add([]byte("WARC/1.0\nContent-Length: 99\n\nWARC/1.0\nContent-Length: 0\n\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		w := NewReader(bytes.NewReader(b))
		last := int64(-1)
		for n := 0; ; n++ {
			rec, err := w.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if n > len(b)+10 {
				t.Fatalf("more records than bytes")
			}
			if e, ok := errors.AsType[*Error](err); ok {
				if e.Offset < 0 || e.Offset > int64(len(b)) {
					t.Fatalf("error at %d of %d bytes", e.Offset, len(b))
				}
				continue
			}
			if err != nil {
				t.Fatalf("error %v of a reader that does not fail", err)
			}
			if rec.Offset < last {
				t.Fatalf("record at %d after one at %d", rec.Offset, last)
			}
			last = rec.Offset
			if block, err := w.Block(); err == nil && int64(len(block)) != rec.Length {
				t.Fatalf("block of %d bytes, Content-Length %d", len(block), rec.Length)
			}
		}
	})
}

func BenchmarkReader(b *testing.B) {
	one := record("response", "http://x.example/a", noise(100_000))
	for name, s := range map[string]string{"plain": strings.Repeat(one, 50), "gzip": strings.Repeat(member(b, one), 50)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(one) * 50))
			b.ReportAllocs()
			for b.Loop() {
				w := NewReader(strings.NewReader(s))
				for {
					if _, err := w.Next(); errors.Is(err, io.EOF) {
						break
					} else if err != nil {
						b.Fatal(err)
					}
					if _, err := w.Block(); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
