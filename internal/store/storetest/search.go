package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// note is an article with a text and nothing read in it.
func note(n int, lang, title, text string) store.Entry {
	return page{
		url: fmt.Sprintf("https://faro.example/nota/%d", n), outlet: "El Faro", title: title, lang: lang,
		published: fmt.Sprintf("2025-06-%02d", 1+n%28), text: text,
	}.entry()
}

func searchWords(t *testing.T, s store.Store) {
	entries := []store.Entry{
		note(0, "es", "Los años del cañón", "El ministro anunció la asociación estratégica con Hanói en 2025."),
		note(1, "es", "Anatomía", "El ano y el canon. Una estratégica y otra asociación."),
		note(2, "en", "Visiting Hanoi", "The ministers signed agreements in the C5+1 format; NATO was not there."),
		note(3, "ru", "Чёрное море", "Министр встретился с послами Франции. Премьер-министр йод не пил."),
		note(4, "ru", "Министры", "Переговоры министров прошли в Ханое, где весна и море."),
		note(5, "kk", "Қазақстан", "Қазақстан Республикасының Президенті"),
		note(6, "es", "", "Reunio\u0301n en Astana\u0301, 100% \"cierta\" y 'segura'"),
	}
	add(t, s, entries...)
	for _, c := range []struct {
		words string
		want  []int
	}{
		{"año", []int{0}},
		{"AÑOS", []int{0}},
		{"ano", []int{1}},
		{"cañon", []int{0}},
		{"cañones", []int{0}},
		{"canon", []int{1}},
		{"asociaciones estratégicas", []int{0, 1}},
		{`"asociación estratégica"`, []int{0}},
		{`"asociacion estrategica" Hanói`, []int{0}},
		{`«estratégica con» anunciar`, []int{0}},
		{"Hanoi", []int{0, 2}},
		{"visit", []int{2}},
		{"agreement signing", []int{2}},
		{"C5+1", []int{2}},
		{"nato", []int{2}},
		{"2025", []int{0}},
		{"министр", []int{3, 4}},
		{"министром послами", []int{3}},
		{"черное", []int{3}},
		{"йод", []int{3}},
		{"иод", []int{}},
		{`"переговоры министров"`, []int{4}},
		{`"министров переговоры"`, []int{4}[:0]},
		{"қазақстан", []int{5}},
		{"reunión Astaná", []int{6}},
		{"ministro Hanói visita", []int{}},
		// A phrase does not run from the title into the text.
		{`"cañón el ministro"`, []int{}},
		// What a database might take for syntax.
		{"cierta AND", []int{}},
		{"cierta' OR 1=1 --", []int{}},
		{`100% "cierta`, []int{6}},
		{"NEAR(año cañón)", []int{}},
		{"ñ* : ^ ( ) & | ! \\", []int{}},
		{"— …", []int{}},
	} {
		want := []string{}
		for _, i := range c.want {
			want = append(want, entries[i].Source.Key)
		}
		got := search(t, s, store.Query{Words: c.words})
		slices.Sort(got)
		slices.Sort(want)
		same(t, c.words, got, want)
		n, err := s.Count(t.Context(), store.Query{Words: c.words})
		if err != nil || n["article"] != len(want) {
			t.Errorf("%s: counted %v, %v", c.words, n, err)
		}
	}
	same(t, "in one language", search(t, s, store.Query{Words: "Hanoi", Lang: "en"}), []string{entries[2].Source.Key})
}

// newsroom fills a store with facts of all sorts.
func newsroom(t *testing.T, s store.Store) map[string]string {
	pages := []page{
		{
			url: "https://faro.example/1", outlet: "El Faro", title: "Uno", lang: "es", published: "2025-06-01",
			text:       "Tokáyev [visitó] Taskent. Antes [conversó] con Macron. [Todo va bien], dijo.",
			events:     []act{{kind: "visit", from: []string{"kassym-jomart-tokayev"}, to: []string{"UZB"}, time: "2025-05-30"}, {kind: "talks", from: []string{"kassym-jomart-tokayev"}, to: []string{"emmanuel-macron"}, time: "2025-05"}},
			statements: []string{"kassym-jomart-tokayev"},
		},
		{
			url: "https://pier.example/2", outlet: "The Pier", title: "Two", lang: "en", published: "2025-06-02",
			text:       "France [will sign] with Viet Nam. It [accused] Russia. [We wait], Paris said.",
			events:     []act{{kind: "sign", from: []string{"FRA"}, to: []string{"VNM"}, status: "planned", time: "2025-09"}, {kind: "accuse", from: []string{"FRA"}, to: []string{"RUS"}, denied: true}},
			statements: []string{"FRA"},
		},
		{
			url: "https://mayak.example/3", outlet: "Маяк", title: "Три", lang: "ru", published: "",
			text:       "Казахстан [посетил] Узбекистан. [Хорошо], сказал Макрон.",
			events:     []act{{kind: "visit", from: []string{"KAZ"}, to: []string{"UZB"}}},
			statements: []string{"emmanuel-macron"},
		},
	}
	keys := map[string]string{}
	for i, p := range pages {
		e := p.entry()
		add(t, s, e)
		for j := range e.Facts {
			keys[fmt.Sprintf("%d%s", i+1, e.Facts[j].ID)] = e.Facts[j].Key
		}
	}
	return keys
}

