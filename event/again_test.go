package event

import (
	"slices"
	"testing"
)

// placed writes the events with "at" and the state of the place, and with the
// quantities told of them.
func (r result) placed() []string {
	var out []string
	for _, e := range r.Events {
		s := r.event(e)
		if e.Place >= 0 {
			s += " at " + r.cast.Entities[e.Place].ID
		}
		for _, q := range e.Quantities {
			s += " " + q.Value
		}
		out = append(out, s)
	}
	return out
}

// "The conversation" behind a call is that call, and "the meeting" behind a summit
// that was called off is that summit.
func TestNounsThatPointBackAreNoOtherAct(t *testing.T) {
	tests := []struct {
		lang, text string
		want       []string
	}{
		{"es", "Lula y Petro hablaron por teléfono el lunes. El canciller brasileño confirmó en Lima la conversación. La charla duró dos horas.",
			[]string{"CONSULT BRA,COL> occurred 2025-06-09 PT2H"}},
		{"en", "Macron and Modi spoke by telephone on Monday. An aide described the conversation as frank. The call lasted two hours.",
			[]string{"CONSULT FRA,IND> occurred 2025-06-09 PT2H"}},
		{"ru", "Макрон и Моди поговорили по телефону в понедельник. Советник назвал разговор откровенным. Беседа длилась два часа.",
			[]string{"CONSULT FRA,IND> occurred 2025-06-09 PT2H"}},
		{"es", "El presidente de Chile habló tras una conversación telefónica con el presidente de Perú.", []string{"CONSULT CHL,PER> occurred"}},
		{"es", "Perú canceló la cumbre entre Perú y Bolivia. Una fuente sostuvo que la cita nació con prisas.",
			[]string{"REJECT PER>BOL occurred", "CONSULT PER,BOL> planned not"}},
		{"en", "India called off the summit between India and Pakistan in Dubai. An official said the meeting was a bad idea.",
			[]string{"REJECT IND>PAK occurred", "CONSULT IND,PAK> planned not at place/dubai"}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			if got := readIn(t, tt.lang, "", tt.text).placed(); !slices.Equal(got, tt.want) {
				t.Errorf("got %q\nwant %q", got, tt.want)
			}
		})
	}
}

// Who calls off a meeting does so to the other side, not to the host; and the city
// is that of the meeting.
func TestWhoIsToldOffIsTheOtherSide(t *testing.T) {
	tests := []struct {
		lang, title, text string
		want              []string
	}{
		{"es", "", "Estados Unidos canceló el lunes la cumbre que Trump y Putin iban a celebrar en Budapest antes de que acabe julio.",
			[]string{"REJECT USA>RUS occurred 2025-06-09", "CONSULT USA,RUS> planned not ../2025-07-31 at capital/HUN"}},
		{"en", "", "Turkey on Monday called off the planned meeting between Turkish and Greek ministers in Geneva.",
			[]string{"REJECT TUR>GRC occurred 2025-06-09", "CONSULT TUR,GRC> planned not at place/geneva"}},
		{"en", "India calls off Modi-Xi summit in Tokyo", "India spoke.",
			[]string{"REJECT IND>CHN occurred", "CONSULT IND,CHN> planned not at capital/JPN"}},
		{"ru", "", "Президент Турции Эрдоган в понедельник отменил встречу с президентом России Владимиром Путиным в Будапеште.",
			[]string{"REJECT TUR>RUS occurred 2025-06-09", "CONSULT TUR,RUS> planned not at capital/HUN"}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			if got := readIn(t, tt.lang, tt.title, tt.text).placed(); !slices.Equal(got, tt.want) {
				t.Errorf("got %q\nwant %q", got, tt.want)
			}
		})
	}
}

// A relative clause tells when and where a meeting takes place, and that it will,
// also where the tree hangs it on a name.
func TestRelativeClausesOfMeetings(t *testing.T) {
	tests := []struct{ lang, text, want string }{
		{"es", "El canciller habló de la cumbre entre Chile y Perú que se celebrará el 20 de julio en Quito.", "CONSULT CHL,PER> planned 2025-07-20 at capital/ECU"},
		{"en", "They discussed the summit between Chile and Peru that will take place in Quito on July 20.", "CONSULT CHL,PER> planned 2025-07-20 at capital/ECU"},
		{"ru", "Речь шла о встрече Макрона с премьер-министром Индии Нарендрой Моди, которая состоится в Токио 30 июля.", "CONSULT IND,FRA> planned 2025-07-30 at capital/JPN"},
		{"es", "Macron y Modi se verán en la capital japonesa el 3 de julio.", "CONSULT FRA,IND> planned 2025-07-03 at capital/JPN"},
		{"en", "Macron and Modi will hold their summit in the Japanese capital in July.", "CONSULT FRA,IND> planned 2025-07 at capital/JPN"},
		{"ru", "Макрон и Моди увидятся в столице Японии в июле.", "CONSULT FRA,IND> planned 2025-07 at capital/JPN"},
	}
	for _, tt := range tests {
		if got := readIn(t, tt.lang, "", tt.text).placed(); !slices.Equal(got, []string{tt.want}) {
			t.Errorf("%s\n got %q\nwant %q", tt.text, got, tt.want)
		}
	}
}
