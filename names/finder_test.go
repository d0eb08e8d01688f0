package names_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
)

func load(t testing.TB, name string) *nlp.Document {
	t.Helper()
	f, err := os.Open("testdata/" + name + ".conllu")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	docs, err := nlp.ReadCoNLLU(f)
	if err != nil {
		t.Fatal(err)
	}
	return docs[0]
}

// A want is a mention that must be found: the beginning of its sentence, its
// words, its form and the id of its entity.
type want struct{ sentence, words, form, id string }

func check(t *testing.T, c *names.Cast, doc *nlp.Document, wants []want) {
	t.Helper()
	for _, w := range wants {
		var seen []string
		ok := false
		for _, m := range c.Mentions {
			if !strings.HasPrefix(doc.Sentences[m.Sent].Span.Of(doc.Text), w.sentence) {
				continue
			}
			got := want{w.sentence, m.Span.Of(doc.Text), string(m.Form), c.Entities[m.Entity].ID}
			ok = ok || got == w
			seen = append(seen, fmt.Sprintf("%s (%s: %s)", got.words, got.form, got.id))
		}
		if !ok {
			t.Errorf("no %q (%s: %s) in %q; found: %s", w.words, w.form, w.id, w.sentence, strings.Join(seen, "; "))
		}
	}
}

func TestReadVisit(t *testing.T) {
	f := finder(t)
	doc := load(t, "caracas")
	check(t, f.Read(doc, "2023-04-18"), doc, []want{
		{"Lavrov visita", "Lavrov", "name", "sergey-lavrov"},
		{"Lavrov visita", "Caracas", "metonym", "VEN"},
		{"Lavrov visita", "Maduro", "name", "nicolas-maduro"},
		{"El ministro de Asuntos", "El ministro de Asuntos Exteriores de Rusia, Serguéi Lavrov", "name", "sergey-lavrov"},
		{"El ministro de Asuntos", "Rusia", "name", "RUS"},
		{"El ministro de Asuntos", "el presidente Nicolás Maduro", "name", "nicolas-maduro"},
		{"El jefe de la diplomacia", "El jefe de la diplomacia rusa", "role", "sergey-lavrov"},
		{"El jefe de la diplomacia", "rusa", "demonym", "RUS"},
		{"El jefe de la diplomacia", "su anfitrión", "role", "nicolas-maduro"},
		{"\"Estamos", "el mandatario venezolano", "role", "nicolas-maduro"},
		{"El canciller ruso", "El canciller ruso", "role", "sergey-lavrov"},
		{"El canciller ruso", "ambos países", "role", "x/RUS+VEN"},
		{"Desde Washington", "Washington", "metonym", "USA"},
		{"La Casa Blanca", "La Casa Blanca", "metonym", "presidency/USA"},
		{"El Kremlin", "El Kremlin", "metonym", "presidency/RUS"},
		{"El portavoz del Kremlin", "El portavoz del Kremlin, Dmitri Peskov", "name", "dmitry-peskov"},
		{"Peskov añadió", "el líder ruso", "role", "vladimir-putin"},
		{"Peskov añadió", "su homólogo venezolano", "role", "nicolas-maduro"},
		{"La Cancillería brasileña", "La Cancillería brasileña", "name", "foreign_ministry/BRA"},
		{"El Gobierno colombiano", "El Gobierno colombiano", "name", "government/COL"},
		{"El Gobierno colombiano", "el presidente Petro", "name", "gustavo-petro"},
		{"Peña dijo", "su país", "role", "PRY"},
	})
}

