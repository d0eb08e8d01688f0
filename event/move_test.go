package event

import (
	"slices"
	"testing"
)

// An act that is put off has the new date, and the one it had; one that is
// called off is planned and negated, with the date it had.
func TestActsPutOffAndCalledOff(t *testing.T) {
	tests := []struct {
		lang, text string
		want       []string
	}{
		{"es", "El presidente de China, Xi Jinping, aplazó al 12 de julio su visita de Estado a Serbia, prevista para el 14 de junio.",
			[]string{"REJECT CHN>SRB occurred", "CONSULT CHN>SRB planned 2025-07-12 was 2025-06-14"}},
		{"es", "Chile y China pospusieron la firma del acuerdo hasta enero.", []string{"SUPPORT CHL,CHN> planned 2026-01"}},
		{"es", "La visita del presidente de China a Serbia se pospone.", []string{"CONSULT CHN>SRB planned"}},
		{"es", "La firma del acuerdo entre Chile y Perú fue aplazada al 12 de enero.", []string{"SUPPORT CHL,PER> planned 2026-01-12"}},
		{"es", "La reunión entre Irán y Estados Unidos, prevista para el sábado, quedó aplazada.", []string{"CONSULT IRN,USA> planned was 2025-06-14"}},
		{"es", "El canciller de Chile retrasó del 14 al 20 de junio su viaje a Lima.", []string{"CONSULT CHL>PER planned 2025-06-20 was 2025-06-14"}},
		{"es", "El presidente de Francia adelantó al 12 de junio su viaje a Argelia.", []string{"CONSULT FRA>DZA planned 2025-06-12"}},
		{"es", "El Senado de Paraguay pospuso para agosto la ratificación del convenio con Chile, prevista para junio.", []string{"SUPPORT PRY>CHL planned 2025-08 was 2025-06"}},
		{"es", "Serbia y Vietnam acordaron posponer hasta julio la visita del presidente serbio a Hanói.",
			[]string{"AGREE SRB,VNM> occurred", "CONSULT SRB>VNM planned 2025-07"}},
		{"es", "Perú y Chile suspendieron la reunión de cancilleres que iba a celebrarse el 19 de junio en Lima.", []string{"CONSULT PER,CHL> planned not 2025-06-19"}},
		{"es", "La cumbre de la UE y China prevista para el 20 de junio fue cancelada.", []string{"CONSULT EU,CHN> planned not 2025-06-20"}},
		{"es", "El presidente de China visitará Serbia el 14 de junio. La visita del presidente de China a Serbia se aplazó al 12 de julio.",
			[]string{"CONSULT CHN>SRB planned 2025-07-12 was 2025-06-14"}},

		{"es", "La reunión del viernes entre los cancilleres de Perú y Bolivia se cambió al lunes.", []string{"CONSULT PER,BOL> planned 2025-06-16 was 2025-06-13"}},
		{"es", "Omán anunció que la reunión prevista para el 13 de junio entre Estados Unidos e Irán será reprogramada.", []string{"CONSULT USA,IRN> planned was 2025-06-13"}},
		{"es", "El presidente de China, Xi Jinping, tiene previsto visitar Serbia el 14 de junio. La visita fue aplazada al 12 de julio.",
			[]string{"CONSULT CHN>SRB planned 2025-07-12 was 2025-06-14"}},
		{"es", "Trump y Putin se reunirán en Budapest en julio. Días después, la reunión fue cancelada.", []string{"CONSULT USA,RUS> planned not 2025-07"}},

		{"en", "Xi Jinping will now visit Serbia on July 12 instead of June 14.", []string{"CONSULT CHN>SRB planned 2025-07-12 was 2025-06-14"}},
		{"en", "Oman said the talks scheduled for Saturday between the United States and Iran would be rescheduled.", []string{"CONSULT USA,IRN> planned was 2025-06-14"}},
		{"en", "China and Serbia plan a state visit of Xi Jinping to Belgrade on June 14. The visit was later put off until July 12.",
			[]string{"CONSULT CHN>SRB planned 2025-07-12 was 2025-06-14"}},
		{"en", "The EU pushed the signing of the deal with Mercosur to January.", []string{"SUPPORT EU,MERCOSUR> planned 2026-01"}},
		{"en", "Chinese President Xi Jinping has postponed the state visit to Serbia until July 12.",
			[]string{"REJECT CHN>SRB occurred", "CONSULT CHN>SRB planned 2025-07-12"}},
		{"en", "Chinese President Xi Jinping postponed his state visit to Serbia from June 14 to July 12.",
			[]string{"REJECT CHN>SRB occurred", "CONSULT CHN>SRB planned 2025-07-12 was 2025-06-14"}},
		{"en", "The signing of the agreement between the European Union and Mercosur was pushed back to January 17.", []string{"SUPPORT EU,MERCOSUR> planned 2026-01-17"}},
		{"en", "The summit between Donald Trump and Vladimir Putin was called off.", []string{"CONSULT USA,RUS> planned not"}},
		{"en", "Vietnam put off the visit of Serbia's foreign minister, planned for June 14, until August.",
			[]string{"REJECT VNM>SRB occurred", "CONSULT SRB>VNM planned 2025-08 was 2025-06-14"}},
		{"en", "The meeting of the foreign ministers of Chile and Peru, which was scheduled for Saturday, has been rescheduled for June 20.",
			[]string{"CONSULT CHL,PER> planned 2025-06-20 was 2025-06-14"}},
		{"en", "Chile and Peru moved the signing of the treaty to July 3.", []string{"SUPPORT CHL,PER> planned 2025-07-03"}},
		{"en", "The talks between Iran and the United States scheduled for June 13 have been cancelled.", []string{"CONSULT IRN,USA> planned not 2025-06-13"}},
		{"en", "The United States moved its embassy to Jerusalem.", nil},

		{"ru", "Председатель КНР Си Цзиньпин перенёс визит в Сербию с 14 июня на 12 июля.",
			[]string{"REJECT CHN>SRB occurred", "CONSULT CHN>SRB planned 2025-07-12 was 2025-06-14"}},
		{"ru", "Китай и Сербия договорились перенести визит Си Цзиньпина с июня на июль.",
			[]string{"AGREE CHN,SRB> occurred", "REJECT CHN,SRB>CHN planned", "CONSULT CHN>SRB planned 2025-07 was 2025-06"}},
		{"ru", "Оман сообщил, что переговоры США и Ирана, запланированные на субботу, перенесены по техническим причинам.", []string{"CONSULT USA,IRN> planned was 2025-06-14"}},
		{"ru", "Подписание соглашения между Чили и Перу отложено до января.", []string{"SUPPORT CHL,PER> planned 2026-01"}},
		{"ru", "Китай отложил визит в Сербию, назначенный на 14 июня.", []string{"REJECT CHN>SRB occurred", "CONSULT CHN>SRB planned was 2025-06-14"}},
		{"ru", "Переговоры Ирана и США, которые были назначены на субботу, отложены.", []string{"CONSULT IRN,USA> planned was 2025-06-14"}},
		{"ru", "Телефонный разговор Трампа и Путина, назначенный на четверг, перенесён на пятницу.", []string{"CONSULT USA,RUS> planned 2025-06-13 was 2025-06-12"}},
		{"ru", "Саммит России и США, запланированный на 20 июня, отменён.", []string{"CONSULT RUS,USA> planned not 2025-06-20"}},
		{"ru", "Визит председателя КНР Си Цзиньпина в Сербию отменён.", []string{"CONSULT CHN>SRB planned not"}},
		{"ru", "Подписание договора между Перу и Боливией, которое должно было состояться 14 июня, отложено на неопределённый срок.", []string{"SUPPORT PER,BOL> planned was 2025-06-14"}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			r := readIn(t, tt.lang, "", tt.text)
			var got []string
			for _, e := range r.Events {
				s := r.event(e)
				if e.Was.Value != "" {
					s += " was " + e.Was.Value
					if e.Was.Span == nil {
						t.Errorf("%s: the date it had is without its words", s)
					}
				}
				got = append(got, s)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s: %s\n got %q\nwant %q", tt.lang, tt.text, got, tt.want)
			}
		})
	}
}

