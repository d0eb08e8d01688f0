package event

import (
	"slices"
	"testing"
)

// Turns of news that once were read as something else, or not at all.
func TestTurnsOfNews(t *testing.T) {
	tests := []struct {
		name, lang, title, text string
		want                    []string
	}{
		{"who puts off a signing refuses, and the signing has another day", "es", "", "Chile aplazó el lunes hasta el 12 de julio la firma de su acuerdo con China.",
			[]string{"REJECT CHL>CHN occurred 2025-06-09", "SUPPORT CHL,CHN> planned 2025-07-12"}},
		{"likewise", "en", "", "Kenya has postponed the signing of the treaty with Rwanda until July 5.",
			[]string{"REJECT KEN>RWA occurred", "SUPPORT KEN,RWA> planned 2025-07-05"}},
		{"likewise", "ru", "", "Сербия отложила подписание договора с Китаем до 5 июля.",
			[]string{"REJECT SRB>CHN occurred", "SUPPORT SRB,CHN> planned 2025-07-05"}},
		{"the object of a verb hangs behind its days", "es", "", "El presidente de Serbia, Aleksandar Vučić, realizará el jueves y el viernes una visita oficial a China.",
			[]string{"CONSULT SRB>CHN planned 2025-06-12"}},
		{"that day is the day of what is to come", "es", "", "Chile y China negociarán el 20 de junio en Santiago. Los dos países firmarán ese día un tratado.",
			[]string{"CONSULT CHL,CHN> planned 2025-06-20", "SUPPORT CHL,CHN> planned 2025-06-20"}},
		{"likewise", "ru", "", "20 июня Сербия и Китай проведут переговоры. В тот же день стороны подпишут договор.",
			[]string{"CONSULT SRB,CHN> planned 2025-06-20", "SUPPORT SRB,CHN> planned 2025-06-20"}},
		{"what suits is no agreement", "es", "", "«El lunes nos conviene», dijo la canciller de Chile.", nil},
		{"likewise, whom it suits", "es", "Chile y Bolivia, sin fecha", "El jefe de la diplomacia chilena añadió que su Gobierno estudia todavía qué conviene a la nación.", nil},
		{"a name for one's own state accuses nobody", "es", "", "El presidente de Chile, Gabriel Boric, calificó a su país de «isla de paz».", nil},
		{"who feels threatened threatens nobody", "es", "", "Nadie en China debe sentirse amenazado por Chile.", nil},
		{"a ceremony held is no agreement reached", "es", "", "Chile y China firmaron un acuerdo en una ceremonia celebrada en Pekín.", []string{"SUPPORT CHL,CHN> occurred"}},
		{"what comes before is still to come", "en", "", "Farmers asked for safeguards before a deal is signed by China and Chile.", []string{"SUPPORT CHN,CHL> planned"}},
		{"the host of his visit is the other state of the article", "en", "China and Kenya raise ties", "President William Ruto ended his state visit on Monday.", []string{"SUPPORT CHN,KEN> occurred", "CONSULT KEN>CHN occurred 2025-06-09"}},
	}
	for _, tt := range tests {
		t.Run(tt.lang+" "+tt.name, func(t *testing.T) {
			r := readIn(t, tt.lang, tt.title, tt.text)
			if got := r.all(); !slices.Equal(got, tt.want) {
				t.Errorf("%s\n got %q\nwant %q", tt.text, got, tt.want)
			}
		})
	}
}

// Talks in a palace are held in the capital.
func TestPalacesArePlaces(t *testing.T) {
	r := readIn(t, "en", "", "President Aleksandar Vučić held talks with President Vladimir Putin in the Kremlin on Monday.")
	for _, e := range r.Events {
		if e.Place < 0 || r.cast.Entities[e.Place].Name.ES != "Moscú" {
			t.Errorf("%s is not placed in Moscow", r.event(e))
		}
	}
	if len(r.Events) == 0 {
		t.Error("no event")
	}
}
