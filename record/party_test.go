package record

import (
	"reflect"
	"strings"
	"testing"

	"github.com/attache-project/attache/reading"
)

func TestPartiesAreWrittenAndRead(t *testing.T) {
	for _, c := range []struct {
		s    string
		want Party
	}{
		{"Kassym-Jomart Tokayev <kassym-jomart-tokayev KAZ>", Party{Entity: "kassym-jomart-tokayev", Code: "KAZ", Name: "Kassym-Jomart Tokayev", Person: true}},
		{"Kazakhstan <KAZ KAZ>", Party{Entity: "KAZ", Code: "KAZ", Name: "Kazakhstan"}},
		{"Presidency of Russia <presidency/RUS RUS>", Party{Entity: "presidency/RUS", Code: "RUS", Name: "Presidency of Russia"}},
		{"Rosa Peralta <x/rosa-peralta>", Party{Entity: "x/rosa-peralta", Name: "Rosa Peralta"}},
		{"Rosa Peralta", Party{Name: "Rosa Peralta"}},
	} {
		got, err := ParseParty(c.s)
		if err != nil || got != c.want {
			t.Errorf("%s: %+v, %v, want %+v", c.s, got, err, c.want)
		}
		if s := FormatParty(got); s != c.s {
			t.Errorf("%+v is written %q, want %q", got, s, c.s)
		}
	}
}

func TestPartiesThatCannotBeRead(t *testing.T) {
	for _, s := range []string{"", " ", "<kaz>", "Ana <", "Ana <>", "Ana <a b c>", "Ana <a KAZ> b", "Ana <a kaz>", "Ana <a <b>", "Ana>", "<script>alert(1)</script>"} {
		if p, err := ParseParty(s); err == nil {
			t.Errorf("%q: %+v and no error", s, p)
		}
	}
}

// A corrected speaker is who he is, not a name alone: whoever asks for what he says
// finds it, with the capital he speaks for; and so it is again when the words are read
// anew, until the correction is undone.
func TestSpeakersAreCorrectedToEntities(t *testing.T) {
	lavrov := Party{Entity: "sergey-lavrov", Code: "RUS", Name: "Sergey Lavrov", Person: true}
	was := Fact{
		Kind: KindStatement, Article: "a", Words: reading.Span{Start: 10, End: 40, Text: "x"},
		Speaker: &lavrov, Side: "RUS", Actors: []Party{lavrov}, About: []string{"IRN", "UKR"}, Parties: []string{"IRN", "RUS", "UKR"},
	}
	was.Key = FactKey("a", KindStatement, "", was.Words)
	again := was // read by a newer engine, from a word more
	again.Words.End = 44
	again.Key = FactKey("a", KindStatement, "", again.Words)
	tokayev := Party{Entity: "kassym-jomart-tokayev", Code: "KAZ", Name: "Kassym-Jomart Tokayev", Person: true}
	for _, c := range []struct {
		name, value string
		want        *Party
		side        string
		actors      []Party
		parties     []string
	}{
		{"somebody known", FormatParty(tokayev), &tokayev, "KAZ", []Party{tokayev}, []string{"IRN", "KAZ", "UKR"}},
		{"somebody of a state that the words are about", "Ana <ana UKR>", &Party{Entity: "ana", Code: "UKR", Name: "Ana", Person: true}, "UKR",
			[]Party{{Entity: "ana", Code: "UKR", Name: "Ana", Person: true}}, []string{"IRN", "UKR"}},
		{"somebody unknown", "Rosa Peralta", &Party{Name: "Rosa Peralta"}, "", nil, []string{"IRN", "UKR"}},
		{"nobody", "", nil, "", nil, []string{"IRN", "UKR"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := Correction{ID: 1, Author: "Ana", Action: Correct, Field: "speaker", Value: c.value, Reason: "seen", Target: AnchorOf(&was)}
			if err := k.Check(&was); err != nil {
				t.Fatal(err)
			}
			for _, f := range []Fact{was, again} {
				k := k
				k.Target.Fact = k.Target.Find([]Fact{f})
				got, confirmed, _ := Apply(f, []Correction{k})
				if !reflect.DeepEqual(got.Speaker, c.want) || got.Side != c.side || !confirmed ||
					!reflect.DeepEqual(got.Actors, c.actors) || !reflect.DeepEqual(got.Parties, c.parties) {
					t.Errorf("speaker %+v of %q, actors %+v, parties %v, confirmed %v", got.Speaker, got.Side, got.Actors, got.Parties, confirmed)
				}
				k.Undone = "2025-06-02T10:00:00Z"
				if got, _, _ := Apply(f, []Correction{k}); !reflect.DeepEqual(got, f) {
					t.Errorf("undone: %+v, want %+v", got, f)
				}
			}
		})
	}
	bad := Correction{Author: "Ana", Action: Correct, Field: "speaker", Value: "Ana <a b c>", Reason: "seen"}
	if err := bad.Check(&was); err == nil || !strings.Contains(err.Error(), "field speaker: want a name") {
		t.Errorf("error %v", err)
	}
}

// What is read is written as it was.
func FuzzParseParty(f *testing.F) {
	for _, s := range []string{"Ana", "Ana <ana KAZ>", "Ana <ana>", "<>", "a<b>c", "ñ <x/ñ EU>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParseParty(s)
		if err != nil {
			return
		}
		again, err := ParseParty(FormatParty(p))
		if err != nil || again != p {
			t.Errorf("%q: %+v, then %+v, %v", s, p, again, err)
		}
	})
}
