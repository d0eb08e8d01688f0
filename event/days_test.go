package event

import (
	"slices"
	"testing"
)

// Several parties with a day each are as many acts; several with one day are one.
func TestPartiesWithADayEach(t *testing.T) {
	tests := []struct {
		lang, text string
		want       []string
	}{
		{"es", "Boric conversó por teléfono con Lula el jueves y con Milei el viernes.",
			[]string{"CONSULT CHL,BRA> occurred 2025-06-05", "CONSULT CHL,ARG> occurred 2025-06-06"}},
		{"es", "Macron se reunió el lunes con Sánchez y el martes con Meloni.",
			[]string{"CONSULT FRA,ESP> occurred 2025-06-09", "CONSULT FRA,ITA> occurred 2025-06-10"}},
		{"es", "El presidente de Chile visitará Perú el 12 de junio y Bolivia el 14 de junio.",
			[]string{"CONSULT CHL>PER planned 2025-06-12", "CONSULT CHL>BOL planned 2025-06-14"}},
		{"es", "Macron se reunió con Sánchez y con Meloni el martes.", []string{"CONSULT FRA,ESP,ITA> occurred 2025-06-10"}},
		{"en", "Macron spoke by phone with Trump on Thursday and with Putin on Friday.",
			[]string{"CONSULT FRA,USA> occurred 2025-06-05", "CONSULT FRA,RUS> occurred 2025-06-06"}},
		{"en", "Macron met Sanchez on Monday and Meloni on Tuesday.",
			[]string{"CONSULT FRA,ESP> occurred 2025-06-09", "CONSULT FRA,ITA> occurred 2025-06-10"}},
		{"ru", "Макрон поговорил по телефону с Трампом в четверг и с Путиным в пятницу.",
			[]string{"CONSULT FRA,USA> occurred 2025-06-05", "CONSULT FRA,RUS> occurred 2025-06-06"}},
		{"ru", "Макрон встретился в понедельник с Трампом и во вторник с Путиным.",
			[]string{"CONSULT FRA,USA> occurred 2025-06-09", "CONSULT FRA,RUS> occurred 2025-06-10"}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			r := readIn(t, tt.lang, "", tt.text)
			if got := r.all(); !slices.Equal(got, tt.want) {
				t.Errorf("got %q\nwant %q", got, tt.want)
			}
			seen := map[string]bool{}
			for _, e := range r.Events {
				words := e.Trigger.Of(r.text)
				if words == "" || seen[words] {
					t.Errorf("%q tells two acts", words)
				}
				seen[words] = true
			}
		})
	}
}
