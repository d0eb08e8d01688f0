package quote

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/attache-project/attache/entity"
	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// pipeline holds the real stages before this one.
type pipeline struct {
	tokens *nlp.Tokenizer
	model  *nlp.Model
	frames *frame.Reader
	finder *names.Finder
	engine *Engine
}

// parse gives the sentences of doc the trees that a reading sees.
func (l *pipeline) parse(doc *nlp.Document) {
	l.model.Parse(doc)
	l.frames.Mend(doc)
}

// load returns the pipeline of a language; it is loaded once, when first wanted.
func load(code string) func() (*pipeline, error) {
	return sync.OnceValues(func() (*pipeline, error) {
		p, err := lang.Open(code, "")
		if err != nil {
			return nil, err
		}
		b, err := p.Model()
		if err != nil {
			return nil, err
		}
		var l pipeline
		if l.model, err = nlp.LoadModel(b, entity.Clues); err != nil {
			return nil, err
		}
		if l.tokens, err = nlp.NewTokenizer(p); err != nil {
			return nil, err
		}
		d, err := names.Open()
		if err != nil {
			return nil, err
		}
		if l.finder, err = names.NewFinder(d, p); err != nil {
			return nil, err
		}
		if l.frames, err = frame.New(p); err != nil {
			return nil, err
		}
		l.engine, err = New(d, p, l.frames)
		return &l, err
	})
}

var (
	spanish = load("es")
	english = load("en")
	russian = load("ru")
)

// read reads the body of an article in Spanish.
func read(t testing.TB, body string) (*nlp.Document, *names.Cast, []Statement) {
	t.Helper()
	l, err := spanish()
	if err != nil {
		t.Fatal(err)
	}
	return l.read(text.Article{Text: body, Published: "2024-06-12", Lang: "es"})
}

func (l *pipeline) read(a text.Article) (*nlp.Document, *names.Cast, []Statement) {
	doc := l.tokens.Document(a.Page(), a.Lang)
	l.parse(doc)
	cast := l.finder.Read(doc, a.Published)
	return doc, cast, l.engine.Read(doc, cast)
}

// show prints statements as the tests write them: kind, speaker, words.
func show(doc *nlp.Document, sts []Statement) string {
	var b strings.Builder
	for _, s := range sts {
		var words []string
		for _, sp := range s.Spans {
			words = append(words, sp.Of(doc.Text))
		}
		fmt.Fprintf(&b, "%s | %s | %s\n", s.Kind, s.Speaker.Name, strings.Join(words, " … "))
	}
	return strings.TrimSpace(b.String())
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{
			"direct, cue after",
			"«No habrá bases extranjeras en nuestro suelo», afirmó el presidente de Chile, Gabriel Boric.",
			"direct | Gabriel Boric | No habrá bases extranjeras en nuestro suelo",
		},
		{
			"direct, subject before the cue",
			"“El diálogo sigue abierto”, el canciller Mauro Vieira respondió.",
			"direct | Mauro Vieira | El diálogo sigue abierto",
		},
		{
			"direct after a colon",
			"Gustavo Petro fue tajante: «No aceptaremos vuelos militares con nuestros ciudadanos».",
			"direct | Gustavo Petro | No aceptaremos vuelos militares con nuestros ciudadanos",
		},
		{
			"direct over two sentences",
			"“La reunión fue larga. El acuerdo está cerca”, dijo Emmanuel Macron.",
			"direct | Emmanuel Macron | La reunión fue larga. El acuerdo está cerca",
		},
		{
			"indirect",
			"El presidente Gabriel Boric dijo que su país mantendrá abierta la embajada.",
			"indirect | Gabriel Boric | su país mantendrá abierta la embajada",
		},
		{
			"indirect, inverted subject",
			"Aseguró el canciller Mauro Vieira que Brasil votará a favor de la resolución.",
			"indirect | Mauro Vieira | Brasil votará a favor de la resolución",
		},
		{
			"mixed",
			"El presidente Emmanuel Macron aseguró que las relaciones con Argelia son “muy buenas”.",
			"mixed | Emmanuel Macron | las relaciones con Argelia son “muy buenas”",
		},
		{
			"words before the cue, without marks",
			"El tratado entrará en vigor en mayo, informó el Ministerio de Relaciones Exteriores de Perú.",
			"indirect | Ministry of Foreign Affairs of Peru | El tratado entrará en vigor en mayo",
		},
		{
			"cue that breaks a sentence",
			"El acuerdo, recordó Gabriel Boric, vence en diciembre.",
			"indirect | Gabriel Boric | El acuerdo … vence en diciembre",
		},
		{
			"según",
			"Según el Kremlin, las conversaciones seguirán en Estambul.",
			"indirect | Presidency of Russia | las conversaciones seguirán en Estambul",
		},
		{
			"según at the end",
			"Las conversaciones seguirán en Estambul, según el Kremlin.",
			"indirect | Presidency of Russia | Las conversaciones seguirán en Estambul",
		},
		{
			"según is no source",
			"Las tropas actuarán según el caso.",
			"",
		},
		{
			"subject left out: the speaker before",
			"El presidente Gabriel Boric afirmó que Chile apoyará la resolución. Recordó, además, que su Gobierno condenó la invasión.",
			"indirect | Gabriel Boric | Chile apoyará la resolución\nindirect | Gabriel Boric | su Gobierno condenó la invasión",
		},
		{
			"two clauses under one cue",
			"El presidente Gabriel Boric dijo que Chile apoyará la resolución y que enviará ayuda.",
			"indirect | Gabriel Boric | Chile apoyará la resolución\nindirect | Gabriel Boric | enviará ayuda",
		},
		{
			"gerund",
			"Emmanuel Macron viajó a Berlín, recordando que la alianza con Alemania es esencial.",
			"indirect | Emmanuel Macron | la alianza con Alemania es esencial",
		},
		{
			"infinitive",
			"El presidente Gabriel Boric prometió cooperar con Argentina.",
			"indirect | Gabriel Boric | cooperar con Argentina",
		},
		{
			"infinitive after its preposition",
			"La Unión Europea instó a Rusia a retirar sus tropas.",
			"indirect | European Union | a retirar sus tropas",
		},
		{
			"predicate",
			"El presidente Gabriel Boric calificó la reunión de «muy útil».",
			"mixed | Gabriel Boric | «muy útil»",
		},
		{
			"noun of saying",
			"Washington conoce la advertencia de Pekín de que responderá a las sanciones.",
			"indirect | Government of China | responderá a las sanciones",
		},
		{
			"a negated cue is none",
			"El portavoz no precisó si el presidente viajará.",
			"",
		},
		{
			"a name in marks is none",
			"El buque «Sierra Madre» llegó ayer al puerto.",
			"",
		},
		{
			"a plain object is an event, not a statement",
			"El Gobierno de Brasil condenó el ataque.",
			"",
		},
		{
			"sources stay anonymous",
			"Brasil enviará una delegación, indicaron fuentes diplomáticas.",
			"indirect | anonymous: fuentes diplomáticas | Brasil enviará una delegación",
		},
		{
			"así lo dijo",
			"El acuerdo se firmará en otoño. Así lo expresó Emmanuel Macron.",
			"indirect | Emmanuel Macron | El acuerdo se firmará en otoño",
		},
		{
			"the verb that follows belongs to the cue",
			"Emmanuel Macron afirmó que Francia apoyará a Vietnam e invitó a su anfitrión a París.",
			"indirect | Emmanuel Macron | Francia apoyará a Vietnam",
		},
		{
			"the cue stands before a named day",
			"Emmanuel Macron anunció el domingo que Francia retirará a su embajador.",
			"indirect | Emmanuel Macron | Francia retirará a su embajador",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, _, sts := read(t, c.in)
			if got := show(doc, sts); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.in, got, c.want)
			}
		})
	}
}

