package nlp

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/text"
)

func englishTokenizer(t testing.TB) *Tokenizer {
	t.Helper()
	p, err := lang.Open("en", "")
	if err != nil {
		t.Fatal(err)
	}
	tk, err := NewTokenizer(p)
	if err != nil {
		t.Fatal(err)
	}
	return tk
}

func TestEnglishTokens(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"negation", "They don't, CAN'T and cannot; won’t.", "They do+n't , CA+N'T and can+not ; wo+n’t ."},
		{"short verbs", "We're sure it's what I'd said, they'll say you've", "We+'re sure it+'s what I+'d said , they+'ll say you+'ve"},
		{"two tails", "He wouldn't've gone", "He would+n't+'ve gone"},
		{"possessive", "Rome's envoy and the FBI’s chief", "Rome+'s envoy and the FBI+’s chief"},
		{"possessive of a plural", "the states' rights, the ministers’ plan", "the states+' rights , the ministers+’ plan"},
		{"possessive of an abbreviation", "the U.S.'s role", "the U.S.+'s role"},
		{"closing mark is no possessive", "the 'three states' plan", "the ' three states ' plan"},
		{"apostrophe within a name", "O'Neill, Shi'ite, Sana'a and Côte d'Ivoire at ten o'clock", "O'Neill , Shi'ite , Sana'a and Côte d'Ivoire at ten o'clock"},
		{"capital inside a sentence", "Al Gore's aide", "Al Gore+'s aide"},
		{"hyphens", "a well-known U.S.-led two-day al-Qaeda raid", "a well - known U.S. - led two - day al - Qaeda raid"},
		{"prefixes", "non-aligned, anti-American, mid-July and e-mail", "non-aligned , anti-American , mid-July and e-mail"},
		{"ranges", "3-4 or 2019–2020, call 555-010-1234", "3 - 4 or 2019 – 2020 , call 555-010-1234"},
		{"slashes", "and/or 9/11, 1/2", "and / or 9/11 , 1/2"},
		{"numbers and signs", "7:30pm, 5%, #1, US$4.5bn, $3,000 and 20th in the 1930s", "7:30 pm , 5 % , # 1 , US $ 4.5 bn , $ 3,000 and 20th in the 1930s"},
		{"short years", "in ’98 and '05", "in ’98 and '05"},
		{"abbreviations", "Mr. Hill, Ph.D., Gen. Roe, No. 5, e.g. J. M. Poe of D.C.", "Mr. Hill , Ph.D. , Gen. Roe , No. 5 , e.g. J. M. Poe of D.C."},
		{"rows of marks", "Really?! Yes!!!", "Really ?! ‖ Yes !!!"},
		{"dashes", "peace—if any -- or war", "peace — if any -- or war"},
		{"web", "see https://example.org/a-b, #summit and @envoy", "see https://example.org/a-b , #summit and @envoy"},
	}
	tk := englishTokenizer(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := tk.Document(text.Page{Text: tt.in}, "en")
			if err := checkDocument(d); err != nil {
				t.Fatal(err)
			}
			if got := tokenWords(d); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestEnglishSentences(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"titles", "Gen. Roe met Mr. Hill. Sen. Poe left.", []string{"Gen. Roe met Mr. Hill.", "Sen. Poe left."}},
		{"country at the end", "She flew to the U.S. The envoy stayed.", []string{"She flew to the U.S.", "The envoy stayed."}},
		{"country before a name", "She met U.S. Ambassador Poe.", []string{"She met U.S. Ambassador Poe."}},
		{"initials", "J. M. Roe spoke. Robert F. Hill did not.", []string{"J. M. Roe spoke.", "Robert F. Hill did not."}},
		{"initial before a name like a starter", "It was Ann B. Anderson who left.", []string{"It was Ann B. Anderson who left."}},
		{"number and answer", "Is it No. 5? No. It is not.", []string{"Is it No. 5?", "No.", "It is not."}},
		{"quotation", "\"We agree. It works,\" Hill said. “Why?” he asked.", []string{"\"We agree.", "It works,\" Hill said.", "“Why?” he asked."}},
		{"time of day", "It ends at 5 p.m. Monday. It began at 9 a.m. The hall was full.", []string{"It ends at 5 p.m. Monday.", "It began at 9 a.m.", "The hall was full."}},
		{"decimal point", "Trade grew 3.5 percent. Prices fell.", []string{"Trade grew 3.5 percent.", "Prices fell."}},
		{"firm", "Acme Inc. of Ohio paid. Acme Corp. Chairman Poe did not.", []string{"Acme Inc. of Ohio paid.", "Acme Corp. Chairman Poe did not."}},
		{"month", "They met on Nov. 5. It rained.", []string{"They met on Nov. 5.", "It rained."}},
	}
	tk := englishTokenizer(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := tk.Document(text.Page{Text: tt.in}, "en")
			var got []string
			for i := range d.Sentences {
				got = append(got, d.Sentences[i].Of(tt.in))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestTailsHaveSpansOfTheirOwn(t *testing.T) {
	d := englishTokenizer(t).Document(text.Page{Text: "They don't know Rome's plan."}, "en")
	s := &d.Sentences[0]
	if len(s.Multi) != 2 || s.Multi[0] != (Multiword{1, 2, "don't"}) {
		t.Fatalf("Multi = %+v", s.Multi)
	}
	for k, want := range []string{"They", "do", "n't", "know", "Rome", "'s", "plan", "."} {
		if got := s.Tokens[k].Of(d.Text); got != want {
			t.Errorf("token %d covers %q, want %q", k, got, want)
		}
	}
}

func TestEnglishTimeIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("reads many megabytes")
	}
	tk := englishTokenizer(t)
	for _, unit := range []string{"don't ", "'s", "s' ", "1-", "1-1 ", "a-", "5pm", "5p", "no. ", "U.S.'s ", "!?", ":-)", "'s' "} {
		s := strings.Repeat(unit, 1<<20/len(unit))
		start := time.Now()
		tk.Document(text.Page{Text: s}, "en")
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("1 MB of %q took %v", unit, took)
		}
	}
}

func FuzzEnglishTokenizer(f *testing.F) {
	for _, s := range []string{"Don't, the U.S.'s states' 7pm!!", "a-b-c 1-2-3 x's' '' :-) #1 Ph.D.", "\xff's n't 's 5\xffpm"} {
		f.Add(s)
	}
	tk := englishTokenizer(f)
	f.Fuzz(func(t *testing.T, s string) {
		if err := checkDocument(tk.Document(text.Page{Text: s}, "en")); err != nil {
			t.Fatalf("%v in %q", err, s)
		}
	})
}
