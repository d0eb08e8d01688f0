package nlp

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/attache-project/attache/lang"
)

func spanish(t testing.TB, override string) []Entry {
	t.Helper()
	p, err := lang.Open("es", override)
	if err != nil {
		t.Fatal(err)
	}
	es, err := Inflect(p)
	if err != nil {
		t.Fatal(err)
	}
	return es
}

func TestInflectSpanish(t *testing.T) {
	byForm := map[string][]Entry{}
	for _, e := range spanish(t, "") {
		byForm[e.Form] = append(byForm[e.Form], e)
	}
	fin := func(mood, number, person, tense string) string {
		return "Mood=" + mood + "|Number=" + number + "|Person=" + person + "|Tense=" + tense + "|VerbForm=Fin"
	}
	past3 := fin("Ind", "Sing", "3", "Past")
	pasts3 := fin("Ind", "Plur", "3", "Past")
	pres3 := fin("Ind", "Sing", "3", "Pres")
	press3 := fin("Ind", "Plur", "3", "Pres")
	sub3 := fin("Sub", "Sing", "3", "Pres")
	subImp3 := fin("Sub", "Sing", "3", "Imp")
	fut3 := fin("Ind", "Sing", "3", "Fut")
	tests := []struct{ form, lemma, upos, feats string }{
		{"insistieron", "insistir", "VERB", pasts3},
		{"dijeron", "decir", "VERB", pasts3},
		{"hizo", "hacer", "VERB", past3},
		{"tacha", "tachar", "VERB", pres3},
		{"zanjó", "zanjar", "VERB", past3},
		{"recalcó", "recalcar", "VERB", past3},
		{"recalqué", "recalcar", "VERB", fin("Ind", "Sing", "1", "Past")},
		{"exigió", "exigir", "VERB", past3},
		{"exija", "exigir", "VERB", sub3},
		{"propuso", "proponer", "VERB", past3},
		{"proponga", "proponer", "VERB", sub3},
		{"propondrá", "proponer", "VERB", fut3},
		{"mantuvo", "mantener", "VERB", past3},
		{"mantuviese", "mantener", "VERB", subImp3},
		{"mantuviera", "mantener", "VERB", subImp3},
		{"intervino", "intervenir", "VERB", past3},
		{"interviniendo", "intervenir", "VERB", "VerbForm=Ger"},
		{"suscribió", "suscribir", "VERB", past3},
		{"suscrita", "suscrito", "ADJ", "Gender=Fem|Number=Sing|VerbForm=Part"},
		{"suscrito", "suscribir", "VERB", "Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part"},
		{"firmadas", "firmado", "ADJ", "Gender=Fem|Number=Plur|VerbForm=Part"},
		{"reúnen", "reunir", "VERB", press3},
		{"prohíbe", "prohibir", "VERB", pres3},
		{"destituyó", "destituir", "VERB", past3},
		{"destituye", "destituir", "VERB", pres3},
		{"destituimos", "destituir", "VERB", fin("Ind", "Plur", "1", "Past")},
		{"distinguió", "distinguir", "VERB", past3},
		{"persiga", "perseguir", "VERB", sub3},
		{"condujo", "conducir", "VERB", past3},
		{"condujeron", "conducir", "VERB", pasts3},
		{"produzca", "producir", "VERB", sub3},
		{"averigüe", "averiguar", "VERB", sub3},
		{"envían", "enviar", "VERB", press3},
		{"continúa", "continuar", "VERB", pres3},
		{"anuncia", "anunciar", "VERB", pres3},
		{"comience", "comenzar", "VERB", sub3},
		{"nieguen", "negar", "VERB", fin("Sub", "Plur", "3", "Pres")},
		{"advirtió", "advertir", "VERB", past3},
		{"advierte", "advertir", "VERB", pres3},
		{"pidiendo", "pedir", "VERB", "VerbForm=Ger"},
		{"murió", "morir", "VERB", past3},
		{"muertos", "muerto", "ADJ", "Gender=Masc|Number=Plur|VerbForm=Part"},
		{"contradijo", "contradecir", "VERB", past3},
		{"predecirá", "predecir", "VERB", fut3},
		{"dirá", "decir", "VERB", fut3},
		{"prevé", "prever", "VERB", pres3},
		{"preveía", "prever", "VERB", fin("Ind", "Sing", "3", "Imp")},
		{"previó", "prever", "VERB", past3},
		{"vio", "ver", "VERB", past3},
		{"leyeron", "leer", "VERB", pasts3},
		{"leído", "leer", "VERB", "Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part"},
		{"oyó", "oír", "VERB", past3},
		{"oirá", "oír", "VERB", fut3},
		{"sonrió", "sonreír", "VERB", past3},
		{"riñó", "reñir", "VERB", past3},
		{"atrajo", "atraer", "VERB", past3},
		{"recaiga", "recaer", "VERB", sub3},
		{"reconozca", "reconocer", "VERB", sub3},
		{"venza", "vencer", "VERB", sub3},
		{"resuelta", "resuelto", "ADJ", "Gender=Fem|Number=Sing|VerbForm=Part"},
		{"fue", "ser", "AUX", past3},
		{"fue", "ir", "VERB", past3},
		{"hay", "haber", "VERB", pres3},
		{"haya", "haber", "AUX", sub3},
		{"estuviera", "estar", "VERB", subImp3},
		{"diera", "dar", "VERB", subImp3},
		{"sepa", "saber", "VERB", sub3},
		{"quisieron", "querer", "VERB", pasts3},
		{"pudiendo", "poder", "VERB", "VerbForm=Ger"},
		{"diga", "decir", "VERB", "Mood=Imp|Number=Sing|Person=3|VerbForm=Fin"},
		{"ten", "tener", "VERB", "Mood=Imp|Number=Sing|Person=2|VerbForm=Fin"},
		{"mantén", "mantener", "VERB", "Mood=Imp|Number=Sing|Person=2|VerbForm=Fin"},
		{"exigiríamos", "exigir", "VERB", "Mood=Cnd|Number=Plur|Person=1|VerbForm=Fin"},
	}
	for _, tt := range tests {
		if !slices.Contains(byForm[tt.form], Entry{tt.form, tt.lemma, tt.upos, tt.feats}) {
			t.Errorf("%s: no %s %s %s, got %v", tt.form, tt.lemma, tt.upos, tt.feats, byForm[tt.form])
		}
	}
	for _, form := range []string{"insistio", "tenió", "conducieron", "andó", "rompido", "exigo", "recalcé", "proponerá", "tenja", "sonreyó", "leió", "dado+", ""} {
		if es := byForm[form]; es != nil {
			t.Errorf("%q should not be a form: %v", form, es)
		}
	}
}

