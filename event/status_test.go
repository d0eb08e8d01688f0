package event

import (
	"fmt"
	"slices"
	"testing"
)

// The statuses of the forms that announce, tell, suppose and deny an act, in
// each language. A form is written with the type of the act it is about.
func TestStatusOfEachForm(t *testing.T) {
	tests := []struct {
		lang, text, kind, want string
	}{
		{"es", "El ministro de Exteriores de Chile visitó Lima en mayo.", "CONSULT", "occurred affirmed"},
		{"es", "El ministro de Exteriores de Chile visitará Lima el 3 de julio.", "CONSULT", "planned affirmed"},
		{"es", "El canciller de Chile habló de su próxima visita a Lima.", "CONSULT", "planned affirmed"},
		{"es", "Chile y Perú firmarán un acuerdo en julio.", "SUPPORT", "planned affirmed"},
		{"es", "El canciller de Chile mantiene conversaciones con su homólogo de Perú en Lima.", "CONSULT", "ongoing affirmed"},
		{"es", "El canciller de Chile podría visitar Lima en julio.", "CONSULT", "hypothetical affirmed"},
		{"es", "Si Chile y Perú firmaran el acuerdo, la frontera se abriría.", "SUPPORT", "hypothetical affirmed"},
		{"es", "Chile y Perú habrían firmado un acuerdo secreto.", "SUPPORT", "hypothetical affirmed"},
		{"es", "El canciller de Chile no viajará a Lima.", "CONSULT", "planned negated"},
		{"es", "El canciller de Chile negó haber firmado un acuerdo con Perú.", "SUPPORT", "occurred denied"},
		{"es", "El canciller de Chile canceló su visita a Lima.", "CONSULT", "planned negated"},
		{"es", "El canciller de Chile no viajó a Lima.", "CONSULT", "occurred negated"},
		{"es", "El canciller de Chile va a viajar a Lima en julio.", "CONSULT", "planned affirmed"},
		{"es", "El canciller de Chile tiene previsto viajar a Lima en julio.", "CONSULT", "planned affirmed"},
		{"es", "El canciller de Chile viajaría a Lima en julio si lo invitan.", "CONSULT", "hypothetical affirmed"},
		{"es", "El canciller de Chile pospuso su visita a Lima.", "CONSULT", "planned affirmed"},
		{"es", "El canciller de Chile ha visitado Lima.", "CONSULT", "occurred affirmed"},
		{"es", "El canciller de Chile había visitado Lima en abril.", "CONSULT", "occurred affirmed"},
		{"es", "El canciller de Chile planea visitar Lima.", "CONSULT", "planned affirmed"},
		{"es", "El canciller de Chile desmintió que visitará Lima.", "CONSULT", "planned denied"},
		{"es", "Chile y Perú se aprestan a firmar un acuerdo.", "SUPPORT", "planned affirmed"},
		{"es", "El canciller de Chile aceptaría visitar Lima.", "CONSULT", "hypothetical affirmed"},
		{"es", "El canciller de Chile posiblemente visitará Lima en julio.", "CONSULT", "hypothetical affirmed"},
		{"es", "El canciller de Chile renunció a viajar a Lima.", "CONSULT", "planned negated"},
		{"es", "Chile y Perú nunca firmaron el acuerdo.", "SUPPORT", "occurred negated"},
		{"es", "El canciller de Chile está visitando Lima.", "CONSULT", "ongoing affirmed"},

		{"en", "The foreign minister of Chile visited Lima in May.", "CONSULT", "occurred affirmed"},
		{"en", "The foreign minister of Chile will visit Lima on July 3.", "CONSULT", "planned affirmed"},
		{"en", "The foreign minister of Chile spoke of her next visit to Lima.", "CONSULT", "planned affirmed"},
		{"en", "Chile and Peru will sign an agreement in July.", "SUPPORT", "planned affirmed"},
		{"en", "The foreign minister of Chile is holding talks with her Peruvian counterpart in Lima.", "CONSULT", "ongoing affirmed"},
		{"en", "The foreign minister of Chile could visit Lima in July.", "CONSULT", "hypothetical affirmed"},
		{"en", "If Chile and Peru signed the agreement, the border would open.", "SUPPORT", "hypothetical affirmed"},
		{"en", "Chile and Peru have reportedly signed a secret agreement.", "SUPPORT", "hypothetical affirmed"},
		{"en", "The foreign minister of Chile will not travel to Lima.", "CONSULT", "planned negated"},
		{"en", "The foreign minister of Chile denied having signed an agreement with Peru.", "SUPPORT", "occurred denied"},
		{"en", "The foreign minister of Chile cancelled her visit to Lima.", "CONSULT", "planned negated"},
		{"en", "The foreign minister of Chile did not travel to Lima.", "CONSULT", "occurred negated"},
		{"en", "The foreign minister of Chile is going to travel to Lima in July.", "CONSULT", "planned affirmed"},
		{"en", "The foreign minister of Chile is due to travel to Lima in July.", "CONSULT", "planned affirmed"},
		{"en", "The foreign minister of Chile would travel to Lima if she were invited.", "CONSULT", "hypothetical affirmed"},
		{"en", "The foreign minister of Chile postponed her visit to Lima.", "CONSULT", "planned affirmed"},
		{"en", "The foreign minister of Chile has visited Lima.", "CONSULT", "occurred affirmed"},
		{"en", "The foreign minister of Chile had visited Lima in April.", "CONSULT", "occurred affirmed"},
		{"en", "The foreign minister of Chile plans to visit Lima.", "CONSULT", "planned affirmed"},
		{"en", "Chile and Peru are about to sign an agreement.", "SUPPORT", "planned affirmed"},
		{"en", "The foreign minister of Chile may visit Lima in July.", "CONSULT", "hypothetical affirmed"},
		{"en", "Perhaps the foreign minister of Chile will visit Lima in July.", "CONSULT", "hypothetical affirmed"},
		{"en", "Chile and Peru never signed the agreement.", "SUPPORT", "occurred negated"},
		{"en", "The foreign minister of Chile is scheduled to visit Lima.", "CONSULT", "planned affirmed"},

		{"ru", "Министр иностранных дел Чили посетил Перу в мае.", "CONSULT", "occurred affirmed"},
		{"ru", "Министр иностранных дел Чили посетит Перу 3 июля.", "CONSULT", "planned affirmed"},
		{"ru", "Чили и Перу подпишут соглашение в июле.", "SUPPORT", "planned affirmed"},
		{"ru", "Министр иностранных дел Чили проводит переговоры с коллегой из Перу.", "CONSULT", "ongoing affirmed"},
		{"ru", "Министр иностранных дел Чили может посетить Перу в июле.", "CONSULT", "hypothetical affirmed"},
		{"ru", "Если Чили и Перу подпишут соглашение, граница откроется.", "SUPPORT", "hypothetical affirmed"},
		{"ru", "Чили и Перу якобы подписали тайное соглашение.", "SUPPORT", "hypothetical affirmed"},
		{"ru", "Министр иностранных дел Чили не поедет в Перу.", "CONSULT", "planned negated"},
		{"ru", "Министр иностранных дел Чили отменил визит в Перу.", "CONSULT", "planned negated"},
		{"ru", "Министр иностранных дел Чили не поехал в Перу.", "CONSULT", "occurred negated"},
		{"ru", "Министр иностранных дел Чили намерен посетить Перу.", "CONSULT", "planned affirmed"},
		{"ru", "Министр иностранных дел Чили собирается посетить Перу в июле.", "CONSULT", "planned affirmed"},
		{"ru", "Министр иностранных дел Чили посетил бы Перу, если бы его пригласили.", "CONSULT", "hypothetical affirmed"},
		{"ru", "Министр иностранных дел Чили отложил визит в Перу.", "CONSULT", "planned affirmed"},
		{"ru", "Министр иностранных дел Чили планирует посетить Перу.", "CONSULT", "planned affirmed"},
		{"ru", "Чили и Перу никогда не подписывали соглашение.", "SUPPORT", "occurred negated"},
		{"ru", "Возможно, министр иностранных дел Чили посетит Перу в июле.", "CONSULT", "hypothetical affirmed"},
		{"ru", "Визит министра иностранных дел Чили в Перу запланирован на июль.", "CONSULT", "planned affirmed"},
		{"ru", "Министр иностранных дел Чили хочет посетить Перу.", "CONSULT", "hypothetical affirmed"},
		{"ru", "Чили и Перу готовятся подписать соглашение.", "SUPPORT", "planned affirmed"},
		{"ru", "Министр иностранных дел Чили должен посетить Перу в июле.", "CONSULT", "planned affirmed"},
		{"ru", "Соглашение между Чили и Перу будет подписано в июле.", "SUPPORT", "planned affirmed"},
		{"ru", "Министр иностранных дел Чили находится с визитом в Перу.", "CONSULT", "ongoing affirmed"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			var got []string
			for _, e := range readIn(t, tt.lang, "", tt.text).Events {
				if e.Type == tt.kind {
					got = append(got, e.Status+" "+e.Polarity)
				}
			}
			if !slices.Equal(got, []string{tt.want}) {
				t.Errorf("%s: %s\n got %q\nwant %q", tt.lang, tt.text, got, tt.want)
			}
		})
	}
}

