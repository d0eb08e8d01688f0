package event

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/attache-project/attache/entity"
	"github.com/attache-project/attache/frame"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/quote"
	"github.com/attache-project/attache/text"
	"github.com/attache-project/attache/timex"
)

// A line is the stages that the engine stands behind.
type line struct {
	model  *nlp.Model
	frames *frame.Reader
	tok    *nlp.Tokenizer
	finder *names.Finder
	times  *timex.Engine
	quotes *quote.Engine
	events *Engine
}

// parse gives the sentences of doc the trees that a reading sees.
func (l *line) parse(doc *nlp.Document) {
	l.model.Parse(doc)
	l.frames.Mend(doc)
}

var pipelines = map[string]func() (*line, error){
	"es": sync.OnceValues(func() (*line, error) { return open("es") }),
	"en": sync.OnceValues(func() (*line, error) { return open("en") }),
	"ru": sync.OnceValues(func() (*line, error) { return open("ru") }),
}

func open(code string) (*line, error) {
	p, err := lang.Open(code, "")
	if err != nil {
		return nil, err
	}
	b, err := p.Model()
	if err != nil {
		return nil, err
	}
	d, err := names.Open()
	if err != nil {
		return nil, err
	}
	f, err := frame.New(p)
	if err != nil {
		return nil, err
	}
	l := &line{frames: f}
	if l.model, err = nlp.LoadModel(b, entity.Clues); err != nil {
		return nil, err
	}
	if l.tok, err = nlp.NewTokenizer(p); err != nil {
		return nil, err
	}
	if l.finder, err = names.NewFinder(d, p); err != nil {
		return nil, err
	}
	if l.times, err = timex.New(p); err != nil {
		return nil, err
	}
	if l.quotes, err = quote.New(d, p, f); err != nil {
		return nil, err
	}
	l.events, err = New(d, p, f)
	return l, err
}

// published is the day of all test articles, a Tuesday.
const published = "2025-06-10"

type result struct {
	*Facts
	text string
	cast *names.Cast
}

func article(title, body string) text.Page {
	a := text.Article{Title: title, Text: body, Published: published}
	return a.Page()
}

func read(tb testing.TB, title, body string) result {
	tb.Helper()
	return readIn(tb, "es", title, body)
}

func readIn(tb testing.TB, code, title, body string) result {
	tb.Helper()
	l, err := pipelines[code]()
	if err != nil {
		tb.Fatal(err)
	}
	doc := l.tok.Document(article(title, body), code)
	l.parse(doc)
	cast := l.finder.Read(doc, published)
	f := l.events.Read(doc, published, cast, l.times.Read(doc, published), l.quotes.Read(doc, cast))
	return result{f, doc.Text, cast}
}

// party is how tests write an entity: the state it acts for, else its code.
func (r result) party(e int) string {
	if s := r.cast.StateOf(e); s != "" {
		return s
	}
	if x := r.cast.Entities[e]; x.Code != "" {
		return x.Code
	}
	return r.cast.Entities[e].ID
}

func (r result) parties(es []int) string {
	var out []string
	for _, e := range es {
		out = append(out, r.party(e))
	}
	return strings.Join(out, ",")
}

// event writes an event: "CONSULT CHL>DEU planned 2025-09", with "not" or
// "denied" after the status where its polarity is such.
func (r result) event(e Event) string {
	s := fmt.Sprintf("%s %s>%s %s", e.Type, r.parties(e.Actors), r.parties(e.Recipients), e.Status)
	switch e.Polarity {
	case Negated:
		s += " not"
	case Denied:
		s += " denied"
	}
	if e.When.Value != "" {
		s += " " + e.When.Value
	}
	return s
}

func (r result) all() []string {
	var out []string
	for _, e := range r.Events {
		out = append(out, r.event(e))
	}
	return out
}

