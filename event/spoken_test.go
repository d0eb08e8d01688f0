package event

import (
	"slices"
	"testing"
)

// Meetings and signings as the press speaks of them: by capitals and people, of
// organisations of states, to come or not to be; with place and day.
func TestMeetingsToCome(t *testing.T) {
	tests := []struct {
		lang, title, text string
		want              []string // with "at" and the state of the place
	}{
		{"es", "", "Washington y Teherán mantendrán conversaciones la próxima semana.", []string{"CONSULT USA,IRN> planned 2025-W25"}},
		{"es", "", "Trump dijo que Estados Unidos hablará con Irán la próxima semana.", []string{"CONSULT USA,IRN> planned 2025-W25"}},
		{"es", "", "La cumbre entre Trump y Putin en Budapest está prevista para julio.", []string{"CONSULT USA,RUS> planned 2025-07 at HUN"}},
		{"es", "", "La cumbre entre Trump y Putin en Budapest no se celebrará.", []string{"CONSULT USA,RUS> planned not at HUN"}},
		{"es", "", "Irán y Estados Unidos volverán a reunirse en Mascate el sábado.", []string{"CONSULT IRN,USA> planned 2025-06-14 at OMN"}},
		{"es", "", "La próxima ronda de conversaciones entre Irán y Estados Unidos tendrá lugar en Roma el 19 de junio.", []string{"CONSULT IRN,USA> planned 2025-06-19 at ITA"}},
		{"es", "", "Moscú y Washington acordaron celebrar una cumbre en Budapest.", []string{"AGREE RUS,USA> occurred at HUN", "CONSULT RUS,USA> planned at HUN"}},
		{"es", "", "La UE y el Mercosur firmarán el acuerdo el 20 de diciembre en Foz do Iguaçu.", []string{"SUPPORT EU,MERCOSUR> planned 2025-12-20 at BRA"}},
		{"es", "", "El acuerdo entre la UE y el Mercosur se firmará el 20 de diciembre en Brasilia.", []string{"SUPPORT EU,MERCOSUR> planned 2025-12-20 at BRA"}},
		{"es", "", "El tratado de libre comercio con Chile se firmó el lunes, anunció el presidente de Perú.", []string{"SUPPORT CHL,PER> occurred 2025-06-09"}},

		{"en", "", "Washington and Tehran will hold talks next week.", []string{"CONSULT USA,IRN> planned 2025-W25"}},
		{"en", "", "Trump said the United States will talk to Iran next week.", []string{"CONSULT USA,IRN> planned 2025-W25"}},
		{"en", "Trump and Putin call off their summit", "The summit in Budapest will not take place.", []string{"CONSULT RUS,USA> planned not at HUN"}},
		{"en", "", "A summit between Trump and Putin in Budapest is planned for July.", []string{"CONSULT USA,RUS> planned 2025-07 at HUN"}},
		{"en", "", "The European Union and Mercosur signed the agreement in Asunción on January 17.", []string{"SUPPORT EU,MERCOSUR> occurred 2025-01-17 at PRY"}},
		{"en", "", "The EU-Mercosur agreement will be signed on December 20.", []string{"SUPPORT MERCOSUR,EU> planned 2025-12-20"}},

		{"ru", "", "Вашингтон и Тегеран проведут переговоры на следующей неделе.", []string{"CONSULT USA,IRN> planned 2025-W25"}},
		{"ru", "", "Трамп заявил, что США поговорят с Ираном на следующей неделе.", []string{"CONSULT USA,IRN> planned 2025-W25"}},
		{"ru", "", "Саммит Путина и Трампа в Будапеште не состоится.", []string{"CONSULT RUS,USA> planned not at HUN"}},
		{"ru", "", "ЕС и МЕРКОСУР подписали соглашение 17 января в Асунсьоне.", []string{"SUPPORT EU,MERCOSUR> occurred 2025-01-17 at PRY"}},
		{"ru", "", "ЕС и МЕРКОСУР подпишут соглашение 20 декабря в Бразилиа.", []string{"SUPPORT EU,MERCOSUR> planned 2025-12-20 at BRA"}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			r := readIn(t, tt.lang, tt.title, tt.text)
			var got []string
			for _, e := range r.Events {
				s := r.event(e)
				if e.Place >= 0 {
					s += " at " + r.cast.StateOf(e.Place)
				}
				got = append(got, s)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s: %s\n got %q\nwant %q", tt.lang, tt.text, got, tt.want)
			}
		})
	}
}
