package timex

import (
	"strings"
	"testing"

	"github.com/attache-project/attache/lang"
)

func TestFaultsInTablesAreNamed(t *testing.T) {
	const (
		words = "class\tvalue\tcue\twords\nMONTH\t5\ty\tmai\nNUM\t1\t\tun\n"
		rules = "name\tlevel\tclass\tpattern\tbuild\targs\twhen\n"
		verbs = "kind\tvalue\twords\n"
	)
	tests := []struct{ words, rules, verbs, want string }{
		{words + "MONTH\t13\ty\tx\n", rules, verbs, "w:4: MONTH 13 is out of range"},
		{words + "UNIT\tZZ\ty\tx\n", rules, verbs, `w:4: unknown unit "ZZ"`},
		{words + "NUM\tzwei\ty\tx\n", rules, verbs, "w:4: class NUM wants a number"},
		{words + "NUM\t2\n", rules, verbs, "w:4: row without words"},
		{words + "MADJ\t0\ty\tx\n", rules, verbs, "w:4: MADJ 0 is out of range"},
		{words + "NTH\tQ\ty\tx\n", rules, verbs, `w:4: class NTH wants a unit and a number, not "Q"`},
		{words + "NTH\t\ty\tx\n", rules, verbs, `w:4: class NTH wants a unit and a number, not ""`},
		{words + "DUR\tW\ty\tx\n", rules, verbs, `w:4: class DUR wants a number and a unit, not "W"`},
		{words + "DUR\t\ty\tx\n", rules, verbs, `w:4: class DUR wants a number and a unit, not ""`},
		{words + "CASE\tlower\n", rules, verbs, `w:4: unknown case "lower"`},
		{words + "WABBR\t8\ty\tx\n", rules, verbs, "w:4: WABBR 8 is out of range"},
		{words + "TAIL\t\t\tth\n", rules, verbs, "w:4: a tail wants the name of a class"},
		{words + "TAIL\tDUR:Z\t\tth\n", rules, verbs, `w:4: unknown unit "Z"`},
		{words + "HEAD\tMID\n", rules, verbs, "w:4: row without words"},
		{words, rules + "a\t0\tPT\tNUM\tdate\n", verbs, `r:2: level "0"`},
		{words, rules + "a\t1\tPT\tNUM\tdata\n", verbs, `r:2: unknown builder "data"`},
		{words, rules + "a\t1\tPT\t( NUM\tdate\n", verbs, "r:2: pattern of rule a: bracket not closed"},
		{words, rules + "a\t1\tPT\tNUM )?\tdate\n", verbs, "r:2: pattern of rule a: bracket closed that was not opened"},
		{words, rules + "a\t1\tPT\tNUM < NUM < NUM\tdate\n", verbs, "r:2: pattern of rule a: misplaced <"},
		{words, rules + "a\t1\tPT\tNUM||NUM\tdate\n", verbs, "r:2: pattern of rule a: empty alternative"},
		{words, rules + "a\t1\tPT\t\tdate\n", verbs, "r:2: pattern of rule a: empty"},
		{words, rules + "a\t1\tPT\tNUM\tdate\t\tsunny\n", verbs, `r:2: unknown condition "sunny"`},
		{words, rules, verbs + "form\tsoon\tx\n", `v:2: unknown tense "soon"`},
		{words, rules, verbs + "aux\tsoon\tx\n", `v:2: unknown tense "soon"`},
		{words, rules, verbs + "shape\t\tx\n", `v:2: unknown kind "shape"`},
	}
	for _, tt := range tests {
		_, err := parseTables(t, tt.words, tt.rules, tt.verbs)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("error %v, want %s", err, tt.want)
		}
	}
}

func parseTables(t *testing.T, words, rules, verbs string) (*Engine, error) {
	t.Helper()
	var rows [3][]lang.Row
	for i, s := range []string{words, rules, verbs} {
		var err error
		if rows[i], err = lang.ParseTable("wrv"[i:i+1], s); err != nil {
			t.Fatal(err)
		}
	}
	return newEngine(rows[0], rows[1], rows[2])
}

// Another language is nothing but other tables.
func TestALanguageIsItsTables(t *testing.T) {
	e, err := parseTables(t, `class	value	cue	words
ORDER	mdy		
MONTH	5	y	may
WDAY	1	y	monday
UNIT	W	y	week
LAST	-1		last
NUM	20		twenty
NUM	2		two
NUM	1000		thousand
NUM	100		hundred
`, `name	level	class	pattern	build	args	when
mdy	1	PT!	MONTH NUM ,? YEAR?	date		
week	1	PT!	LAST UNIT	rel		
day	1	PT!	WDAY	date		
num	1	PT!	NDATE	date		
off	2	STOP	may WDAY	none		
`, `kind	value	words
form	future	will
ending	past	ed
`)
	if err != nil {
		t.Fatal(err)
	}
	doc := plain("They will meet May twenty two and signed May 5, 2019 last week. They landed Monday. On 4/15/2024 May Monday.")
	const want = "May twenty two = 2026-05-22; May 5, 2019 = 2019-05-05; last week = 2025-W24; Monday = 2025-06-16; 4/15/2024 = 2024-04-15"
	if got := show(doc, e.Read(doc, tuesday)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestALaterRuleOfTheSameNameReplaces(t *testing.T) {
	e, err := parseTables(t, "class\tvalue\tcue\twords\nMONTH\t5\ty\tmai\n",
		"name\tlevel\tclass\tpattern\tbuild\targs\twhen\nm\t1\tPT!\tMONTH\tdate\t\t\nm\t1\tSTOP\tMONTH\tnone\t\t\n", "kind\tvalue\twords\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Read(plain("en mai"), tuesday); len(got) != 0 {
		t.Errorf("read %v", got)
	}
}
