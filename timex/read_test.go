package timex

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

func spanish(t testing.TB) *Engine {
	t.Helper()
	p, err := lang.Open("es", "")
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// plain cuts a text into sentences of untagged words, each contraction into
// its two.
func plain(s string) *nlp.Document {
	doc := &nlp.Document{Text: s, Lang: "es"}
	var toks []nlp.Token
	flush := func() {
		if len(toks) > 0 {
			doc.Sentences = append(doc.Sentences, nlp.Sentence{
				Span:   text.Span{Start: toks[0].Start, End: toks[len(toks)-1].End},
				Tokens: toks,
			})
		}
		toks = nil
	}
	add := func(i, j int) {
		w := s[i:j]
		span := text.Span{Start: i, End: j}
		switch strings.ToLower(w) {
		case "del", "al":
			n := len(w) - 1
			toks = append(toks, nlp.Token{Span: span, Form: strings.TrimSuffix(w[:n], "l"), Head: -1}, nlp.Token{Span: span, Form: "el", Head: -1})
			if strings.EqualFold(w, "del") {
				toks[len(toks)-2].Form = w[:2]
			}
		default:
			toks = append(toks, nlp.Token{Span: span, Form: w, Head: -1})
		}
	}
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(r):
			i += n
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			j := i
			for j < len(s) {
				r, n := utf8.DecodeRuneInString(s[j:])
				inner := strings.ContainsRune("./:-", r) && j+1 < len(s) && (isDigit(s[j+1]) || strings.HasPrefix(s[j+1:], "º")) && isDigit(s[j-1])
				if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("ºª%", r) && !inner {
					break
				}
				j += n
			}
			add(i, j)
			i = j
		default:
			toks = append(toks, nlp.Token{Span: text.Span{Start: i, End: i + n}, Form: s[i : i+n], Head: -1})
			i += n
			if r == '.' || r == '\n' {
				flush()
			}
		}
	}
	flush()
	return doc
}

// show writes what was read as "words = value" lines.
func show(doc *nlp.Document, times []Time) string {
	var b strings.Builder
	for i, t := range times {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(t.Of(doc.Text) + " = " + t.Value)
		if t.Mod != "" {
			b.WriteString(" " + t.Mod)
		}
	}
	return b.String()
}

type reading struct{ text, want string }

