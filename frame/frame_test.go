package frame

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/nlp"
)

// tree makes a sentence of lines "form lemma UPOS head relation [features]",
// heads counted from 1.
func tree(t testing.TB, lines string) *nlp.Sentence {
	t.Helper()
	var b strings.Builder
	for i, l := range strings.Split(strings.TrimSpace(lines), "\n") {
		f := strings.Fields(l)
		feats := "_"
		if len(f) > 5 {
			feats = f[5]
		}
		fmt.Fprintf(&b, "%d\t%s\t%s\t%s\t_\t%s\t%s\t%s\t_\t_\n", i+1, f[0], f[1], f[2], feats, f[3], f[4])
	}
	docs, err := nlp.ReadCoNLLU(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return &docs[0].Sentences[0]
}

func reader(t testing.TB) *Reader {
	t.Helper()
	p, err := lang.Open("es", "")
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const (
	fin  = "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin"
	inf  = "VerbForm=Inf"
	ger  = "VerbForm=Ger"
	part = "Gender=Masc|Number=Sing|VerbForm=Part"
)

func TestClause(t *testing.T) {
	r := reader(t)
	for _, c := range []struct {
		name, tree string
		at         int // token, from 1
		want       string
		content    int
		negated    bool
	}{
		{"active", `
			Brasil Brasil PROPN 2 nsubj
			recibió recibir VERB 0 root ` + fin + `
			a a ADP 4 case
			Lavrov Lavrov PROPN 2 obj`, 2,
			"recibió: subject Brasil (nsubj), object Lavrov (obj), tense from recibió", 0, false},
		{"passive with an agent", `
			El el DET 2 det
			acuerdo acuerdo NOUN 4 nsubj
			fue ser AUX 4 aux ` + fin + `
			firmado firmar VERB 0 root ` + part + `
			por por ADP 6 case
			Lula Lula PROPN 4 obl`, 4,
			"firmado: subject Lula (agent), object acuerdo (nsubj), tense from fue", 0, false},
		{"reflexive passive", `
			Se se PRON 2 expl:pass
			firmó firmar VERB 0 root ` + fin + `
			un uno DET 4 det
			acuerdo acuerdo NOUN 2 nsubj`, 2,
			"firmó: subject –, object acuerdo (nsubj), tense from firmó", 0, false},
		{"a name acts, the pronoun is the verb's own", `
			Perú Perú PROPN 3 nsubj
			se se PRON 3 expl:pass
			sumó sumar VERB 0 root ` + fin + `
			al a ADP 5 case
			pacto pacto NOUN 3 obl`, 3,
			"sumó: subject Perú (nsubj), object –, tense from sumó", 0, false},
		{"a thing with an article is acted on", `
			El el DET 2 det
			Tratado tratado PROPN 4 nsubj
			se se PRON 4 expl:pass
			firmó firmar VERB 0 root ` + fin, 4,
			"firmó: subject –, object Tratado (nsubj), tense from firmó", 0, false},
		{"relative pronoun", `
			El el DET 2 det
			ministro ministro NOUN 0 root Number=Sing
			que que PRON 4 nsubj PronType=Rel
			viajó viajar VERB 2 acl ` + fin, 4,
			"viajó: subject ministro (antecedent), object –, tense from viajó", 0, false},
		{"coordination", `
			Perú Perú PROPN 2 nsubj
			protestó protestar VERB 0 root ` + fin + `
			y y CCONJ 4 cc
			retiró retirar VERB 2 conj ` + fin + `
			al a ADP 6 case
			embajador embajador NOUN 4 obj`, 4,
			"retiró: subject Perú (coordination), object embajador (obj), tense from retiró", 0, false},
		{"gerund", `
			Macron Macron PROPN 2 nsubj
			viajó viajar VERB 0 root ` + fin + `
			recordando recordar VERB 2 advcl ` + ger + `
			que que SCONJ 5 mark
			vendrá venir VERB 3 ccomp ` + fin, 3,
			"recordando: subject Macron (gerund), object –, tense from viajó", 5, false},
		{"infinitive of a verb that has an object", `
			Bruselas Bruselas PROPN 2 nsubj
			instó instar VERB 0 root ` + fin + `
			a a ADP 4 case
			Argel Argel PROPN 2 obj
			a a ADP 6 mark
			ceder ceder VERB 2 xcomp ` + inf, 6,
			"ceder: subject Argel (control), object –, tense from instó", 0, false},
		{"infinitive of a verb without one", `
			Chile Chile PROPN 2 nsubj
			prometió prometer VERB 0 root ` + fin + `
			cooperar cooperar VERB 2 xcomp ` + inf, 3,
			"cooperar: subject Chile (control), object –, tense from prometió", 0, false},
		{"light verb", `
			Lula Lula PROPN 2 nsubj
			realizó realizar VERB 0 root ` + fin + `
			una uno DET 4 det
			visita visita NOUN 2 obj
			a a ADP 6 case
			China China PROPN 2 obl`, 4,
			"visita: subject Lula (nsubj), object –, tense from realizó", 0, false},
		{"participle after a noun", `
			pacto pacto NOUN 0 root
			firmado firmado ADJ 1 amod ` + part + `
			por por ADP 4 case
			Chile Chile PROPN 2 obl`, 2,
			"firmado: subject Chile (agent), object pacto (participle), tense from –", 0, false},
		{"negation", `
			No no ADV 2 advmod Polarity=Neg
			viajará viajar VERB 0 root ` + fin, 2,
			"viajará: subject –, object –, tense from viajará", 0, true},
		{"clause reported", `
			Lula Lula PROPN 2 nsubj
			dijo decir VERB 0 root ` + fin + `
			que que SCONJ 4 mark
			viajará viajar VERB 2 ccomp ` + fin, 2,
			"dijo: subject Lula (nsubj), object –, tense from dijo", 4, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			cl := r.Clause(tree(t, c.tree), c.at-1)
			if got := cl.String(); got != c.want {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
			if cl.Content != c.content-1 {
				t.Errorf("content %d, want %d", cl.Content+1, c.content)
			}
			if (cl.Negation >= 0) != c.negated {
				t.Errorf("negation at %d", cl.Negation+1)
			}
		})
	}
}

func TestSlotsHoldPrepositionalPhrases(t *testing.T) {
	r := reader(t)
	s := tree(t, `
		habló hablar VERB 0 root `+fin+`
		con con ADP 3 case
		Xi Xi PROPN 1 obl
		y y CCONJ 5 cc
		Modi Modi PROPN 3 conj
		por por ADP 9 case
		boca boca NOUN 6 fixed
		de de ADP 6 fixed
		portavoz portavoz NOUN 1 obl`)
	c := r.Clause(s, 0)
	if got := c.Slot("con"); !slices.Equal(got, []int{2}) {
		t.Errorf("con: %v", got)
	}
	if got := r.Conjuncts(s, 2); !slices.Equal(got, []int{2, 4}) {
		t.Errorf("conjuncts: %v", got)
	}
	if got := c.Slot("por boca de"); !slices.Equal(got, []int{8}) {
		t.Errorf("compound preposition: %v in %+v", got, c.Obliques)
	}
	if first, last := Subtree(s, 8); first != 5 || last != 8 {
		t.Errorf("subtree %d to %d", first, last)
	}
}

func TestParticiples(t *testing.T) {
	r := reader(t)
	for inf, want := range map[string]string{
		"firmar": "firmado", "establecer": "establecido", "suscribir": "suscrito", "romper": "roto", "proponer": "propuesto", "oír": "oído",
	} {
		if got := r.Participles(inf); len(got) == 0 || got[0] != want {
			t.Errorf("%s: %v, want %s", inf, got, want)
		}
	}
}

func TestClauseEndsOnDeepTrees(t *testing.T) {
	var b strings.Builder
	for i := range 400 {
		b.WriteString("dijo decir VERB " + strconv.Itoa(i) + " conj " + fin + "\n")
	}
	lines := strings.Replace(b.String(), "0 conj", "0 root", 1)
	r := reader(t)
	s := tree(t, lines)
	for i := range s.Tokens {
		r.Clause(s, i)
	}
}

func BenchmarkClause(b *testing.B) {
	r := reader(b)
	s := tree(b, `
		Perú Perú PROPN 2 nsubj
		protestó protestar VERB 0 root `+fin+`
		y y CCONJ 4 cc
		retiró retirar VERB 2 conj `+fin+`
		al a ADP 6 case
		embajador embajador NOUN 4 obj`)
	b.ReportAllocs()
	for b.Loop() {
		r.Clause(s, 3)
	}
}

func TestMend(t *testing.T) {
	r := reader(t)
	for _, c := range []struct {
		name, tree, want string // "token relation head", of the tokens that move
	}{
		{
			"a clause that hangs on the noun before is what the verb reports", `
			Teherán Teherán PROPN 2 nsubj
			negó negar VERB 0 root ` + fin + `
			desde desde ADP 5 case
			el el DET 5 det
			principio principio NOUN 2 obl
			que que SCONJ 7 mark
			cediera ceder VERB 5 acl ` + fin, "cediera ccomp negó",
		},
		{
			"a thing that there is", `
			negó negar VERB 0 root ` + fin + `
			ayer ayer ADV 1 advmod
			en en ADP 4 case
			nota nota NOUN 1 obl
			que que PRON 7 mark
			hubiera haber AUX 7 aux ` + fin + `
			contactos contacto NOUN 4 acl`, "contactos obj negó",
		},
		{
			"after a preposition the clause is the noun's", `
			negó negar VERB 0 root ` + fin + `
			con con ADP 3 case
			idea idea NOUN 1 obl
			de de ADP 6 mark
			que que SCONJ 6 mark
			ceda ceder VERB 3 acl ` + fin, "",
		},
		{
			"a verb that reports nothing", `
			ganó ganar VERB 0 root ` + fin + `
			con con ADP 3 case
			plan plan NOUN 1 obl
			que que SCONJ 5 mark
			cedió ceder VERB 3 acl ` + fin, "",
		},
		{
			"who is told is no antecedent", `
			decir decir VERB 0 root ` + inf + `
			le él PRON 1 obj Case=Dat
			a a ADP 5 case
			el el DET 5 det
			mundo mundo NOUN 1 obl
			que que PRON 9 obj
			Brasil Brasil PROPN 9 nsubj
			ha haber AUX 9 aux ` + fin + `
			vuelto volver VERB 5 acl ` + part, "que mark vuelto, vuelto ccomp decir",
		},
		{
			"what opens a reported clause is no subject", `
			considera considerar VERB 0 root ` + fin + `
			positivo positivo ADJ 1 obj
			el el DET 6 det
			que que PRON 6 nsubj
			hayan haber AUX 6 aux ` + fin + `
			apoyado apoyar VERB 1 ccomp ` + part, "que mark apoyado",
		},
		{
			"the second of two words with what stands before the first", `
			hablará hablar VERB 0 root ` + fin + `
			con con ADP 5 case
			su su DET 5 det
			homólogo homólogo NOUN 1 obl
			chino chino NOUN 1 obj`, "con case homólogo, su det homólogo, chino amod homólogo",
		},
		{
			"a relative clause that hangs on the verb", `
			canceló cancelar VERB 0 root ` + fin + `
			la el DET 3 det
			cumbre cumbre NOUN 1 obj
			que que PRON 6 nmod
			los el DET 6 det
			dos dos NUM 9 nsubj
			iban ir AUX 9 aux ` + fin + `
			a a ADP 9 mark
			celebrar celebrar VERB 1 xcomp ` + inf, "que obj celebrar, celebrar acl cumbre",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := tree(t, c.tree)
			before := slices.Clone(s.Tokens)
			r.Mend(&nlp.Document{Sentences: []nlp.Sentence{*s}})
			var moved []string
			for i, k := range s.Tokens {
				if k.Head != before[i].Head || k.Deprel != before[i].Deprel {
					moved = append(moved, k.Form+" "+k.Deprel+" "+s.Tokens[k.Head].Form)
				}
			}
			if got := strings.Join(moved, ", "); got != c.want {
				t.Errorf("moved %q, want %q", got, c.want)
			}
		})
	}
}
