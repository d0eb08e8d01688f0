package entity

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// made is a little made-up corpus: the same few sentences with other names.
func made(t testing.TB) []*Sample {
	t.Helper()
	persons := []string{"Lara Montiel", "Teo Quiroz", "Bruna Salas", "Ivo Lamas"}
	places := []string{"Peralejo", "Villaseca", "Montoro", "Ríosanto"}
	bodies := []string{"Liga Naviera", "Banco Austral", "Unión Pesquera", "Consejo Minero"}
	var b strings.Builder
	word := func(form, upos, label string) { fmt.Fprintf(&b, "%s\t%s\t%s\n", form, upos, label) }
	name := func(s, kind string) {
		for i, w := range strings.Fields(s) {
			word(w, "PROPN", map[bool]string{true: "B-", false: "I-"}[i == 0]+kind)
		}
	}
	for i := range 24 {
		if i%4 == 0 {
			fmt.Fprintf(&b, "# newdoc id = d%d\n", i/4)
		}
		p, l, o := persons[i%4], places[i/2%4], bodies[i/3%4]
		fmt.Fprintf(&b, "# sent_id = s%d\n", i)
		word("El", "DET", "O")
		word("ministro", "NOUN", "O")
		name(p, "PER")
		word("llegó", "VERB", "O")
		word("a", "ADP", "O")
		name(l, "LOC")
		word("y", "CCONJ", "O")
		word("la", "DET", "O")
		name(o, "ORG")
		word("firmó", "VERB", "O")
		word(".", "PUNCT", "O")
		b.WriteByte('\n')
	}
	s, err := ReadIOB2(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func tagger(t testing.TB, o Options) *Tagger {
	t.Helper()
	o.Lang, o.Steps, o.Folds = "xx", 25, 3
	m, err := Train(context.Background(), made(t), o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTrain(t *testing.T) {
	for _, single := range []bool{true, false} {
		m := tagger(t, Options{Single: single})
		sc := Evaluate(m, made(t))
		if sc.All.F1() < 99 || sc.All.Gold != 72 {
			t.Errorf("single %v: F1 %.1f of %d names", single, sc.All.F1(), sc.All.Gold)
		}
		a, err := m.Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		b, err := tagger(t, Options{Single: single}).Append(nil)
		if err != nil || !bytes.Equal(a, b) {
			t.Error("the same samples make other bytes")
		}
		back, err := Load(a)
		if err != nil {
			t.Fatal(err)
		}
		doc := made(t)[0].Doc
		x, y := m.Find(doc), back.Find(doc)
		if fmt.Sprint(x) != fmt.Sprint(y) {
			t.Errorf("before %v, loaded %v", x, y)
		}
		if e := y[0]; e.Kind != Person || e.Of(doc.Text) != "Lara Montiel" || e.Sent != 0 || e.First != 2 || e.Last != 3 {
			t.Errorf("first name %+v %q", e, e.Of(doc.Text))
		}
	}
}

// A name of which only the place is told, not the kind, teaches its bounds.
func TestUnknownKind(t *testing.T) {
	s := made(t)
	for _, x := range s {
		for _, l := range x.Labels {
			for j := range l {
				if strings.HasSuffix(l[j], "LOC") {
					l[j] = l[j][:2] + Unknown
				}
			}
		}
	}
	m, err := Train(context.Background(), s, Options{Lang: "xx", Steps: 20, Single: true})
	if err != nil {
		t.Fatal(err)
	}
	if sc := Evaluate(m, s); sc.All.Gold != 48 || sc.All.F1() < 99 {
		t.Errorf("%+v", sc.All)
	}
	if n := len(m.Find(s[0].Doc)); n != 12 {
		t.Errorf("%d names", n)
	}
}

func TestTrainErrors(t *testing.T) {
	none, err := ReadIOB2(strings.NewReader("nada\tNOUN\tO\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Train(context.Background(), none, Options{Lang: "xx"}); err == nil {
		t.Error("trained on nothing")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Train(ctx, made(t), Options{Lang: "xx"}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestReadIOB2(t *testing.T) {
	const three = "# sent_id = A-1\nAna\tPROPN\tB-PER\nduerme\tVERB\tO\n\n# sent_id = A-2\nLlueve\tVERB\tO\n\n# sent_id = B-1\nRoma\tPROPN\tB-LOC\n"
	s, err := ReadIOB2(strings.NewReader(three))
	if err != nil || len(s) != 2 || len(s[0].Doc.Sentences) != 2 || s[1].Labels[0][0] != "B-LOC" {
		t.Fatalf("%v %v", s, err)
	}
	if w := s[0].Doc.Sentences[0].Tokens[1]; w.Of(s[0].Doc.Text) != "duerme" || w.UPOS != "VERB" {
		t.Errorf("%+v", w)
	}
	const five = "# newdoc id = x\n1\tNew\tB-LOC\t-\tme\n2\tYork\tI-LOC\t-\tme\n\n1\tHi\tO\t-\t-\n"
	if s, err = ReadIOB2(strings.NewReader(five)); err != nil || len(s) != 1 || s[0].Labels[0][1] != "I-LOC" {
		t.Fatalf("%v %v", s, err)
	}
	for in, want := range map[string]string{
		"sola\n":                   "line 1: one column",
		"a\tO\n\nb\tNOUN\tX-PER\n": "line 3: label",
		"a\tO\nb\tI-PER\n":         "line 2: label I-PER",
		"1\ta\tO\t-\n3\tb\tO\t-\n": "line 2: number",
		"a\tB-PER\nb\tI-LOC\n":     "line 2: label I-LOC",
		"\xff\tO\n":                "line 1: not UTF-8",
		"\tNOUN\tO\n":              "line 1: an empty word",
		"a\tB-PER\n\nb\tI-PER\n":   "line 3: label I-PER",
		"a\tB-THING\n":             "line 1: label",
	} {
		_, err := ReadIOB2(strings.NewReader(in))
		var at *ReadError
		if !errors.As(err, &at) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", in, err, want)
		}
	}
}

func labelsOf(t *testing.T, conllu string) string {
	t.Helper()
	s, err := ReadCoNLLU(strings.NewReader(conllu))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(s[0].Labels[0], " ")
}

func TestReadCoNLLU(t *testing.T) {
	row := func(id int, form, upos, xpos string, head int, misc string) string {
		return fmt.Sprintf("%d\t%s\t%s\t%s\t%s\t_\t%d\tdep\t_\t%s\n", id, form, form, upos, xpos, head, misc)
	}
	ne := row(1, "Ana", "PROPN", "_", 0, "NE=B-PER") + row(2, "Gil", "PROPN", "_", 1, "NE=I-PER") + row(3, "va", "VERB", "_", 1, "_")
	if got := labelsOf(t, ne); got != "B-PER I-PER O" {
		t.Error(got)
	}
	tags := row(1, "Casa", "PROPN", "np0000o", 0, "MWE=Casa_del_Mar") + "2-3\tdel\t_\t_\t_\t_\t_\t_\t_\t_\n" + row(2, "de", "ADP", "_", 1, "_") +
		row(3, "el", "DET", "_", 1, "_") + row(4, "Mar", "PROPN", "_", 1, "_") + row(5, "Eva", "PROPN", "np00000", 1, "_")
	if got := labelsOf(t, tags); got != "B-ORG I-ORG I-ORG I-ORG B-UNK" {
		t.Error(got)
	}
	mentions := row(1, "Senator", "PROPN", "_", 0, "Entity=(1-person-new-x") + row(2, "Ada", "PROPN", "_", 1, "_") + row(3, "Poe", "PROPN", "_", 1, "Entity=1)") +
		row(4, "left", "VERB", "_", 1, "_") + row(5, "the", "DET", "_", 6, "Entity=(2-organization-new-x") + row(6, "University", "PROPN", "_", 1, "_") +
		row(7, "of", "ADP", "_", 8, "_") + row(8, "Salt", "PROPN", "_", 6, "Entity=(3-place-new-x)2)") + row(9, "Monday", "PROPN", "_", 1, "Entity=(4-time-new-x)")
	if got := labelsOf(t, mentions); got != "O B-PER I-PER O O B-ORG I-ORG I-ORG O" {
		t.Error(got)
	}
	typed := func(id int, form, kind string, head int) string {
		return fmt.Sprintf("%d\t%s\t%s\tPROPN\t_\tNameType=%s\t%d\tdep\t_\t_\n", id, form, form, kind, head)
	}
	types := typed(1, "Анна", "Giv", 0) + typed(2, "Дин", "Sur", 1) + row(3, "едет", "VERB", "_", 1, "_") + typed(4, "Тула", "Geo", 1) +
		typed(5, "Омск", "Geo", 3) + typed(6, "Сити", "Geo", 5) + typed(7, "@тула", "Prs", 1) + typed(8, "Айфон", "Pro", 1)
	if got := labelsOf(t, types); got != "B-PER I-PER O B-LOC B-LOC I-LOC B-UNK B-UNK" {
		t.Error(got)
	}
	if _, err := ReadCoNLLU(strings.NewReader(row(1, "nada", "NOUN", "_", 0, "_"))); err == nil {
		t.Error("names where there are none")
	}
}

func TestGazetteer(t *testing.T) {
	for _, code := range []string{"es", "en", "ru", "xx"} {
		if _, err := NewGazetteer(code); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
	g, err := NewGazetteer("ru")
	if err != nil {
		t.Fatal(err)
	}
	if g.key("Лондона") != g.key("Лондон") || g.key("Лондон") == g.key("Лиссабон") {
		t.Error("endings")
	}
	var sc scratch
	words := strings.Fields("En Nueva York el ministro")
	tokens := make([]nlp.Token, len(words))
	for i, w := range words {
		tokens[i] = nlp.Token{Form: w, UPOS: "X"}
	}
	if g, err = NewGazetteer("es"); err != nil {
		t.Fatal(err)
	}
	g.look(tokens, &sc)
	if l := sc.looks; l[1].begin>>city&1 == 0 || l[2].inside>>city&1 == 0 || l[0].words>>location&1 == 0 || l[4].words>>title&1 == 0 {
		t.Errorf("%+v", sc.looks)
	}
	sc.findRuns(tokens)
	if len(sc.runs) != 1 || sc.runs[0] != (run{0, 3}) {
		t.Errorf("runs %v", sc.runs)
	}
	court := []nlp.Token{{Form: "El", UPOS: "DET"}, {Form: "Tribunal", UPOS: "NOUN"}, {Form: "supremo", UPOS: "ADJ"}, {Form: "calla", UPOS: "VERB"}}
	g.look(court, &sc)
	sc.findRuns(court)
	if len(sc.runs) != 1 || sc.runs[0].to != 3 {
		t.Errorf("a name that goes on in small letters: runs %v", sc.runs)
	}
}

func TestAllocations(t *testing.T) {
	m := tagger(t, Options{})
	doc := made(t)[0].Doc
	sc := m.get()
	m.find(doc, sc)
	if n := testing.AllocsPerRun(20, func() { m.find(doc, sc) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkFind(b *testing.B) {
	m := tagger(b, Options{})
	doc := made(b)[0].Doc
	words := 0
	for i := range doc.Sentences {
		words += len(doc.Sentences[i].Tokens)
	}
	for b.Loop() {
		m.Find(doc)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*words), "ns/word")
}

func FuzzReadIOB2(f *testing.F) {
	f.Add("# newdoc id = a\nAna\tPROPN\tB-PER\n\n")
	f.Add("1\tNew\tB-LOC\t-\t-\n2\tYork\tI-LOC\t-\t-\n")
	f.Fuzz(func(t *testing.T, in string) {
		s, err := ReadIOB2(strings.NewReader(in))
		if err != nil {
			return
		}
		for _, x := range s {
			for i := range x.Doc.Sentences {
				sent := &x.Doc.Sentences[i]
				if len(x.Labels[i]) != len(sent.Tokens) {
					t.Fatal("labels and words differ")
				}
				for j := range sent.Tokens {
					if sent.Tokens[j].Of(x.Doc.Text) != sent.Tokens[j].Form {
						t.Fatal("a span beside its word")
					}
				}
			}
		}
	})
}

func FuzzReadMarked(f *testing.F) {
	f.Add("[PER Ada Poe] left [LOC Salt].\n# more\n")
	f.Add("[ORG ]]")
	f.Fuzz(func(t *testing.T, s string) {
		cut := func(line string) *nlp.Document {
			tokens := []nlp.Token{}
			for i := range line {
				tokens = append(tokens, nlp.Token{Span: text.Span{Start: i, End: i + 1}, Form: line[i : i+1]})
			}
			return &nlp.Document{Text: line, Sentences: []nlp.Sentence{{Tokens: tokens}}}
		}
		samples, err := ReadMarked(strings.NewReader(s), cut)
		var at *ReadError
		if err != nil && !errors.As(err, &at) {
			t.Fatalf("an error without a line: %v", err)
		}
		for _, x := range samples {
			if strings.ContainsAny(x.Doc.Text, "[]") {
				t.Fatalf("marks are left in %q", x.Doc.Text)
			}
			if len(x.Labels[0]) != len(x.Doc.Sentences[0].Tokens) {
				t.Fatalf("%d labels of %d words", len(x.Labels[0]), len(x.Doc.Sentences[0].Tokens))
			}
		}
	})
}

func FuzzLoad(f *testing.F) {
	m := tagger(f, Options{Keep: 400})
	b, err := m.Append(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add(b[:len(b)/2])
	doc := made(f)[0].Doc
	gaz := m.gaz
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := parseModel(b)
		if err != nil {
			return
		}
		m.gaz = gaz
		m.Find(doc)
	})
}

func TestForeignSamplesTeachNoWords(t *testing.T) {
	samples := made(t)
	for _, s := range samples {
		s.Foreign = true
	}
	count := func(plain bool) int {
		tg := &Tagger{plain: plain}
		var err error
		if tg.gaz, err = NewGazetteer("xx"); err != nil {
			t.Fatal(err)
		}
		_, rows := tg.lattice(samples, 7)
		return len(rows.hashes)
	}
	if plain, all := count(true), count(false); plain == 0 || 3*plain > 2*all {
		t.Errorf("%d features without words, %d with them", plain, all)
	}
	tg := &Tagger{}
	var err error
	if tg.gaz, err = NewGazetteer("es"); err != nil {
		t.Fatal(err)
	}
	bare := tg.gaz.bare(samples)
	if got := bare[0].Doc.Sentences[0].Tokens[0].Form; got != "ministro" {
		t.Errorf("without articles the sentence begins with %q", got)
	}
	samples[0].Foreign = false
	if tg.gaz.bare(samples)[0] != samples[0] {
		t.Error("a sample of the language itself was changed")
	}
}

func TestPartialListsLackNamesButNoStates(t *testing.T) {
	whole, err := NewGazetteer("es")
	if err != nil {
		t.Fatal(err)
	}
	part, err := newPartial("es")
	if err != nil {
		t.Fatal(err)
	}
	count := func(g *Gazetteer, class int) (n int) {
		for _, w := range g.words {
			b := w.bits
			n += int(b >> class & 1)
		}
		return n
	}
	if w, p := count(whole, city), count(part, city); 3*p > 2*w || 10*p < w {
		t.Errorf("of %d cities %d are left", w, p)
	}
	for _, class := range []int{state, capital, title} {
		if w, p := count(whole, class), count(part, class); w != p {
			t.Errorf("class %d: of %d entries %d are left", class, w, p)
		}
	}
}

func TestClues(t *testing.T) {
	clues, err := Clues([]string{"es"})
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields("El ministro viajó a Nueva York")
	tokens := make([]nlp.Token, len(words))
	for i, w := range words {
		tokens[i] = nlp.Token{Form: w, UPOS: "NOUN"}
	}
	f, ends := clues(tokens, []uint64{7}, []int{1})
	if len(ends) != len(words)+1 || ends[len(ends)-1] != len(f) || f[0] != 7 {
		t.Fatalf("%d features, ends %v", len(f), ends)
	}
	of := func(i int) []uint64 { return f[ends[i]:ends[i+1]] }
	if len(of(4)) <= len(of(2)) {
		t.Errorf("of a city %d clues, of a verb in small letters %d", len(of(4)), len(of(2)))
	}
	again, _ := clues(tokens, nil, nil)
	if !slices.Equal(again, f[1:]) {
		t.Error("the same words gave other clues")
	}
}

func TestHeard(t *testing.T) {
	const n = 5 // labels: O, B-PER, I-PER, B-ORG, I-ORG
	said := []float32{-1, -2, -3, -4, -5, -6, -7, -8, -9, -10}
	got := heard(said, n, 0, 1)
	if want := [kinds + 1]float32{-1 - 6, -2 - 8, -4 - 10}; got != want {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestReadMarked(t *testing.T) {
	cut := func(line string) *nlp.Document {
		doc := &nlp.Document{Text: line, Sentences: make([]nlp.Sentence, 1)}
		at := 0
		for w := range strings.FieldsSeq(line) {
			i := at + strings.Index(line[at:], w)
			at = i + len(w)
			doc.Sentences[0].Tokens = append(doc.Sentences[0].Tokens, nlp.Token{Span: text.Span{Start: i, End: at}, Form: w})
		}
		return doc
	}
	s, err := ReadMarked(strings.NewReader("# names\n\n[PER Ada Poe] left [LOC Salt]\nwithout\n[ORG A] [ORG B]\n"), cut)
	if err != nil || len(s) != 3 {
		t.Fatalf("%d lines, %v", len(s), err)
	}
	if got := fmt.Sprint(s[0].Labels, s[1].Labels, s[2].Labels); got != "[[B-PER I-PER O B-LOC]] [[O]] [[B-ORG B-ORG]]" {
		t.Error(got)
	}
	if got := s[0].Doc.Text; got != "Ada Poe left Salt" {
		t.Errorf("without marks %q", got)
	}
	for _, bad := range []string{"[CAT Tom]", "[PER Ada", "Ada]", "[PER Ada [LOC Salt]]", "[PER ]", "[PER"} {
		_, err := ReadMarked(strings.NewReader("fine\n"+bad), cut)
		var at *ReadError
		if !errors.As(err, &at) || at.Line != 2 {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