// People of a sector are parties of an act in their own words, and no state.
func TestGroups(t *testing.T) {
	tests := []struct {
		lang, text string
		want       []string
	}{
		{"es", "Miles de obreros marcharon en Bogotá contra el Gobierno de Colombia.", []string{`PROTEST actor LAB "Miles de obreros"`}},
		{"es", "La policía detuvo a cuatro estudiantes.", []string{`COERCE actor COP "La policía"`, `COERCE recipient EDU "cuatro estudiantes"`}},
		{"es", "Los rebeldes mataron a dos soldados.", []string{`ASSAULT actor REB "Los rebeldes"`, `ASSAULT recipient MIL "dos soldados"`}},
		{"es", "Los campesinos bloquearon la carretera.", []string{`PROTEST actor AGR "Los campesinos"`}},
		{"en", "Thousands of workers marched in Bogotá against the government of Colombia.", []string{`PROTEST actor LAB "Thousands of workers"`}},
		{"en", "Police arrested four students.", []string{`COERCE actor COP "Police"`, `COERCE recipient EDU "four students"`}},
		{"en", "Rebels killed two soldiers.", []string{`ASSAULT actor REB "Rebels"`, `ASSAULT recipient MIL "two soldiers"`}},
		{"ru", "Полиция задержала четырёх студентов.", []string{`COERCE actor COP "Полиция"`, `COERCE recipient EDU "четырёх студентов"`}},
		{"ru", "Боевики убили двух солдат.", []string{`ASSAULT actor REB "Боевики"`, `ASSAULT recipient MIL "двух солдат"`}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			r := readIn(t, tt.lang, "", tt.text)
			var got []string
			for _, e := range r.Events {
				for _, g := range e.Groups {
					got = append(got, fmt.Sprintf("%s %s %s %q", e.Type, g.Role, g.Sector, g.Span.Of(r.text)))
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s\n got %q\nwant %q", tt.text, got, tt.want)
			}
		})
	}
}
