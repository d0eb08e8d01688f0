package names

import (
	"slices"
	"testing"

	"github.com/attache-project/attache/lang"
)

func TestCasesOfNames(t *testing.T) {
	p, err := lang.Open("ru", "")
	if err != nil {
		t.Fatal(err)
	}
	c, err := readCases(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		name, gender string
		surname      bool
		want         []string // among others; none when the name does not change
	}{
		{"Владимир Путин", "Masc", false, []string{"Владимира Путина", "Владимиру Путину", "Владимиром Путиным", "Владимире Путине"}},
		{"Мария Захарова", "Fem", false, []string{"Марии Захаровой", "Марию Захарову"}},
		{"Лавров", "Masc", true, []string{"Лаврова", "Лавровым"}},
		{"Зеленский", "Masc", true, []string{"Зеленского", "Зеленским"}},
		{"Ангела Меркель", "Fem", false, []string{"Ангелы Меркель", "Ангелой Меркель"}},
		{"Саломе Зурабишвили", "Fem", false, nil},
		{"Меркель", "Fem", true, nil},
		{"Ким Чен Ын", "Masc", false, []string{"Ким Чен Ына", "Ким Чен Ыну"}},
		{"Касым-Жомарт Токаев", "Masc", false, []string{"Касым-Жомарта Токаева", "Касым-Жомартом Токаевым"}},
		{"Пётр Павел", "Masc", false, []string{"Петра Павела"}},
		{"Трамп", "Masc", true, []string{"Трампа", "Трампом"}},
		{"Гутерриш", "Masc", true, []string{"Гутерриша", "Гутерришем"}},
		{"Мухаммед бин Салман", "Masc", false, []string{"Мухаммеда бин Салмана"}},
	} {
		got := c.forms(x.name, x.gender, x.surname)
		if x.want == nil && got != nil {
			t.Errorf("%s declines: %q", x.name, got)
		}
		for _, w := range x.want {
			if !slices.Contains(got, w) {
				t.Errorf("%s: no %q among %q", x.name, w, got)
			}
		}
	}
	var none *cases
	if got := none.forms("Putin", "Masc", true); got != nil {
		t.Errorf("without a table a name has the forms %q", got)
	}
}
