package event

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// visit writes a visit: visitor > host, city, kind, days, status, inviter.
func (r result) visit(v Visit) string {
	s := fmt.Sprintf("%s>%s", r.cast.Entities[v.Visitor].Name.ES, v.Host)
	if v.City >= 0 {
		s += " " + r.cast.Entities[v.City].Name.ES
	}
	s += " " + v.Kind + " " + v.Start
	if v.End != "" {
		s += ".." + v.End
	}
	s += " " + v.Status
	if v.Inviter >= 0 {
		s += " by " + r.cast.Entities[v.Inviter].Name.ES
	}
	return s
}

func (r result) instrument(i Instrument) string {
	p := strings.Split(r.parties(i.Parties), ",")
	slices.Sort(p)
	s := fmt.Sprintf("%s %q %s %s", i.Kind, i.Name, strings.Join(p, ","), i.Status)
	if i.Count > 0 {
		s += fmt.Sprint(" ", i.Count)
	}
	if i.Subject != nil {
		s += " on " + i.Subject.Of(r.text)
	}
	return s
}

func (r result) level(l Level) string {
	return fmt.Sprintf("%s-%s %s %s %s [%s]", l.Dyad[0], l.Dyad[1], l.Level, l.Move, l.Status, l.Words.Of(r.text))
}

func each[T any](xs []T, f func(T) string) []string {
	var out []string
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

func TestVisits(t *testing.T) {
	tests := []struct {
		name, title, text string
		want              []string
	}{
		{"state visit that begins", "", "La visita de Estado del presidente chileno, Gabriel Boric, a Japón comenzará el 20 de junio.",
			[]string{"Gabriel Boric>JPN state 2025-06-20 planned"}},
		{"verb and noun", "", "El presidente Gustavo Petro visitó Pekín en mayo en una visita oficial.",
			[]string{"Gustavo Petro>CHN Pekín official 2025-05 occurred"}},
		{"invitation", "", "El presidente Gustavo Petro viajará a Roma por invitación de Giorgia Meloni.",
			[]string{"Gustavo Petro>ITA Roma unspecified  planned by Giorgia Meloni"}},
		{"several mentions, one visit", "Petro prepara su viaje a Italia",
			"El presidente Gustavo Petro viajará a Roma. Su visita de trabajo a Italia empezará el 1 de julio.",
			[]string{"Gustavo Petro>ITA Roma working 2025-07-01 planned"}},
		{"two visits", "", "El presidente Gustavo Petro visitó Brasil en abril. Petro viajará a México en agosto.",
			[]string{"Gustavo Petro>BRA unspecified 2025-04 occurred", "Gustavo Petro>MEX unspecified 2025-08 planned"}},
		{"from day to day", "", "El presidente Gustavo Petro visitará Brasil del 3 al 5 de julio.",
			[]string{"Gustavo Petro>BRA unspecified 2025-07-03..2025-07-05 planned"}},
		{"two days joined", "", "El presidente Gustavo Petro visitará Brasil el jueves y el viernes.",
			[]string{"Gustavo Petro>BRA unspecified 2025-06-12..2025-06-13 planned"}},
		{"two days apart", "", "El presidente Gustavo Petro visitará Brasil el jueves y el sábado.",
			[]string{"Gustavo Petro>BRA unspecified 2025-06-12 planned"}},
		{"begun today", "", "El presidente Gustavo Petro inició este martes una visita oficial a Brasil.",
			[]string{"Gustavo Petro>BRA official 2025-06-10 ongoing"}},
		{"a journey at home", "", "El presidente Gustavo Petro viajó a Cali.", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := read(t, tt.title, tt.text)
			if got := each(r.Visits, r.visit); !slices.Equal(got, tt.want) {
				t.Errorf("%s\n got %q\nwant %q\nevents %q", tt.text, got, tt.want, r.all())
			}
		})
	}
}

