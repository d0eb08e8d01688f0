package event

import (
	"fmt"
	"slices"
	"testing"
)

// What somebody denies is an act of its own, denied, with its parties: of a
// plan that is denied the status is planned. Who denies that an act was called
// off leaves it as it stands.
func TestDenials(t *testing.T) {
	tests := []struct {
		lang, title, text string
		want              []string // acts but those of denying, with "said" where a statement holds them
	}{
		{"es", "", "Teherán negó que haya conversaciones previstas con Estados Unidos.", []string{"CONSULT USA,IRN> planned denied said"}},
		{"es", "Irán y Estados Unidos, sin fecha para negociar", "Teherán negó que haya conversaciones previstas.", []string{"CONSULT IRN,USA> planned denied said"}},
		{"es", "", "Irán negó que se hubiera fijado una reunión con Estados Unidos.", []string{"CONSULT USA,IRN> planned denied said"}},
		{"es", "", "Irán dijo que no hay ninguna reunión prevista con Estados Unidos.", []string{"CONSULT USA,IRN> planned denied said"}},
		{"es", "", "El Kremlin dijo que Putin no tiene previsto reunirse con Zelenski.", []string{"CONSULT RUS,UKR> planned denied said"}},
		{"es", "", "Moscú negó que Putin vaya a reunirse con Zelenski en Estambul.", []string{"CONSULT RUS,UKR> planned denied said"}},
		{"es", "", "Rusia negó los contactos con Ucrania.", []string{"CONSULT UKR,RUS> occurred denied"}},
		{"es", "", "El Kremlin desmintió los planes de una cumbre con Estados Unidos en Budapest.", []string{"CONSULT USA,RUS> planned denied"}},
		{"es", "", "El portavoz del Ministerio de Exteriores de Irán negó que la visita de Araghchi a Washington se hubiera cancelado.",
			[]string{"CONSULT IRN>USA planned said", "REJECT IRN> occurred denied said"}},
		{"es", "", "El presidente de Perú no descartó una reunión con el presidente de Chile.", []string{"CONSULT CHL,PER> hypothetical"}},
		{"es", "", "No se ha firmado ningún acuerdo con Chile, dijo el canciller de Perú.", []string{"SUPPORT CHL,PER> occurred not said"}},

		{"en", "", "Tehran denied that any talks with the United States are planned.", []string{"CONSULT USA,IRN> planned denied said"}},
		{"en", "Iran and the United States at odds over talks", "Tehran denied that any talks are planned.", []string{"CONSULT IRN,USA> planned denied said"}},
		{"en", "", "Iran said no meeting with the United States had been scheduled.", []string{"CONSULT USA,IRN> planned denied said"}},
		{"en", "", "The Kremlin denied that Putin would meet Zelensky in Istanbul.", []string{"CONSULT RUS,UKR> planned denied said"}},
		{"en", "", "There are no plans for a meeting between Putin and Trump, the Kremlin said.", []string{"CONSULT RUS,USA> planned denied said"}},
		{"en", "", "The White House said there were no plans for Trump to meet Putin in the immediate future.", []string{"CONSULT USA,RUS> planned denied said"}},
		{"en", "", "Tehran denied plans for direct talks with Washington.", []string{"CONSULT USA,IRN> planned denied"}},
		{"en", "", "Iran denied having held talks with the United States.", []string{"CONSULT IRN,USA> occurred denied said"}},
		{"en", "", "The Chinese foreign ministry denied that Xi's visit to Belgrade had been postponed.",
			[]string{"CONSULT CHN>SRB planned said", "REJECT CHN> occurred denied said"}},

		{"es", "", "El canciller de Irán desmintió la noticia de que Teherán y Washington mantendrán conversaciones.", []string{"CONSULT IRN,USA> planned denied said"}},
		{"en", "", "Turkey's foreign minister denied reports that Ankara and Athens will hold talks.", []string{"CONSULT TUR,GRC> planned denied said"}},
		{"ru", "", "МИД Турции опроверг сообщение о том, что Анкара и Афины проведут переговоры.", []string{"CONSULT TUR,GRC> planned denied said"}},
		{"ru", "", "Президент Турции опроверг слова президента Франции о том, что Анкара и Афины проведут переговоры.", []string{"CONSULT TUR,GRC> planned denied said"}},
		{"ru", "Турция опровергла слова Макрона о переговорах", "Турция и Франция.", []string{"CONSULT FRA,TUR> occurred denied"}},

		{"ru", "", "Тегеран опроверг, что переговоры с США запланированы.", []string{"CONSULT USA,IRN> planned denied said"}},
		{"ru", "", "МИД Ирана отрицает, что встреча с США назначена.", []string{"CONSULT USA,IRN> planned denied said"}},
		{"ru", "", "Иран заявил, что переговоры с США не запланированы.", []string{"CONSULT USA,IRN> planned denied said"}},
		{"ru", "", "В Кремле заявили, что встреча Путина и Зеленского не готовится.", []string{"CONSULT RUS,UKR> planned denied said"}},
		{"ru", "", "Белый дом заявил, что планов встречи Трампа и Путина нет.", []string{"CONSULT USA,RUS> planned denied said"}},
		{"ru", "", "Сербия опровергла, что визит президента Китая отменён.", []string{"CONSULT CHN>SRB planned said", "REJECT CHN> occurred denied said"}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			r := readIn(t, tt.lang, tt.title, tt.text)
			var got []string
			for _, e := range r.Events {
				if e.Type == "REJECT" && e.Polarity == Affirmed {
					continue // the denial itself
				}
				s := r.event(e)
				if e.SaidBy >= 0 {
					s = fmt.Sprint(s, " said")
				}
				got = append(got, s)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s: %s\n got %q\nwant %q", tt.lang, tt.text, got, tt.want)
			}
		})
	}
}