func TestInflectIsDeterministic(t *testing.T) {
	if !slices.Equal(spanish(t, ""), spanish(t, "")) {
		t.Error("two readings of the tables differ")
	}
}

func TestInflectOverride(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "es"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "es", "verbs.tsv"), []byte("infinitive\tclass\tchanges\nwikificar\tar\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	want := Entry{"wikifiqué", "wikificar", "VERB", "Mood=Ind|Number=Sing|Person=1|Tense=Past|VerbForm=Fin"}
	if !slices.Contains(spanish(t, dir), want) {
		t.Errorf("the user's verb has no %v", want)
	}
}

const testRules = "rule\tclass\tfeats\tstems\tfrom\tto\tlemma\n" +
	"cut\ta\t\ts\tar\t\n" +
	"join\ta\t\t\tc+e\tqu+e\n" +
	"form\ta\tVERB|X=1\ts\t\te\n"

func TestInflectErrors(t *testing.T) {
	tests := []struct{ name, rules, verbs, want string }{
		{"class", "", "tocar\tb", `v.tsv:2: unknown class "b"`},
		{"change", "", "tocar\ta\tb", `v.tsv:2: unknown class "b"`},
		{"no class", "", "tocar", "v.tsv:2: a word wants"},
		{"ending", "", "beber\ta", `v.tsv:2: beber: its stem "beber" has no "ar" to change by p.tsv:2`},
		{"rule", "graft\ta", "", `p.tsv:5: unknown rule "graft"`},
		{"join", "join\ta\t\t\tce\tqu+e", "", "p.tsv:5: letters that meet"},
		{"stem", "cut\ta\t\tq\tar\t", "", `p.tsv:5: no form is made of the stem "q"`},
		{"no stem", "form\ta\tVERB|X=2\t\t\te", "", "p.tsv:5: no stem"},
		{"no part of speech", "form\ta\t\ts\t\te", "", "p.tsv:5: a form without"},
		{"no letters", "last\ta\t\ts\t\te", "", "p.tsv:5: the letters"},
		{"use", "use\ta\t\t\t\tb", "", `p.tsv:5: unknown class "b"`},
		{"use nothing", "use\ta", "", "p.tsv:5: the class to use"},
		{"circle", "use\ta\t\t\t\ta", "", "p.tsv:5: classes use each other"},
		{"no name", "use\t\t\t\t\ta", "", "p.tsv:5: a rule without a class"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rules, err := lang.ParseTable("p.tsv", testRules+tt.rules+"\n")
			if err != nil {
				t.Fatal(err)
			}
			verbs, err := lang.ParseTable("v.tsv", "infinitive\tclass\tchanges\n"+tt.verbs+"\n")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := inflect(rules, verbs); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestLexiconOfTraining(t *testing.T) {
	var sents []*Sentence
	for _, d := range corpus(t) {
		for i := range d.Sentences {
			sents = append(sents, &d.Sentences[i])
		}
	}
	inOrder := func(int, func(i, j int)) {}
	plain := trainTagger(sents, nil, 1, inOrder)
	past, tag := "", ""
	for w, es := range plain.lex { // any verb form will do
		if plain.upos[es[0].tag] == "VERB" && (past == "" || w < past) {
			past, tag = w, plain.tags[es[0].tag]
		}
	}
	upos, feats, _ := strings.Cut(tag, "|")
	tg := trainTagger(sents, []Entry{
		{"tundió", "tundir", upos, feats},
		{"tundió", "tunder", upos, feats}, // one lemma a tag: the first
		{"tundió", "tundir", "X", "None=Such"},
		{past, "otro", upos, feats},
	}, 1, inOrder)
	es := tg.lex["tundió"]
	if len(es) != 1 || es[0].count != 0 || tg.tags[es[0].tag] != tag {
		t.Fatalf("tundió has the entries %v", es)
	}
	if got := tg.lemma("Tundió", "tundió", es[0].tag); got != "tundir" {
		t.Errorf("lemma of tundió is %s", got)
	}
	for _, c := range tg.candidates(nil, "tundió", "tundió", shapeLower, false) {
		if u := tg.upos[c]; u != "VERB" && u != "NOUN" && u != "ADJ" && u != "PROPN" {
			t.Errorf("tundió may be %s", tg.tags[c])
		}
	}
	if !slices.Equal(tg.lex[past], plain.lex[past]) {
		t.Errorf("%s was seen, but is now %v", past, tg.lex[past])
	}
}