func TestInstruments(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"signed", "Noruega y Ghana firmaron el lunes un memorando de entendimiento sobre pesca.",
			[]string{`memorandum "memorando de entendimiento" GHA,NOR signed on pesca`}},
		{"to be signed", "Noruega firmará en octubre un tratado con Ghana.", []string{`treaty "" GHA,NOR to-be-signed`}},
		{"count", "Los presidentes de Perú y Ecuador suscribieron catorce convenios.", []string{`agreement "" ECU,PER signed 14`}},
		{"ratified", "El Parlamento de Ghana ratificó el acuerdo de libre comercio con Noruega.", []string{`agreement "acuerdo de libre comercio" GHA,NOR ratified`}},
		{"denounced", "Polonia suspendió el tratado de amistad con Bielorrusia.", []string{`treaty "tratado de amistad" BLR,POL denounced`}},
		{"told again", "Noruega y Ghana firmaron una declaración conjunta. El documento prevé una cumbre.", []string{`declaration "declaración conjunta" GHA,NOR signed`}},
		{"negotiated", "Perú y Bolivia negocian un convenio de extradición.", []string{`agreement "convenio de extradición" BOL,PER announced`}},
		{"a communiqué that only says", "Noruega condenó el ataque de Rusia en un comunicado.", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := read(t, "", tt.text)
			if got := each(r.Instruments, r.instrument); !slices.Equal(got, tt.want) {
				t.Errorf("%s\n got %q\nwant %q\nevents %q", tt.text, got, tt.want, r.all())
			}
		})
	}
}

func TestLevels(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"raised", "Vietnam y Chile elevaron sus relaciones al nivel de asociación estratégica integral.",
			[]string{"CHL-VNM comprehensive-strategic upgrade signed [asociación estratégica integral]"}},
		{"by a document", "Serbia y Egipto firmarán una declaración sobre la transición de las relaciones al nivel de asociación estratégica.",
			[]string{"EGY-SRB strategic upgrade announced [asociación estratégica]"}},
		{"confirmed", "La declaración reafirma la asociación estratégica integral entre China y Serbia.",
			[]string{"CHN-SRB comprehensive-strategic confirm in-force [asociación estratégica integral]"}},
		{"broken", "Nicaragua rompió relaciones diplomáticas con Ecuador.", []string{"ECU-NIC broken break in-force [rompió relaciones]"}},
		{"restored", "Irán y Arabia Saudí restablecieron relaciones diplomáticas.", []string{"IRN-SAU diplomatic restore in-force [restablecieron relaciones]"}},
		{"advertising", "La empresa eligió un socio estratégico integral.", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := read(t, "", tt.text)
			if got := each(r.Levels, r.level); !slices.Equal(got, tt.want) {
				t.Errorf("%s\n got %q\nwant %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestAgenda(t *testing.T) {
	r := read(t, "", "El canciller de Perú se reunirá con su homólogo chileno, Alberto van Klaveren. "+
		"Durante las negociaciones se discutirán cuestiones de la cooperación en los ámbitos militar, energético y cultural.")
	var got []string
	for _, a := range r.Agenda {
		got = append(got, a.Topic)
	}
	want := []string{"security", "energy", "cultural-humanitarian"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q want %q; events %q", got, want, r.all())
	}
}

func TestSaidBy(t *testing.T) {
	r := read(t, "", "El ministro de Exteriores de Ghana dijo que su país firmará un acuerdo con Noruega.")
	if len(r.Events) != 1 || r.Events[0].SaidBy < 0 || r.Events[0].Status != Planned {
		t.Errorf("got %q, %+v", r.all(), r.Events)
	}
}

func TestEmpty(t *testing.T) {
	for _, s := range []string{"", ".", "Visita.", "Firma de un acuerdo", "— —"} {
		read(t, s, s)
	}
}

func BenchmarkRead(b *testing.B) {
	l, err := pipelines["es"]()
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("El presidente de Chile, Gabriel Boric, viajará el lunes a Berlín para firmar un acuerdo con Alemania. "+
		"Bolivia condenó la decisión y llamó a consultas a su embajador en Santiago.\n\n", 10)
	doc := l.tok.Document(article("", text), "es")
	l.parse(doc)
	cast := l.finder.Read(doc, published)
	times := l.times.Read(doc, published)
	said := l.quotes.Read(doc, cast)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		l.events.Read(doc, published, cast, times, said)
	}
	b.ReportMetric(float64(b.N*len(doc.Sentences))/b.Elapsed().Seconds(), "sentences/s")
}