func day(s string) record.Day {
	d, err := record.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func searchFacts(t *testing.T, s store.Store) {
	keys := newsroom(t, s)
	for _, c := range []struct {
		name string
		q    store.Query
		want string
	}{
		{"all", store.Query{}, "1e1 1e2 1s1 2e1 2e2 2s1 3e1 3s1"},
		{"kind", store.Query{Kinds: []string{"statement"}}, "1s1 2s1 3s1"},
		{"kinds", store.Query{Kinds: []string{"statement", "event"}}, "1e1 1e2 1s1 2e1 2e2 2s1 3e1 3s1"},
		{"a kind that is not there", store.Query{Kinds: []string{"level"}}, ""},
		{"speaker", store.Query{Speaker: "emmanuel-macron"}, "3s1"},
		{"speakers of a state", store.Query{Speaker: "FRA"}, "2s1 3s1"},
		{"entity", store.Query{Entity: "kassym-jomart-tokayev"}, "1e1 1e2 1s1"},
		{"entity that speaks or acts", store.Query{Entity: "emmanuel-macron"}, "1e2 3s1"},
		{"party", store.Query{Party: "FRA"}, "1e2 2e1 2e2 2s1 3s1"},
		{"pair", store.Query{Pair: [2]string{"KAZ", "UZB"}}, "1e1 3e1"},
		{"pair the other way round", store.Query{Pair: [2]string{"FRA", "KAZ"}}, "1e2"},
		{"pair of one", store.Query{Pair: [2]string{"", "UZB"}}, "1e1 3e1"},
		{"act", store.Query{Act: "visit"}, "1e1 3e1"},
		{"type", store.Query{Type: "CONSULT"}, "1e1 1e2 3e1"},
		{"status", store.Query{Status: "planned"}, "2e1"},
		{"polarity", store.Query{Polarity: "denied"}, "2e2"},
		{"outlet", store.Query{Outlet: "the pier"}, "2e1 2e2 2s1"},
		{"outlet in another script", store.Query{Outlet: "МАЯК"}, "3e1 3s1"},
		{"language", store.Query{Lang: "ru"}, "3e1 3s1"},
		{"said from", store.Query{SaidFrom: day("2025-06-02")}, "2e1 2e2 2s1"},
		{"said to", store.Query{SaidTo: day("2025-06-01")}, "1e1 1e2 1s1"},
		{"said on a day", store.Query{SaidFrom: day("2025-06-01"), SaidTo: day("2025-06-01")}, "1e1 1e2 1s1"},
		{"when", store.Query{WhenFrom: day("2025-05-30"), WhenTo: day("2025-05-30")}, "1e1 1e2"},
		{"when from", store.Query{WhenFrom: day("2025-06-01")}, "2e1"},
		{"when to", store.Query{WhenTo: day("2025-05-29")}, "1e2"},
		{"all of it", store.Query{Act: "visit", Pair: [2]string{"UZB", "KAZ"}, Lang: "es", Entity: "kassym-jomart-tokayev", Status: "occurred", Polarity: "affirmed"}, "1e1"},
		{"nothing of it", store.Query{Act: "visit", Party: "FRA"}, ""},
		{"words", store.Query{Words: "Taskent", Kinds: []string{"event"}}, "1e1 1e2"},
		{"words and more", store.Query{Words: "macron", Party: "UZB"}, "1e1"},
		{"words that are not there", store.Query{Words: "Roma", Party: "UZB"}, ""},
		{"words that are none", store.Query{Words: "—", Party: "UZB"}, ""},
	} {
		want := []string{}
		for id := range strings.FieldsSeq(c.want) {
			want = append(want, keys[id])
		}
		got := search(t, s, c.q)
		slices.Sort(got)
		slices.Sort(want)
		same(t, c.name, got, want)
		counts, err := s.Count(t.Context(), c.q)
		n := 0
		for _, k := range counts {
			n += k
		}
		if err != nil || n != len(want) {
			t.Errorf("%s: counted %v, %v", c.name, counts, err)
		}
	}
	counts, err := s.Count(t.Context(), store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "counts", counts, map[string]int{"event": 5, "statement": 3})
}

func searchOrder(t *testing.T, s store.Store) {
	var entries []store.Entry
	for i := range 60 {
		p := visit(i, "KAZ", "UZB")
		p.events = append(p.events, act{kind: "talks", from: []string{"KAZ"}, to: []string{"FRA"}})
		p.text += " Luego [conversó]."
		if i%20 == 19 {
			p.published = ""
		}
		entries = append(entries, p.entry())
	}
	add(t, s, entries[:20]...)
	for _, e := range entries[20:] {
		add(t, s, e)
	}
	slices.SortFunc(entries, func(a, b store.Entry) int {
		return cmp.Or(cmp.Compare(b.Source.Published, a.Source.Published), cmp.Compare(a.Source.Key, b.Source.Key))
	})
	var articles, facts []string
	for i := range entries {
		articles = append(articles, entries[i].Source.Key)
		facts = append(facts, factKeys(&entries[i])...)
	}
	same(t, "articles", search(t, s, store.Query{Words: "presidente", Limit: 100}), articles)
	same(t, "facts", search(t, s, store.Query{Limit: 1000}), facts)
	same(t, "facts with words", search(t, s, store.Query{Words: "presidente", Party: "KAZ", Limit: 1000}), facts)
	same(t, "the first articles", search(t, s, store.Query{Words: "presidente"}), articles[:store.DefaultLimit])
	same(t, "a page of articles", search(t, s, store.Query{Words: "presidente", Limit: 7, Offset: 50}), articles[50:57])
	same(t, "the last page", search(t, s, store.Query{Words: "presidente", Limit: 7, Offset: 58}), articles[58:])
	same(t, "beyond the last page", search(t, s, store.Query{Words: "presidente", Limit: 7, Offset: 60}), []string{})
	same(t, "a page of facts", search(t, s, store.Query{Limit: 9, Offset: 33}), facts[33:42])
	same(t, "a page of facts with words", search(t, s, store.Query{Words: "presidente", Party: "KAZ", Limit: 9, Offset: 33}), facts[33:42])
	same(t, "of a day", search(t, s, store.Query{Words: "presidente", SaidFrom: day(entries[0].Source.Published)}), articles[:lastOf(entries)])
}

// lastOf tells how many entries have the day of the first.
func lastOf(entries []store.Entry) int {
	for i := range entries {
		if entries[i].Source.Published != entries[0].Source.Published {
			return i
		}
	}
	return len(entries)
}

func searchBest(t *testing.T, s store.Store) {
	much := note(0, "es", "El acuerdo", "Acuerdo, acuerdo y acuerdo: el acuerdo de los acuerdos.")
	little := note(9, "es", "Otra cosa", "Palabras y palabras y una vez un acuerdo "+strings.Repeat("entre muchas otras cosas que se dicen ", 20))
	none := note(5, "es", "Nada", strings.Repeat("Nada que ver con ello. ", 10))
	p := visit(3, "KAZ", "UZB")
	p.text = "Un acuerdo [visitó] Taskent" + strings.Repeat(", y van más cosas dichas", 20)
	add(t, s, much, little, none, p.entry())
	hits, err := s.Search(t.Context(), store.Query{Words: "acuerdo", Best: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := hitKeys(hits); len(got) != 3 || got[0] != much.Source.Key {
		t.Errorf("best %v, want %s first of three", got, much.Source.Key)
	}
	for i := range hits {
		if hits[i].Score <= 0 || i > 0 && hits[i].Score > hits[i-1].Score {
			t.Errorf("hit %d has the score %v", i, hits[i].Score)
		}
	}
	same(t, "newest", search(t, s, store.Query{Words: "acuerdo"})[0], little.Source.Key)
	same(t, "the second best", len(search(t, s, store.Query{Words: "acuerdo", Best: true, Limit: 1, Offset: 1})), 1)
	same(t, "the best fact", len(search(t, s, store.Query{Words: "acuerdo", Best: true, Party: "KAZ"})), 1)
	same(t, "the best without words", len(search(t, s, store.Query{Best: true})), 1)
}

func passages(t *testing.T, s store.Store) {
	p := visit(1, "KAZ", "UZB")
	p.text = strings.Repeat("Un relleno sin más. ", 60) + "El año de la visita: el presidente [visitó] Taskent. " + strings.Repeat("Otro relleno sin más. ", 60)
	e := p.entry()
	add(t, s, e)
	for _, c := range []struct {
		q      store.Query
		marked string
	}{
		{store.Query{Words: "años visitas"}, "año,visita,visitó"},
		{store.Query{Party: "KAZ"}, "visitó"},
		{store.Query{Party: "KAZ", Words: `"el año"`}, "El año,visitó"},
	} {
		hits, err := s.Search(t.Context(), c.q)
		if err != nil || len(hits) != 1 {
			t.Fatalf("%d hits, %v", len(hits), err)
		}
		h := hits[0]
		var marked []string
		for _, m := range h.Passage.Marks {
			marked = append(marked, string([]rune(h.Passage.Text)[m[0]:m[1]]))
		}
		if got := strings.Join(marked, ","); got != c.marked {
			t.Errorf("marked %s in %q, want %s", got, h.Passage.Text, c.marked)
		}
		runes := []rune(e.Article.Text)
		if got := string(runes[h.Passage.Start : h.Passage.Start+len([]rune(h.Passage.Text))]); got != h.Passage.Text {
			t.Errorf("start %d leads to %q, want %q", h.Passage.Start, got, h.Passage.Text)
		}
		h.Source.Family = ""
		same(t, "source", h.Source, e.Source)
	}
}

func searchCorrected(t *testing.T, s store.Store) {
	a, b := visit(1, "KAZ", "UZB").entry(), visit(2, "KAZ", "UZB").entry()
	add(t, s, a, b)
	correct(t, s, &a.Facts[0], record.Correction{Action: record.Correct, Field: "recipients", Value: "FRA"})
	correct(t, s, &a.Facts[0], record.Correction{Action: record.Correct, Field: "time", Value: "2025-05-01"})
	rejected := correct(t, s, &b.Facts[0], record.Correction{Action: record.Reject})
	hits, err := s.Search(t.Context(), store.Query{Party: "FRA", WhenFrom: day("2025-05-01"), WhenTo: day("2025-05-01")})
	if err != nil || len(hits) != 1 {
		t.Fatalf("%d hits, %v", len(hits), err)
	}
	if f := hits[0].Fact; f.Time != "2025-05-01" || len(f.Recipients) != 1 || f.Recipients[0].Code != "FRA" {
		t.Errorf("the fact %+v is not corrected", f)
	}
	same(t, "where it was", search(t, s, store.Query{Party: "UZB"}), []string{})
	same(t, "all", search(t, s, store.Query{}), factKeys(&a))
	n, err := s.Count(t.Context(), store.Query{})
	if err != nil || n["event"] != 1 {
		t.Errorf("counted %v, %v", n, err)
	}
	if err := s.Undo(t.Context(), rejected, "ana", day("2025-07-02").Time()); err != nil {
		t.Fatal(err)
	}
	same(t, "what was rejected and is not", search(t, s, store.Query{Party: "UZB"}), factKeys(&b))
}

func entities(t *testing.T, s store.Store) {
	newsroom(t, s)
	find := func(name string, limit int) string {
		es, err := s.Entities(t.Context(), name, limit)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, e := range es {
			out = append(out, fmt.Sprintf("%s/%d", e.ID, e.Facts))
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct {
		name  string
		limit int
		want  string
	}{
		{"tokayev", 10, "kassym-jomart-tokayev/3"},
		{"Токаев", 10, "kassym-jomart-tokayev/3"},
		{"Tokáy", 10, "kassym-jomart-tokayev/3"},
		{"yomart", 10, "kassym-jomart-tokayev/3"},
		{"Kasim Tok", 10, "kassym-jomart-tokayev/3"},
		{"Kasim Mac", 10, ""},
		{"KAZ", 10, "KAZ/1"},
		{"Fran", 10, "FRA/3"},
		{"Франц", 10, "FRA/3"},
		{"uzb", 10, "UZB/2"},
		{"okayev", 10, ""},
		{"ka", 10, "kassym-jomart-tokayev/3 KAZ/1"},
		{"ka", 1, "kassym-jomart-tokayev/3"},
		{"%", 10, ""},
	} {
		if got := find(c.name, c.limit); got != c.want {
			t.Errorf("%q finds %s, want %s", c.name, got, c.want)
		}
	}
	es, err := s.Entities(t.Context(), "emmanuel", 1)
	if err != nil || len(es) != 1 {
		t.Fatalf("%+v, %v", es, err)
	}
	same(t, "an entity", es[0], store.Entity{
		ID: "emmanuel-macron", Kind: "person", Code: "FRA", Facts: 2, First: "2025-06-01", Last: "2025-06-01",
		Name: map[string]string{"es": "Emmanuel Macron", "en": "Emmanuel Macron", "ru": "Эмманюэль Макрон"},
	})
}