// Who declines to tell something refuses nobody anything, and what he does not
// tell of is no act either.
func TestWhoDeclinesToTellRefusesNothing(t *testing.T) {
	tests := []struct {
		lang, text string
		want       []string
	}{
		{"es", "El portavoz del Kremlin declinó dar detalles del encuentro con el presidente de Turquía.", nil},
		{"es", "Turquía se negó a comentar las conversaciones con Grecia.", nil},
		{"es", "Turquía se negó a negociar con Grecia.", []string{"REJECT TUR>GRC occurred"}},
		{"en", "A Turkish diplomat declined to name a venue for the talks with Greece.", nil},
		{"en", "Turkey declined to give details of the talks with Greece.", nil},
		{"en", "Turkey refused to give Greece the islands back.", []string{"REJECT TUR>GRC occurred"}},
		{"ru", "Представитель МИД Турции отказался назвать место переговоров с Грецией.", nil},
	}
	for _, tt := range tests {
		if got := readIn(t, tt.lang, "", tt.text).all(); !slices.Equal(got, tt.want) {
			t.Errorf("%s\n got %q\nwant %q", tt.text, got, tt.want)
		}
	}
}

// A noun of the title is a mention of what the text tells, also where that is
// denied; and a city by which a meeting is named takes no part in it.
func TestTitlesOfMeetings(t *testing.T) {
	tests := []struct {
		lang, title, text string
		want              []string
	}{
		{"ru", "Анкара и Афины спорят о переговорах", "Афины опровергли, что переговоры Турции и Греции запланированы.", []string{"CONSULT TUR,GRC> planned denied"}},
		{"es", "Washington cancela la cumbre de Budapest", "Estados Unidos canceló el lunes la cumbre que Trump y Putin iban a celebrar en Budapest.",
			[]string{"REJECT USA>RUS occurred 2025-06-09", "CONSULT USA,RUS> planned not at capital/HUN"}},
	}
	for _, tt := range tests {
		var got []string
		for _, s := range readIn(t, tt.lang, tt.title, tt.text).placed() {
			if s != "REJECT GRC>TUR occurred" { // the denial itself
				got = append(got, s)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %s\n got %q\nwant %q", tt.title, tt.text, got, tt.want)
		}
	}
}