func check(t *testing.T, published string, tests []reading) {
	t.Helper()
	e := spanish(t)
	for _, tt := range tests {
		doc := plain(tt.text)
		if got := show(doc, e.Read(doc, published)); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

// The day of publication in these tests is a Tuesday.
const tuesday = "2025-06-17"

func TestDates(t *testing.T) {
	check(t, tuesday, []reading{
		{"El pacto se firmó el 3 de abril de 2019.", "el 3 de abril de 2019 = 2019-04-03"},
		{"El pacto se firmó el tres de abril.", "el tres de abril = 2025-04-03"},
		{"El 1.º de mayo hubo marchas.", "El 1.º de mayo = 2025-05-01"},
		{"Se firmó en abril del 2019.", "abril del 2019 = 2019-04"},
		{"Rompieron relaciones en 1979.", "1979 = 1979"},
		{"La nota lleva fecha del 03/04/2025.", "03/04/2025 = 2025-04-03"},
		{"La nota lleva fecha del 3.4.2025.", "3.4.2025 = 2025-04-03"},
		{"Registro 2025-04-03 de la nota.", "2025-04-03 = 2025-04-03"},
		{"QUITO, 16 jun — La misión partió.", "16 jun = 2025-06-16"},
		{"Nació en mil novecientos ochenta y dos.", "mil novecientos ochenta y dos = 1982"},
		{"El siglo XX y los años sesenta.", "El siglo XX = 19; los años sesenta = 196"},
		{"En la década de 1990 hubo guerra.", "la década de 1990 = 199"},
		{"Se vieron en otoño de 2023.", "otoño de 2023 = 2023-FA"},
		{"El martes 10 de junio habló el cónsul.", "El martes 10 de junio = 2025-06-10"},
	})
}

func TestTenseDecidesWithoutAYear(t *testing.T) {
	check(t, tuesday, []reading{
		{"El cónsul viajó el 20 de agosto.", "el 20 de agosto = 2024-08-20"},
		{"El cónsul viajará el 20 de agosto.", "el 20 de agosto = 2025-08-20"},
		{"El cónsul viajará el 20 de febrero.", "el 20 de febrero = 2026-02-20"},
		{"El cónsul va a viajar en febrero.", "febrero = 2026-02"},
		{"El cónsul había viajado en febrero.", "febrero = 2025-02"},
		{"El cónsul habló el jueves.", "el jueves = 2025-06-12"},
		{"El cónsul hablará el jueves.", "el jueves = 2025-06-19"},
		{"El cónsul habló este martes.", "este martes = 2025-06-17"},
		{"La cita prevista para el jueves.", "el jueves = 2025-06-19"},
		{"Las ventas bajaron en el tercer trimestre.", "el tercer trimestre = 2024-Q3"},
		{"Habrá elecciones en el tercer trimestre.", "el tercer trimestre = 2025-Q3"},
		{"El Consejo prorrogó la misión hasta el 30 de marzo.", "hasta el 30 de marzo = ../2026-03-30"},
		{"El Consejo aplazó la sesión hasta el 30 de marzo.", "el 30 de marzo = 2026-03-30"},
	})
}

func TestRelativeTimes(t *testing.T) {
	check(t, tuesday, []reading{
		{"Llegó ayer y partirá mañana.", "ayer = 2025-06-16; mañana = 2025-06-18"},
		{"Partirá pasado mañana.", "pasado mañana = 2025-06-19"},
		{"Anteayer y antes de ayer llovió.", "Anteayer = 2025-06-15; antes de ayer = 2025-06-15"},
		{"Anoche cerraron la frontera.", "Anoche = 2025-06-16TNI"},
		{"Esta semana, la semana pasada y la próxima semana.", "Esta semana = 2025-W25; la semana pasada = 2025-W24; la próxima semana = 2025-W26"},
		{"El mes pasado y el mes que viene.", "El mes pasado = 2025-05; el mes que viene = 2025-07"},
		{"El año pasado, este año y el próximo año.", "El año pasado = 2024; este año = 2025; el próximo año = 2026"},
		{"Se verán el próximo martes.", "el próximo martes = 2025-06-24"},
		{"Se vieron el martes pasado.", "el martes pasado = 2025-06-10"},
		{"Se verán el próximo 5 de marzo.", "el próximo 5 de marzo = 2026-03-05"},
		{"Se vieron el 5 de marzo pasado.", "el 5 de marzo pasado = 2025-03-05"},
		{"Hace tres días cayó el gobierno.", "Hace tres días = 2025-06-14"},
		{"Hace dos semanas cayó el gobierno.", "Hace dos semanas = 2025-W23"},
		{"Hace cinco meses cayó el gobierno.", "Hace cinco meses = 2025-01"},
		{"Cayó cuatro años atrás.", "cuatro años atrás = 2021"},
		{"Dentro de diez días vence el plazo.", "Dentro de diez días = 2025-06-27"},
		{"Firmarán en dos meses.", "en dos meses = 2025-08"},
		{"Firmaron en dos meses.", "dos meses = P2M"},
		{"El fin de semana hubo protestas.", "El fin de semana = 2025-W24-WE"},
		{"El miércoles de la próxima semana.", "El miércoles de la próxima semana = 2025-06-25"},
		{"Fue en marzo del año pasado.", "marzo del año pasado = 2024-03"},
	})
}

func TestPartsOfADay(t *testing.T) {
	check(t, tuesday, []reading{
		{"Llegó el domingo por la noche.", "el domingo por la noche = 2025-06-15TNI"},
		{"Llegó en la madrugada de ayer.", "la madrugada de ayer = 2025-06-16TMO"},
		{"Llegó en la noche del viernes.", "la noche del viernes = 2025-06-13TNI"},
		{"Hablarán esta tarde.", "esta tarde = 2025-06-17TAF"},
		{"Se citaron a las 10:30 del 5 de julio de 2025.", "las 10:30 del 5 de julio de 2025 = 2025-07-05T10:30"},
	})
}

func TestPartsOfYearsAndMonths(t *testing.T) {
	check(t, tuesday, []reading{
		{"Durante los primeros cuatro meses de 2024.", "los primeros cuatro meses de 2024 = 2024-01/2024-04"},
		{"Durante los últimos dos meses de 2024.", "los últimos dos meses de 2024 = 2024-11/2024-12"},
		{"En el segundo semestre de 2026.", "el segundo semestre de 2026 = 2026-H2"},
		{"En la primera mitad de 2024.", "la primera mitad de 2024 = 2024-H1"},
		{"La primera quincena de mayo de 2024.", "La primera quincena de mayo de 2024 = 2024-05-01/2024-05-15"},
		{"La primera semana de octubre de 2016.", "La primera semana de octubre de 2016 = 2016-W40"},
		{"A finales de 2023 y a mediados de abril de 2024.", "finales de 2023 = 2023 END; mediados de abril de 2024 = 2024-04 MID"},
		{"Los primeros días de enero de 2024.", "Los primeros días de enero de 2024 = 2024-01 START"},
		{"La semana del 9 de junio.", "La semana del 9 de junio = 2025-W24"},
		{"La primera mitad de los setenta.", "La primera mitad de los setenta = 197 START"},
	})
}

func TestIntervals(t *testing.T) {
	check(t, tuesday, []reading{
		{"Se reunirán del 11 al 13 de julio.", "del 11 al 13 de julio = 2025-07-11/2025-07-13"},
		{"Se reunieron del 28 de mayo al 2 de junio.", "del 28 de mayo al 2 de junio = 2025-05-28/2025-06-02"},
		{"Se reunieron del 28 de diciembre al 2 de enero.", "del 28 de diciembre al 2 de enero = 2024-12-28/2025-01-02"},
		{"Se reunieron los días 4 y 5 de junio.", "4 y 5 de junio = 2025-06-04/2025-06-05"},
		{"Se reunieron los días 4, 5 y 6 de junio.", "4, 5 y 6 de junio = 2025-06-04/2025-06-06"},
		{"Entre 2011 y 2014 hubo paz.", "Entre 2011 y 2014 = 2011/2014"},
		{"El mandato 2019-2023.", "2019-2023 = 2019/2023"},
		{"Desde marzo de 2020 hasta mayo de 2022.", "Desde marzo de 2020 hasta mayo de 2022 = 2020-03/2022-05"},
		{"De noviembre a febrero de 2017.", "De noviembre a febrero de 2017 = 2016-11/2017-02"},
		{"Rige desde 2020.", "desde 2020 = 2020/.."},
		{"Rige a partir de mañana.", "a partir de mañana = 2025-06-18/.."},
		{"Saldrán antes de 2030.", "antes de 2030 = ../2030"},
		{"Saldrán antes de fin de año.", "antes de fin de año = ../2025-12-31"},
		{"Empezará antes de finales de marzo de 2026.", "antes de finales de marzo de 2026 = ../2026-03 END"},
		{"En lo que va de año.", "lo que va de año = 2025-01-01/2025-06-17"},
		{"Durante los últimos tres años.", "los últimos tres años = 2022/2025"},
		{"Durante el resto del año.", "el resto del año = 2025-06-17/2025-12-31"},
	})
}

func TestDurationsAndSets(t *testing.T) {
	check(t, tuesday, []reading{
		{"La tregua duró tres semanas.", "tres semanas = P3W"},
		{"Hablaron más de una hora.", "una hora = PT1H MORE_THAN"},
		{"Estuvo preso año y medio.", "año y medio = P18M"},
		{"Estuvo preso dos décadas.", "dos décadas = P20Y"},
		{"Hablaron media hora.", "media hora = PT30M"},
		{"Tardó varios meses.", "varios meses = PXM"},
		{"La comisión se ve cada seis meses.", "cada seis meses = P6M"},
		{"Hablan todos los viernes.", "todos los viernes = XXXX-WXX-5"},
		{"La reunión anual.", "anual = P1Y"},
	})
}

func TestVagueTimes(t *testing.T) {
	check(t, tuesday, []reading{
		{"Recientemente visitó Lima.", "Recientemente = PAST_REF"},
		{"Actualmente vive en Lima.", "Actualmente = PRESENT_REF"},
		{"Viajará próximamente.", "próximamente = FUTURE_REF"},
		{"Viajará en las próximas semanas.", "las próximas semanas = FUTURE_REF"},
		{"Se agravó en los últimos meses.", "los últimos meses = PAST_REF"},
		{"Habló en vísperas de la cumbre.", "en vísperas de la cumbre = XXXX-XX-XX BEFORE"},
	})
}

func TestDiscourse(t *testing.T) {
	check(t, tuesday, []reading{
		{"El canciller habló el viernes. Un día antes había llegado.", "el viernes = 2025-06-13; Un día antes = 2025-06-12"},
		{"El canciller habló el viernes. Firmará el jueves. Esa misma mañana había llegado.", "el viernes = 2025-06-13; el jueves = 2025-06-19; Esa misma mañana = 2025-06-13TMO"},
		{"La guerra empezó en 1991. Ese mismo año cerró la embajada.", "1991 = 1991; Ese mismo año = 1991"},
		{"La guerra empezó en 1991. Dos años después reabrió la embajada.", "1991 = 1991; Dos años después = 1993"},
		{"Tres meses después, el gobierno cayó.", "Tres meses después = XXXX-XX-XX"},
		{"Un día después de la firma cayó.", "Un día después de la firma = XXXX-XX-XX AFTER"},
		{"Llegó tres días antes de ayer.", "tres días antes de ayer = 2025-06-13"},
	})
}

func TestNamesAreNoDates(t *testing.T) {
	check(t, tuesday, []reading{
		{"La Plaza 25 de Mayo y el Movimiento 26 de Julio.", ""},
		{"La Agenda 2030 y la Resolución 1325.", ""},
		{"El exministro Domingo Abril saludó.", ""},
		{"Las Madres de Plaza de Mayo.", ""},
		{"Creció un 12 % y sumó 2000 personas.", ""},
		{"Más de 1900 personas marcharon.", ""},
		{"Bajó de 1800 a 1500 dólares.", ""},
		{"La nota 14/2025 cita el artículo 51.", ""},
		{"La mañana fue tranquila; tarde o temprano hablarán.", ""},
		{"El Viernes Negro no hubo actos.", ""},
		{"El teléfono 555-2025-1999.", ""},
	})
}

func TestWithoutPublicationDate(t *testing.T) {
	check(t, "", []reading{
		{"Llegó ayer.", "ayer = "},
		{"Llegó el 3 de abril.", "el 3 de abril = "},
		{"Llegó el 3 de abril de 2019.", "el 3 de abril de 2019 = 2019-04-03"},
		{"Llegó el viernes y desde 2020 vive aquí.", "el viernes = ; desde 2020 = 2020/.."},
		{"Estuvo tres días.", "tres días = P3D"},
		{"Entre el 3 y el 5 de abril.", "Entre el 3 y el 5 de abril = "},
	})
	check(t, "ayer", []reading{{"Llegó hoy.", "hoy = "}})
}

func TestFieldsOfATime(t *testing.T) {
	e := spanish(t)
	doc := plain("Habló ayer. Se reunirán del 4 al 6 de julio.")
	ts := e.Read(doc, tuesday+"T08:30:00")
	if len(ts) != 2 {
		t.Fatalf("read %d expressions", len(ts))
	}
	got := ts[1]
	want := Time{
		Span: text.Span{Start: 26, End: 45}, Sent: 1, First: 2, Last: 9, Type: Interval, Value: "2025-07-04/2025-07-06",
		Tense: future, Rule: "days-from-to", Unanchored: "XXXX-07-04/XXXX-07-06",
	}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if ts[0].Unanchored != "DAY-1" || ts[0].Tense != "" || ts[0].Type != Date {
		t.Errorf("got %+v", ts[0])
	}
}
