package record

import "testing"

func TestPlansToldAgainAreFirm(t *testing.T) {
	steps := []Step{{Kind: Announced, On: "2025-01-01"}, {Kind: Confirmed, On: "2025-01-05"}, {Kind: Redated, On: "2025-01-10"}, {Kind: Confirmed, On: "2025-01-15"}}
	for on, want := range map[string]bool{"2025-01-01": false, "2025-01-05": true, "2025-01-12": false, "2025-02-01": true} {
		day, err := ParseDay(on)
		if err != nil {
			t.Fatal(err)
		}
		p := Promise{Steps: steps}
		if got := p.Firm(day); got != want {
			t.Errorf("on %s: %v, want %v", on, got, want)
		}
	}
}