func TestReadDialogue(t *testing.T) {
	f := finder(t)
	doc := load(t, "santiago")
	c := f.Read(doc, "2024-03-12")
	check(t, c, doc, []want{
		{"SANTIAGO", "SANTIAGO", "metonym", "CHL"},
		{"El gobierno chileno", "El gobierno chileno", "name", "government/CHL"},
		{"El gobierno chileno", "su par boliviano", "role", "government/BOL"},
		{"\"Es un paso", "el ministro de Relaciones Exteriores", "role", "alberto-van-klaveren"},
		{"La canciller boliviana", "La canciller boliviana, Celinda Sosa", "name", "celinda-sosa"},
		{"La canciller boliviana", "su país", "role", "BOL"},
		{"Sosa se reunió", "Sosa", "name", "celinda-sosa"},
		{"Sosa se reunió", "el embajador de Brasil en La Paz, Luis Henrique Lopes", "name", "x/luis-henrique-lopes"},
		{"El diplomático", "El diplomático", "role", "x/luis-henrique-lopes"},
		{"El presidente Luis Arce", "El presidente Luis Arce", "name", "luis-arce"},
		{"El mandatario anfitrión", "Gabriel Boric", "name", "gabriel-boric"},
		{"El mandatario anfitrión", "La Moneda", "metonym", "presidency/CHL"},
		{"Ambos presidentes", "Ambos presidentes", "role", "x/gabriel-boric+luis-arce"},
		{"Ambos presidentes", "la Declaración de Santiago", "name", "x/declaracion-de-santiago"},
		{"El documento", "El documento", "name", "x/declaracion-de-santiago"},
		{"El portavoz del Gobierno", "El portavoz del Gobierno boliviano", "role", "x/spokesperson/BOL@government/BOL"},
		{"Los líderes", "Los líderes de ambos países", "role", "x/gabriel-boric+luis-arce"},
		{"La primera ministra", "La primera ministra italiana", "role", "giorgia-meloni"},
	})
	i := c.Find("x/luis-henrique-lopes")
	if i < 0 || !slices.Contains(c.Entities[i].Roles, names.Role{"ambassador", "BRA", "embajador"}) || c.StateOf(i) != "BRA" {
		t.Errorf("the ambassador: %+v", c.Entities[max(i, 0)])
	}
	if i := c.Find("x/gabriel-boric+luis-arce"); i < 0 || !c.Entities[i].Plural || len(c.Entities[i].Members) != 2 || c.Agrees(i, "Masc", "Sing") {
		t.Error("the two presidents")
	}
	if c.Agrees(c.Find("celinda-sosa"), "Masc", "Sing") || !c.Agrees(c.Find("celinda-sosa"), "Fem", "Sing") {
		t.Error("gender")
	}
}

// size is the number of words of a mention, less one.
func size(m *names.Mention) int { return m.Last - m.First }

// TestCastOrder checks what every cast promises.
func TestCastOrder(t *testing.T) {
	f := finder(t)
	for _, name := range []string{"caracas", "santiago"} {
		doc := load(t, name)
		c := f.Read(doc, "2024-03-12")
		seen := map[int]bool{}
		for i, m := range c.Mentions {
			s := &doc.Sentences[m.Sent]
			if m.First > m.Last || m.Head < m.First || m.Head > m.Last || !s.Span.Contains(m.Span) {
				t.Errorf("%s: mention %d is out of bounds: %+v", name, i, m)
			}
			if i > 0 {
				p := c.Mentions[i-1]
				if p.Sent > m.Sent || p.Sent == m.Sent && (p.First > m.First || p.First == m.First && p.Last < m.Last) {
					t.Errorf("%s: mentions %d and %d are out of order", name, i-1, i)
				}
			}
			if !seen[m.Entity] && m.Entity != len(seen) {
				t.Errorf("%s: entity %d comes before its turn", name, m.Entity)
			}
			seen[m.Entity] = true
			if at := c.At(m.Sent, m.Head); at < 0 || size(&c.Mentions[at]) < size(&m) {
				t.Errorf("%s: At misses %q", name, m.Span.Of(doc.Text))
			}
			if !slices.Contains(c.Within(m.Sent, m.First, m.Last), i) {
				t.Errorf("%s: Within misses %q", name, m.Span.Of(doc.Text))
			}
			if cov := c.Covering(m.Sent, m.First); cov < 0 || size(&c.Mentions[cov]) < size(&m) {
				t.Errorf("%s: Covering misses %q", name, m.Span.Of(doc.Text))
			}
		}
		ids := map[string]bool{}
		for _, e := range c.Entities {
			if ids[e.ID] || e.ID == "" || e.Name.EN == "" {
				t.Errorf("%s: entity %+v", name, e)
			}
			ids[e.ID] = true
		}
		// The same twice.
		if again := f.Read(doc, "2024-03-12"); fmt.Sprint(again.Entities, again.Mentions) != fmt.Sprint(c.Entities, c.Mentions) {
			t.Errorf("%s: a second reading differs", name)
		}
	}
	var none names.Cast
	if none.At(0, 0) != -1 || none.Covering(0, 0) != -1 || none.Within(0, 0, 9) != nil || none.StateOf(0) != "" || none.Agrees(0, "", "") {
		t.Error("an empty cast finds something")
	}
	if i := none.Ensure(names.Entity{ID: "a"}); i != 0 || none.Ensure(names.Entity{ID: "a"}) != 0 || none.Find("b") != -1 {
		t.Error("Ensure")
	}
}

