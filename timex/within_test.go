package timex

import "testing"

// What will be done within so much time is done on any day until then; what was
// done, or goes on, within it only lasts so long.
func TestWithinSoMuchTime(t *testing.T) {
	open(t, "en").check(t, tuesday, []reading{
		{"The envoys will meet within two weeks.", "within two weeks = ../2025-07-01"},
		{"The embassy will reopen within a month.", "within a month = ../2025-07"},
		{"The envoys met within two weeks.", "two weeks = P2W"},
	})
	check(t, tuesday, []reading{
		{"Se reunirán en un plazo de dos semanas.", "en un plazo de dos semanas = ../2025-07-01"},
		{"Firmarán en el plazo máximo de un mes.", "en el plazo máximo de un mes = ../2025-07"},
		{"Firmarán en menos de diez días.", "en menos de diez días = ../2025-06-27"},
		{"Firmaron en un plazo de dos semanas.", "dos semanas = P2W"},
	})
	open(t, "ru").checkTrees(t, []treeReading{
		{"an act", `
			Послы посол NOUN Case=Nom|Number=Plur 2 nsubj
			встретятся встретиться VERB Aspect=Perf|Mood=Ind|Number=Plur|Person=3|Tense=Fut|VerbForm=Fin 0 root
			в в ADP _ 4 case
			течение течение NOUN Case=Acc|Number=Sing 2 obl
			двух два NUM Case=Gen 6 nummod
			недель неделя NOUN Case=Gen|Number=Plur 4 nmod
			. . PUNCT _ 2 punct`, "в течение двух недель = ../2025-07-01", ""},
		{"what goes on", `
			Переговоры переговоры NOUN Case=Nom|Number=Plur 3 nsubj
			будут быть AUX Mood=Ind|Number=Plur|Person=3|Tense=Fut|VerbForm=Fin 3 aux
			идти идти VERB Aspect=Imp|VerbForm=Inf 0 root
			в в ADP _ 5 case
			течение течение NOUN Case=Acc|Number=Sing 3 obl
			двух два NUM Case=Gen 7 nummod
			недель неделя NOUN Case=Gen|Number=Plur 5 nmod
			. . PUNCT _ 3 punct`, "двух недель = P2W", ""},
	})
}