func TestEvents(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // all of them, in order
	}{
		{"visit, verb", "El ministro de Exteriores de Perú visitará Japón el 3 de julio.", []string{"CONSULT PER>JPN planned 2025-07-03"}},
		{"journey", "El presidente de Chile, Gabriel Boric, viajó el lunes a Berlín.", []string{"CONSULT CHL>DEU occurred 2025-06-09"}},
		{"rumoured journey", "Mohamed VI podría viajar a España en octubre.", []string{"CONSULT MAR>ESP hypothetical 2025-10"}},
		{"journey that won't be", "El presidente de Chile, Gabriel Boric, no viajará a Caracas.", []string{"CONSULT CHL>VEN planned not"}},
		{"meeting", "El canciller de Uruguay se reunió el lunes en Bogotá con el presidente Gustavo Petro.", []string{"CONSULT URY,COL> occurred 2025-06-09"}},
		{"no meeting", "El presidente de Francia no se reunió con el primer ministro de Hungría.", []string{"CONSULT FRA,HUN> occurred not"}},
		{"light verb", "Irak y Kuwait mantuvieron ayer negociaciones sobre la frontera.", []string{"CONSULT IRQ,KWT> occurred 2025-06-09"}},
		{"call", "El presidente colombiano habría hablado por teléfono con Nicolás Maduro.", []string{"CONSULT COL,VEN> hypothetical"}},
		{"signing", "Italia y Túnez firmarán un acuerdo sobre migración en julio.", []string{"SUPPORT ITA,TUN> planned 2025-07"}},
		{"signing, passive", "El convenio fue firmado por Argentina y Paraguay.", []string{"SUPPORT ARG,PRY> occurred"}},
		{"ratification", "El Congreso de Paraguay ratificó el acuerdo de libre comercio con Singapur.", []string{"SUPPORT PRY>SGP occurred"}},
		{"relations", "Kenia y Argelia establecieron relaciones diplomáticas.", []string{"SUPPORT KEN,DZA> occurred"}},
		{"break", "Nicaragua rompió relaciones diplomáticas con Ecuador.", []string{"SANCTION NIC>ECU occurred"}},
		{"recall", "Argelia llamó a consultas a su embajador en París.", []string{"SANCTION DZA>FRA occurred"}},
		{"recall, noun", "El Gobierno de Polonia ordenó el lunes el retiro de su embajador en Minsk.", []string{"SANCTION POL>BLR occurred 2025-06-09"}},
		{"expulsion", "Ecuador declaró persona non grata al embajador de Nicaragua.", []string{"SANCTION ECU>NIC occurred"}},
		{"summons", "España convocó al embajador ruso en Madrid.", []string{"ACCUSE ESP>RUS occurred"}},
		{"sanctions", "La Unión Europea impuso sanciones a Rusia.", []string{"SANCTION EU>RUS occurred"}},
		{"sanctions lifted", "Estados Unidos levantó las sanciones contra Siria.", []string{"CONCEDE USA>SYR occurred"}},
		{"accusation", "Irán acusó a Israel de violar su soberanía.", []string{"ACCUSE IRN>ISR occurred"}},
		{"label", "Bolivia expulsó al embajador de Perú. Lima calificó la decisión de \"inaceptable\".", []string{"SANCTION BOL>PER occurred", "ACCUSE PER>BOL occurred"}},
		{"condemnation of an act", "Israel bombardeó Damasco. Siria condenó el ataque.", []string{"ASSAULT ISR>SYR occurred", "ACCUSE SYR>ISR occurred"}},
		{"request", "Brasil pidió a Venezuela que libere a los detenidos.", []string{"REQUEST BRA>VEN occurred"}},
		{"appeal", "Francia instó a Irán a retomar el diálogo.", []string{"REQUEST FRA>IRN occurred"}},
		{"threat", "Rusia amenazó a Finlandia con represalias.", []string{"THREATEN RUS>FIN occurred"}},
		{"rejection", "Turquía se negó a ratificar la adhesión de Suecia.", []string{"REJECT TUR>SWE occurred"}},
		{"thanks", "El presidente de Serbia agradeció a China su apoyo.", []string{"SUPPORT SRB>CHN occurred"}},
		{"aid", "Egipto envió en mayo ayuda humanitaria a Sudán.", []string{"AID EGY>SDN occurred 2025-05"}},
		{"pledge of aid", "España enviará 20 toneladas de ayuda humanitaria a Líbano.", []string{"AGREE ESP>LBN planned"}},
		{"arms", "Rusia entregó misiles a Siria.", []string{"AID RUS>SYR occurred"}},
		{"troops leave", "Turquía retirará sus tropas de Siria en diciembre.", []string{"RETREAT TUR>SYR planned 2025-12"}},
		{"release", "Azerbaiyán liberó a dos periodistas franceses.", []string{"RETREAT AZE>FRA occurred"}},
		{"attack", "Rusia bombardeó el lunes Ucrania.", []string{"ASSAULT RUS>UKR occurred 2025-06-09"}},
		{"deployment", "Estados Unidos desplegó dos destructores frente a Venezuela.", []string{"MOBILIZE USA>VEN occurred"}},
		{"protest", "Miles de personas se manifestaron frente a la embajada de Francia.", []string{"PROTEST >FRA occurred"}},
		{"condition", "Si Perú firmara el tratado con Chile, Bolivia protestaría ante la OEA.", []string{"SUPPORT PER,CHL> hypothetical", "ACCUSE BOL>OAS hypothetical"}},
		{"cancelled", "México canceló la visita de su canciller a Ottawa.", []string{"REJECT MEX>CAN occurred", "CONSULT MEX>CAN planned not"}},
		{"ongoing", "El canciller de Omán mantiene conversaciones con el ministro de Exteriores iraní.", []string{"CONSULT OMN,IRN> ongoing"}},
		{"domestic", "El presidente Gabriel Boric se reunió con los alcaldes y exigió más recursos al Congreso.", []string{"REQUEST CHL>CHL occurred"}},
		{"sport", "Chile recibió con sorpresa la goleada y viajará sin delanteros.", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := read(t, "", tt.text)
			if got := r.all(); !slices.Equal(got, tt.want) {
				t.Errorf("%s\n got %q\nwant %q", tt.text, got, tt.want)
			}
			for _, e := range r.Events {
				if e.Trigger.Start < 0 || e.Trigger.End > len(r.text) || e.Trigger.Len() <= 0 || e.Rule == "" {
					t.Errorf("event without a trigger or a rule: %+v", e)
				}
			}
		})
	}
}