// TestReadPhrases reads single sentences through the whole pipeline; what it
// asks for does not hang on how they are parsed.
func TestReadPhrases(t *testing.T) {
	f, parse := pipeline(t)
	for _, c := range []struct {
		text, day string
		wants     []want
	}{
		{"El presidente de la República Dominicana, Luis Abinader, viajó a Quito.", "2024-01-10", []want{
			{"El", "la República Dominicana", "name", "DOM"},
			{"El", "El presidente de la República Dominicana, Luis Abinader", "name", "luis-abinader"},
		}},
		{"El ministro ruso de Exteriores, Serguéi Lavrov, llegó a Hanói.", "2022-07-05", []want{
			{"El", "El ministro ruso de Exteriores, Serguéi Lavrov", "name", "sergey-lavrov"},
		}},
		{"Los lazos chileno-peruanos son buenos.", "2020-01-01", []want{
			{"Los", "chileno-peruanos", "demonym", "CHL"},
			{"Los", "chileno-peruanos", "demonym", "PER"},
		}},
		{"La crisis afectó a EE. UU. y a Canadá.", "2020-01-01", []want{{"La", "EE. UU.", "name", "USA"}, {"La", "Canadá", "name", "CAN"}}},
		{"Según Токаев, la cumbre será en Astaná.", "2024-01-01", []want{{"Según", "Токаев", "name", "kassym-jomart-tokayev"}}},
		{"Brasil firmó la paz. El país sudamericano celebró el pacto.", "2020-01-01", []want{{"El país", "El país sudamericano", "role", "BRA"}}},
		{"Laura Sarabia, canciller de Colombia, viajó a Panamá.", "2025-03-01", []want{
			{"Laura", "Laura Sarabia, canciller de Colombia", "name", "laura-sarabia"},
			{"Laura", "canciller de Colombia", "role", "laura-sarabia"},
		}},
		{"México protestó. La Secretaría de Relaciones Exteriores envió una nota.", "2023-01-01", []want{
			{"La Secre", "La Secretaría de Relaciones Exteriores", "name", "foreign_ministry/MEX"},
		}},
		{"El comunicado publicado en el sitio web del Kremlin no da fechas.", "2023-01-01", []want{
			{"El", "El comunicado publicado en el sitio web del Kremlin", "name", "x/communique-1"},
			{"El", "Kremlin", "metonym", "presidency/RUS"},
		}},
		{"El presidente de la empresa Minera Sur, Juan Robles, habló en Lima.", "2023-01-01", []want{
			{"El", "Juan Robles", "name", "x/juan-robles"},
		}},
	} {
		doc := parse(c.text)
		check(t, f.Read(doc, c.day), doc, c.wants)
	}
}

// TestReadNothing reads texts in which nobody is named.
func TestReadNothing(t *testing.T) {
	f, parse := pipeline(t)
	for _, s := range []string{"", "Hoy llueve.", "El chile pica mucho.", "Un pato chino no es de china.", "No hay nadie; ni su par."} {
		doc := parse(s)
		for _, m := range f.Read(doc, "").Mentions {
			if m.Form != names.ByDemonym {
				t.Errorf("%q: found %q", s, m.Span.Of(doc.Text))
			}
		}
	}
}

// TestReadUnparsed reads sentences without tags and trees: names are found all
// the same.
func TestReadUnparsed(t *testing.T) {
	f := finder(t)
	doc := load(t, "santiago")
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		for j := range s.Tokens {
			k := &s.Tokens[j]
			k.UPOS, k.Feats, k.Lemma, k.Deprel, k.Head = "", "", "", "", -1
		}
		s.Reindex()
	}
	check(t, f.Read(doc, "2024-03-12"), doc, []want{
		{"Sosa se reunió", "Brasil", "name", "BRA"},
		{"El mandatario anfitrión", "Gabriel Boric", "name", "gabriel-boric"},
		{"La canciller boliviana", "La canciller boliviana, Celinda Sosa", "name", "celinda-sosa"},
	})
}
