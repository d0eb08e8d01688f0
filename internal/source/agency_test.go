package source

import "testing"

func TestAgencyOfADateline(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"MADRID, 8 oct. (EFE).- El ministro viajó.", "EFE"},
		{"Moscú, 8 oct (Sputnik).- El canciller ruso dijo.", "Sputnik"},
		{"Buenos Aires, 8 de octubre (Télam)- La Cancillería informó.", "Télam"},
		{"PARIS (AFP) - The minister left.", "AFP"},
		{"GENEVA, Oct 8 (Reuters) - The talks ended.", "Reuters"},
		{"BEIJING, Oct. 8 (Xinhua) -- The two sides met.", "Xinhua"},
		{"LONDON (AP) — The envoy left.", "AP"},
		{"МОСКВА, 8 октября. /ТАСС/. Министр прибыл.", "TASS"},
		{"МОСКВА, 8 окт — РИА Новости. Министр прибыл.", "RIA Novosti"},
		{"МИНСК, 8 октября. (БЕЛТА). Встреча прошла.", "BelTA"},
		{"Москва. 8 октября. ИНТЕРФАКС.RU - Министр прибыл.", ""},
		{"EFE.- El ministro viajó.", "EFE"},
		{"Una entradilla larga.\n\nMadrid, 8 oct (EFE).- El ministro viajó.", "EFE"},
		{"Roma (EFE/ANSA) – El Papa recibió.", "EFE"},
		{"Reuters informó el lunes de que el ministro viaja.", ""},
		{"El ministro dijo a EFE que viajará el lunes (según AP, el martes).", ""},
		{"Los países (AAPX) y otros.", ""},
		{"", ""},
	} {
		if got := datelineAgency(c.text); got != c.want {
			t.Errorf("%q: agency %q, want %q", c.text, got, c.want)
		}
	}
}

func TestBylineIsPartedFromTheAgency(t *testing.T) {
	for _, c := range []struct {
		authors      []string
		byline, name string
	}{
		{[]string{"Ana Peralta"}, "Ana Peralta", ""},
		{[]string{"Por Ana Peralta", "EFE"}, "Ana Peralta", "EFE"},
		{[]string{"Agencia EFE"}, "", "EFE"},
		{[]string{"efe"}, "", "EFE"},
		{[]string{"Ana Peralta | EFE"}, "Ana Peralta", "EFE"},
		{[]string{"Tom Renfrew (Reuters)"}, "Tom Renfrew", "Reuters"},
		{[]string{"By Tom Renfrew", "Tom Renfrew", "https://x.example/tom"}, "Tom Renfrew", ""},
		{[]string{"Автор: Пётр Лужин", "ТАСС"}, "Пётр Лужин", "TASS"},
		{[]string{"Reuters and staff"}, "Reuters and staff", ""},
		{nil, "", ""},
	} {
		byline, name := splitByline(c.authors)
		if byline != c.byline || name != c.name {
			t.Errorf("%q: byline %q, agency %q, want %q, %q", c.authors, byline, name, c.byline, c.name)
		}
	}
}

func TestAgenciesAreWrittenOneWay(t *testing.T) {
	seen := map[string]string{}
	for _, a := range agencies() {
		for _, w := range a.written {
			if other, ok := seen[w]; ok {
				t.Errorf("%q is written for %s and %s", w, other, a.name)
			}
			seen[w] = a.name
		}
	}
	if len(seen) < 100 {
		t.Errorf("%d names of agencies, want the whole table", len(seen))
	}
}

func TestCallsToTheReaderAreNoText(t *testing.T) {
	for _, c := range []struct {
		s    string
		want bool
	}{
		{"Lee también: otra noticia", true},
		{"» LEA TAMBIÉN otra noticia", true},
		{"Comparte", true},
		{"Comparte frontera con Perú y Colombia, recordó el ministro.", false},
		{"Compartir en redes", true},
		{"Recibe las noticias en tu correo", true},
		{"Recibe las cartas credenciales de ocho embajadores el presidente.", false},
		{"Read more: the treaty", true},
		{"Reading the treaty took an hour.", false},
		{"Subscribe", true},
		{"Читайте также: о рейсе", true},
		{"Комментарии МИД последовали через час после встречи.", false},
		{"При использовании материалов ссылка обязательна", true},
		{"© 2025 La Hoja", true},
		{"", false},
	} {
		if got := calls(c.s); got != c.want {
			t.Errorf("%q: %v, want %v", c.s, got, c.want)
		}
	}
}
