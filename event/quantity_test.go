package event

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/attache-project/attache/lang"
)

// Sums of money, durations and numbers of documents belong to the act that they
// are told of.
func TestQuantities(t *testing.T) {
	tests := []struct {
		lang, text string
		want       []string // type of the act, kind, value, words
	}{
		{"es", "España donará 1.200 millones de euros a Ucrania.", []string{`AGREE amount 1200000000 EUR "1.200 millones de euros"`}},
		{"es", "China concedió a Bolivia un crédito de 500 millones de dólares.", []string{`AID amount 500000000 USD "500 millones de dólares"`}},
		{"es", "Japón entregó mil millones de yenes de ayuda humanitaria a Kenia.", []string{`AID amount 1000000000 JPY "mil millones de yenes"`}},
		{"es", "Los cancilleres de Chile y Perú se reunieron durante tres horas en Lima.", []string{`CONSULT duration PT3H "tres horas"`}},
		{"es", "Las conversaciones entre Irán y Estados Unidos duraron dos horas.", []string{`CONSULT duration PT2H "dos horas"`}},
		{"es", "El presidente de Serbia inició una visita de dos días a Vietnam.", []string{`CONSULT duration P2D "dos días"`}},
		{"es", "El presidente de Chile se reunió con el de Perú. El encuentro duró tres horas.", []string{`CONSULT duration PT3H "tres horas"`}},
		{"es", "Tras tres horas de conversaciones con Irán, Estados Unidos suspendió las sanciones.", []string{`CONSULT duration PT3H "tres horas"`}},
		{"es", "China y Serbia firmaron 14 documentos de cooperación.", []string{`SUPPORT documents 14 "14 documentos"`}},
		{"es", "China y Serbia firmaron catorce documentos.", []string{`SUPPORT documents 14 "catorce documentos"`}},
		{"es", "Chile y Perú firmaron un acuerdo de cinco años por medio millón de dólares.", []string{`SUPPORT amount 500000 USD "medio millón de dólares"`}},

		{"en", "Japan pledged $1.2 billion in aid to Kenya.", []string{`AGREE amount 1200000000 USD "$1.2 billion"`}},
		{"en", "The United States gave Ukraine US$500m in military aid.", []string{`AID amount 500000000 USD "US$500m"`}},
		{"en", "Norway will lend Moldova 40 million euros.", []string{`AGREE amount 40000000 EUR "40 million euros"`}},
		{"en", "China granted Laos a loan of half a billion dollars.", []string{`AID amount 500000000 USD "half a billion dollars"`}},
		{"en", "Talks between Iran and the United States lasted two hours.", []string{`CONSULT duration PT2H "two hours"`}},
		{"en", "The foreign ministers of Chile and Peru met for three hours in Lima.", []string{`CONSULT duration PT3H "three hours"`}},
		{"en", "The Chilean president began a two-day visit to Peru.", []string{`CONSULT duration P2D "two-day"`}},
		{"en", "China and Serbia signed 14 documents.", []string{`SUPPORT documents 14 "14 documents"`}},

		{"ru", "Россия выделит Кубе 40 млрд рублей.", []string{`AGREE amount 40000000000 RUB "40 млрд рублей"`}},
		{"ru", "Китай предоставил Боливии кредит на 500 миллионов долларов.", []string{`AID amount 500000000 USD "500 миллионов долларов"`}},
		{"ru", "Переговоры Ирана и США длились три часа.", []string{`CONSULT duration PT3H "три часа"`}},
		{"ru", "Главы МИД Чили и Перу беседовали в течение трёх часов.", []string{`CONSULT duration PT3H "трёх часов"`}},
		{"ru", "Президент Сербии прибыл во Вьетнам с двухдневным визитом.", []string{`CONSULT duration P2D "двухдневным"`}},
		{"ru", "Россия и Китай подписали четырнадцать соглашений на 1 200 000 евро.",
			[]string{`SUPPORT documents 14 "четырнадцать соглашений"`, `SUPPORT amount 1200000 EUR "1 200 000 евро"`}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			r := readIn(t, tt.lang, "", tt.text)
			var got []string
			for _, e := range r.Events {
				for _, q := range e.Quantities {
					got = append(got, fmt.Sprintf("%s %s %s %q", e.Type, q.Kind, q.Value, q.Span.Of(r.text)))
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s: %s\n got %q\nwant %q\nevents %q", tt.lang, tt.text, got, tt.want, r.all())
			}
		})
	}
}

