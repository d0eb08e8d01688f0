package record

import "testing"

func TestParseInterval(t *testing.T) {
	tests := []struct{ in, start, end string }{
		{"2025-11-12", "2025-11-12", "2025-11-12"},
		{"2025-11", "2025-11-01", "2025-11-30"},
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"2025", "2025-01-01", "2025-12-31"},
		{"199", "1990-01-01", "1999-12-31"},
		{"2025-11-11/2025-11-12", "2025-11-11", "2025-11-12"},
		{"../2025-12-31", "..", "2025-12-31"},
		{"2025-07-20/..", "2025-07-20", ".."},
		{"2025-11/2025-12", "2025-11-01", "2025-12-31"},
		{"2025-W27", "2025-06-30", "2025-07-06"},
		{"2026-W01", "2025-12-29", "2026-01-04"},
		{"2025-W27-WE", "2025-07-05", "2025-07-06"},
		{"2025-SU", "2025-06-01", "2025-08-31"},
		{"2024-WI", "2024-12-01", "2025-02-28"},
		{"2025-Q4", "2025-10-01", "2025-12-31"},
		{"2025-H1", "2025-01-01", "2025-06-30"},
		{"2025-11-12T10:00", "2025-11-12", "2025-11-12"},
		{"2025-10~", "2025-10-01", "2025-10-31"},
	}
	for _, tt := range tests {
		iv, ok := ParseInterval(tt.in)
		if !ok || iv.Start.String() != tt.start || iv.End.String() != tt.end {
			t.Errorf("ParseInterval(%q) = %s to %s, %v, want %s to %s", tt.in, iv.Start, iv.End, ok, tt.start, tt.end)
		}
	}
	for _, in := range []string{"", "PAST_REF", "P3D", "../..", "2025-13", "2025-02-30", "2025-W60", "2025-11-12/2025-11-11", "25-11", "2025-1", "XXXX", "12025"} {
		if iv, ok := ParseInterval(in); ok {
			t.Errorf("ParseInterval(%q) = %s to %s, want none", in, iv.Start, iv.End)
		}
	}
}

func TestIntervalWritesWhatItReads(t *testing.T) {
	for _, s := range []string{"2025-11-12", "2025-11", "2025", "2025-11-11/2025-11-12", "../2025-12-31", "2025-07-20/.."} {
		iv, ok := ParseInterval(s)
		if got := iv.EDTF(); !ok || got != s {
			t.Errorf("ParseInterval(%q).EDTF() = %q", s, got)
		}
	}
	if got := Anytime.EDTF(); got != "" {
		t.Errorf("Anytime.EDTF() = %q", got)
	}
}

func TestIntervalGap(t *testing.T) {
	tests := []struct {
		a, b string
		gap  int
	}{
		{"2025-11-12", "2025-11-12", 0}, {"2025-11-12", "2025-11-13", 1}, {"2025-11-13", "2025-11-12", 1},
		{"2025-11", "2025-11-12", 0}, {"../2025-11-12", "2025-11-20", 8}, {"../2025-11-12", "2020", 0}, {"2025-11-12/..", "2030", 0},
	}
	for _, tt := range tests {
		a, _ := ParseInterval(tt.a)
		b, _ := ParseInterval(tt.b)
		if got := a.Gap(b); got != tt.gap || (got == 0) != a.Overlaps(b) {
			t.Errorf("%s and %s are %d days apart, overlap %v, want %d", tt.a, tt.b, got, a.Overlaps(b), tt.gap)
		}
	}
}

func FuzzParseInterval(f *testing.F) {
	for _, s := range []string{"2025-11-12", "2025-W27-WE", "../2025", "199", "2024-WI/..", "2025-11-12T10:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		iv, ok := ParseInterval(s)
		if !ok {
			return
		}
		if iv.Start > iv.End || !iv.Known() {
			t.Fatalf("ParseInterval(%q) = %d to %d", s, iv.Start, iv.End)
		}
		again, ok := ParseInterval(iv.EDTF())
		if !ok || again != iv {
			t.Fatalf("%q is written as %q, which is %d to %d, %v", s, iv.EDTF(), again.Start, again.End, ok)
		}
	})
}
