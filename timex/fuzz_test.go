package timex

import (
	"testing"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
)

// FuzzRead looks for panics and for spans that do not lie in the text, on
// texts with and without a tree, however wrong the tree and the spans are.
func FuzzRead(f *testing.F) {
	f.Add("El canciller viajará del 4 al 6 de mayo de 2026, antes de fin de año.", "2025-06-17", uint64(1))
	f.Add("¿Qué pasó ayer? ¡Hace 99999 siglos! 31/02/2020 10:99 2019–2023", "", uint64(7))
	f.Add("mil mil mil noventa y y uno de mayo mayo 3.º 3.ª º", "0001-01-01", uint64(3))
	f.Add("\xff\xfe de 2020 \xc3", "9999-12-31T25:00", uint64(9))
	f.Add("He may go in mid-May or May 3-5, two days later, at 5 p.m. on the 11th, '90s, 1990s, Q3 of 2024-25.", "2025-06-17", uint64(2))
	f.Add("10/1-11/7/2017 01-ago-2019 2019-aug-01 3/2015 20211012 nineteen sixty-one, 2 years 1 month 3 days ago, Easter 9999, tonight at 8, 3 Aug 96", "2025-06-17", uint64(5))
	f.Add("Пасха 2023, 14.10. - 15.10.18, 0/0-0/0 -/- 1-1-1-1-ene, два года и три месяца, три пятницы", "2025-06-17", uint64(6))
	f.Add("С 3 по 5 мая, в 1990-х, в ХХ веке, через два с половиной года, май–июнь, 5-дневный, 11-го, к 2030 году.", "2025-06-17", uint64(4))
	engines := []*Engine{spanish(f)}
	for _, code := range []string{"en", "ru"} {
		if p, err := lang.Open(code, ""); err == nil && p.Reads() {
			e, err := New(p)
			if err != nil {
				f.Fatal(err)
			}
			engines = append(engines, e)
		}
	}
	upos := []string{"", "NOUN", "VERB", "AUX", "DET", "ADJ", "PROPN", "NUM", "ADP"}
	feats := []string{"", "Mood=Ind|Tense=Fut|VerbForm=Fin", "Tense=Past|VerbForm=Part", "VerbForm=Inf", "Mood=Sub|Tense=Imp"}
	rels := []string{"", "obl", "nummod", "acl:relcl", "aux", "cop", "root"}
	f.Fuzz(func(t *testing.T, s, published string, seed uint64) {
		doc := plain(s)
		var p *Engine
		read := func() {
			last := 0
			for _, x := range p.Read(doc, published) {
				if x.Start < 0 || x.End > len(doc.Text) || x.Start >= x.End {
					t.Fatalf("span %v in a text of %d bytes", x.Span, len(doc.Text))
				}
				sent := &doc.Sentences[x.Sent]
				if x.First > x.Last || x.Last >= len(sent.Tokens) {
					t.Fatalf("tokens %d to %d of %d", x.First, x.Last, len(sent.Tokens))
				}
				if x.Rule == "" || x.Type == "" {
					t.Fatalf("no rule or type: %+v", x)
				}
				if seed == 0 && x.Start < last {
					t.Fatalf("%v overlaps what is before", x.Span)
				}
				last = x.End
			}
		}
		for _, p = range engines {
			read()
		}
		next := func(n int) int {
			seed = seed*6364136223846793005 + 1442695040888963407
			return int(seed>>33) % n
		}
		for i := range doc.Sentences {
			toks := doc.Sentences[i].Tokens
			for k := range toks {
				toks[k].UPOS, toks[k].Feats, toks[k].Deprel = upos[next(len(upos))], feats[next(len(feats))], rels[next(len(rels))]
				toks[k].Head = next(len(toks)+3) - 2
				if next(20) == 0 {
					toks[k].Start, toks[k].End = next(2*len(s)+3)-len(s), next(2*len(s)+3)-len(s)
				}
			}
			doc.Sentences[i] = nlp.Sentence{Tokens: toks}
		}
		for _, p = range engines {
			read()
		}
	})
}