// Sums as newspapers of three languages write them.
func TestAmounts(t *testing.T) {
	tests := []struct {
		lang, text string
		want       []string
	}{
		{"es", "Fueron US$1,5 millones, $500.000, 1 200 000 euros y 3,25 €.", []string{"1500000 USD", "500000 USD", "1200000 EUR", "3.25 EUR"}},
		{"es", "Dieron 500 mil dólares, dos billones de euros y 20.000 millones de yuanes.", []string{"500000 USD", "2000000000000 EUR", "20000000000 CNY"}},
		{"es", "Cuesta 1.200,50 dólares canadienses, no 300 pesos ni 400 libras.", []string{"1200.5 CAD"}},
		{"es", "Hubo 500 personas, millones de dólares y 12 de junio.", nil},
		{"en", "It cost $1.2bn, €40m, C$20 million, 2,500 euros and USD 3.75 million.", []string{"1200000000 USD", "40000000 EUR", "20000000 CAD", "2500 EUR", "3750000 USD"}},
		{"en", "They paid five hundred million dollars, 7 million pounds and 1.125 billion yen.", []string{"500000000 USD", "7000000 GBP", "1125000000 JPY"}},
		{"en", "A 500-pound bomb and 20 pounds of rice for 3 million people.", nil},
		{"ru", "Это $500 млн, 1,5 млрд долларов, полмиллиарда евро и 12 тыс. рублей.", []string{"500000000 USD", "1500000000 USD", "500000000 EUR", "12000 RUB"}},
		{"ru", "Речь о миллионах долларов и о 12 июня.", nil},
	}
	for _, tt := range tests {
		l, err := pipelines[tt.lang]()
		if err != nil {
			t.Fatal(err)
		}
		doc := l.tok.Document(article("", tt.text), tt.lang)
		l.parse(doc)
		var got []string
		for i := range doc.Sentences {
			for _, a := range l.events.tab.amounts.in(&doc.Sentences[i]) {
				got = append(got, a.value)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %s\n got %q\nwant %q", tt.lang, tt.text, got, tt.want)
		}
	}
}

func amountsIn(tb testing.TB, code string) *amounts {
	tb.Helper()
	p, err := lang.Open(code, "")
	if err != nil {
		tb.Fatal(err)
	}
	a, err := readAmounts(p)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// Marks within figures are of groups or of decimals by their place.
func TestFigures(t *testing.T) {
	tests := []struct{ lang, form, want string }{
		{"es", "1.200", "1200"}, {"es", "1,5", "1.5"}, {"es", "1.5", "1.5"}, {"es", "1.200,50", "1200.50"}, {"es", "1,200.50", "1200.50"},
		{"es", "1.200.000", "1200000"}, {"es", "0,125", "0.125"}, {"es", "1.2.3", ""}, {"es", "12/06", ""}, {"es", "3,", ""},
		{"en", "1,200", "1200"}, {"en", "1.125", "1.125"}, {"en", "1,200.5", "1200.5"}, {"en", "1,5", ""}, {"en", "1,200,000", "1200000"},
		{"ru", "1 200", "1200"}, {"ru", "1 200,5", "1200.5"}, {"ru", "1,125", "1.125"},
	}
	for _, tt := range tests {
		got, ok := amountsIn(t, tt.lang).plain(tt.form)
		if !ok {
			got = ""
		}
		if got != tt.want {
			t.Errorf("%s: %q: got %q, want %q", tt.lang, tt.form, got, tt.want)
		}
	}
}

// A table that is wrong is refused with the place of the fault.
func TestAmountsRefused(t *testing.T) {
	for _, row := range []string{"currency\tdollar\tdollar", "scale\t-5\tmillion", "price\t\tcheap"} {
		rows, err := lang.ParseTable("amounts.tsv", "use\tvalue\twords\n"+row+"\n")
		if err != nil {
			t.Fatal(err)
		}
		p, err := lang.Open("en", "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := readAmounts(p.With(map[string][]lang.Row{"amounts": rows})); err == nil || !strings.Contains(err.Error(), "amounts.tsv:2") {
			t.Errorf("%q: got error %v, want one that names amounts.tsv:2", row, err)
		}
	}
}

func FuzzFigures(f *testing.F) {
	for _, s := range []string{"1.200,50", "1 200", "0,5", "1..2", "٣", "9999999999999999999999999"} {
		f.Add(s)
	}
	a := amountsIn(f, "es")
	f.Fuzz(func(t *testing.T, s string) {
		v, ok := a.plain(s)
		if !ok {
			return
		}
		for _, c := range v {
			if c != '.' && (c < '0' || c > '9') {
				t.Errorf("%q became %q", s, v)
			}
		}
	})
}