// A visit that is put off starts on the new day.
func TestVisitsPutOff(t *testing.T) {
	tests := []struct{ text, want string }{
		{"El presidente Gustavo Petro aplazó al 12 de julio su visita oficial a Brasil, prevista para el 14 de junio.", "Gustavo Petro>BRA official 2025-07-12 planned"},
		{"El presidente Gustavo Petro aplazó su visita oficial a Brasil, prevista para el 14 de junio.", "Gustavo Petro>BRA official  planned"},
		{"El presidente Gustavo Petro canceló su visita oficial a Brasil, prevista para el 14 de junio.", "Gustavo Petro>BRA official 2025-06-14 planned"},
	}
	for _, tt := range tests {
		r := read(t, "", tt.text)
		if got := each(r.Visits, r.visit); !slices.Equal(got, []string{tt.want}) {
			t.Errorf("%s\n got %q\nwant %q", tt.text, got, tt.want)
		}
	}
}

// A mention that tells the day an act had is a mention of the act put off.
func TestOldDateIsNoOtherAct(t *testing.T) {
	r := readIn(t, "es", "China aplaza la visita de Xi Jinping a Serbia",
		"El presidente de China, Xi Jinping, aplazó su visita a Serbia, prevista para el 14 de junio. Xi Jinping iba a visitar Serbia el 14 de junio.")
	var got []string
	for _, e := range r.Events {
		if e.Type == "CONSULT" {
			got = append(got, r.event(e)+" was "+e.Was.Value)
		}
	}
	if want := []string{"CONSULT CHN>SRB planned was 2025-06-14"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A noun that points back at an act told in the title, or before, tells what
// becomes of it.
func TestActsToldBefore(t *testing.T) {
	tests := []struct {
		lang, title, text string
		want              []string
	}{
		{"es", "La UE y el Mercosur aplazan la firma del acuerdo", "La firma, que iba a celebrarse el 20 de diciembre, se aplazó a enero.",
			[]string{"REJECT EU,MERCOSUR> occurred was ", "SUPPORT EU,MERCOSUR> planned 2026-01 was 2025-12-20"}},
		{"en", "EU and China move their summit", "The summit, initially set for June 20, will be held on July 24.",
			[]string{"CONSULT CHN,EU> planned 2025-07-24 was 2025-06-20"}},
		{"ru", "", "Си Цзиньпин посетит Сербию 14 июня. Визит перенесён на 12 июля.",
			[]string{"CONSULT CHN>SRB planned 2025-07-12 was 2025-06-14"}},
	}
	for _, tt := range tests {
		r := readIn(t, tt.lang, tt.title, tt.text)
		var got []string
		for _, e := range r.Events {
			got = append(got, r.event(e)+" was "+e.Was.Value)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %s\n got %q\nwant %q", tt.lang, tt.text, got, tt.want)
		}
	}
}