func TestReadCarriesTheChannel(t *testing.T) {
	_, cast, sts := read(t, "En una entrevista con El País, el presidente Gabriel Boric dijo que no viajará. "+
		"Añadió que Chile espera una respuesta.")
	if len(sts) != 2 {
		t.Fatalf("%d statements, want 2", len(sts))
	}
	for _, s := range sts {
		if s.Channel.Kind != "interview" {
			t.Errorf("channel %q, want interview", s.Channel.Kind)
		}
		if s.Channel.Outlet < 0 || cast.Entities[s.Channel.Outlet].Name.ES != "El País" {
			t.Errorf("outlet %d, want El País", s.Channel.Outlet)
		}
	}
}

func TestReadTellsClassAndPolarity(t *testing.T) {
	_, _, sts := read(t, "El presidente Nicolás Maduro negó que haya tropas extranjeras en Venezuela.")
	if len(sts) != 1 || sts[0].Polarity != "denied" || sts[0].Cue.Class != "deny" {
		t.Errorf("statements %+v, want one that is denied", sts)
	}
}

func TestContinuedParagraphsAreLinked(t *testing.T) {
	_, _, sts := read(t, "“No habrá base extranjera en nuestro suelo, y lo saben”, zanjó Gabriel Boric.\n\n"+
		"“Nuestro país decide por sí mismo.\n\n“Y seguirá decidiendo mientras yo gobierne”, añadió.")
	if len(sts) < 2 {
		t.Fatalf("%d statements, want at least 2", len(sts))
	}
	for _, s := range sts {
		if s.Speaker.Name != "Gabriel Boric" {
			t.Errorf("speaker %q of %v, want Gabriel Boric", s.Speaker.Name, s.Spans)
		}
	}
}

func TestExplainNamesTheRow(t *testing.T) {
	l, err := spanish()
	if err != nil {
		t.Fatal(err)
	}
	got, ok := l.engine.Explain("cue/afirmar/clause")
	if !ok || !strings.HasPrefix(got, "es/cues.tsv:") {
		t.Errorf("%q, %v", got, ok)
	}
	if _, ok := l.engine.Explain("cue/nosuch/clause"); ok {
		t.Error("a row that does not exist was explained")
	}
}

func TestNewNamesTheLineOfABadRow(t *testing.T) {
	e := &Engine{verbs: map[string][]*cue{}}
	rows, err := lang.ParseTable("cues.tsv", "lemma\tpos\tclass\tframes\nhablar\tverb\tchat\t\n")
	if err != nil {
		t.Fatal(err)
	}
	if err := e.addCue(rows[0]); err == nil || !strings.Contains(err.Error(), "cues.tsv:2") {
		t.Errorf("error %v, want one that names cues.tsv:2", err)
	}
}

func BenchmarkRead(b *testing.B) {
	l, err := spanish()
	if err != nil {
		b.Fatal(err)
	}
	body := strings.Repeat("«No habrá bases extranjeras en nuestro suelo», afirmó el presidente de Chile, Gabriel Boric. "+
		"Recordó, además, que su Gobierno condenó la invasión y que enviará ayuda.\n\n", 10)
	a := text.Article{Text: body, Published: "2024-06-12"}
	doc := l.tokens.Document(a.Page(), "es")
	l.parse(doc)
	cast := l.finder.Read(doc, a.Published)
	b.ReportAllocs()
	for b.Loop() {
		l.engine.Read(doc, cast)
	}
}
