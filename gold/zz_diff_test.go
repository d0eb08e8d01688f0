package gold

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/attache-project/attache/reading"
)

func TestZZDiff(t *testing.T) {
	root := os.Getenv("ZZ")
	if root == "" {
		t.Skip()
	}
	dirs, _ := filepath.Glob(root + "/*")
	for _, d := range dirs {
		rs := map[string]*reading.Reading{}
		f, err := os.Open(d + "/r.jsonl")
		if err != nil {
			t.Fatal(err)
		}
		sc := bufio.NewScanner(f)
		sc.Buffer(nil, 1<<26)
		for sc.Scan() {
			var r reading.Reading
			if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
				t.Fatal(err)
			}
			rs[strings.TrimSuffix(filepath.Base(r.File), ".txt")] = &r
		}
		f.Close()
		as, err := LoadDir(d, "")
		if err != nil {
			t.Fatal(err)
		}
		var all Scores
		for _, a := range as {
			s, err := Score(a, rs[a.ID])
			if err != nil {
				t.Fatal(err)
			}
			all.Add(s)
		}
		S, E, V, I, T := all.Statements, all.Events, all.Visits, all.Instruments, all.Times
		m := map[string]int{
			"q_gold": S.Overlap.Gold, "q_pred": S.Overlap.Found, "q_ov": S.Overlap.GoldRight, "q_pov": S.Overlap.FoundRight,
			"q_ex": S.Exact.GoldRight, "q_pex": S.Exact.FoundRight, "q_sp": S.Speaker.GoldRight, "q_psp": S.Speaker.FoundRight,
			"el": S.Elided.Of, "el_ok": S.Elided.Right, "ch": S.Channel.Of, "ch_ok": S.Channel.Right,
			"e_pred": E.Found, "e_gold": E.Recall.Of, "e_hit": E.Recall.Right, "e_loose": E.Loose.Right, "e_trig_any": E.AnyType.Right,
			"a_gold": E.Parties.Gold, "a_pred": E.Parties.Found, "a_tp": E.Parties.GoldRight, "st_ok": E.Status.Right, "ed": E.Date.Of, "ed_ok": E.Date.Right,
			"v_gold": V.Gold, "v_pred": V.Found, "v_hit": V.GoldRight, "v_kind": V.Kind.Right, "v_date": V.Start.Right, "v_st": V.Status.Right,
			"i_gold": I.Gold, "i_pred": I.Found, "i_hit": I.GoldRight, "i_par": I.Parties.Right, "i_st": I.Status.Right,
			"d_gold": T.Span.Gold, "d_pred": T.Span.Found, "d_ov": T.Span.GoldRight, "d_val": T.Value.GoldRight,
		}
		b, _ := json.Marshal(m)
		os.WriteFile(d+"/go.out", b, 0o644)
		// the mistakes must add up
		n := map[string]int{}
		for _, x := range all.Mistakes {
			n[x.Kind]++
		}
		chk := func(what string, a, b int) {
			if a != b {
				t.Errorf("%s %s: %d %d", d, what, a, b)
			}
		}
		chk("missed q", n[missedQuote], m["q_gold"]-m["q_ov"])
		chk("extra q", n[extraQuote], m["q_pred"]-m["q_pov"])
		chk("speaker", n[wrongSpeaker], m["q_ov"]-m["q_sp"])
		chk("missed ev", n[missedEvent]+n[wrongType], m["e_gold"]-m["e_hit"])
		chk("times", n[missedTime]+n[wrongTimeValue], m["d_gold"]-m["d_val"])
		chk("visits", n[missedVisit], m["v_gold"]-m["v_hit"])
		chk("instr", n[extraInstrument], m["i_pred"]-m["i_hit"])
		all.Write(os.Stderr, nil)
		fmt.Sprint(all)
	}
}
