package timex

import (
	"strconv"
	"strings"
	"testing"

	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// tree builds a document of one sentence from lines of form, lemma, part of
// speech, features, head (from 1, 0 for the root) and relation.
func tree(t *testing.T, lines string) *nlp.Document {
	t.Helper()
	doc := &nlp.Document{Lang: "es"}
	var s nlp.Sentence
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		f := strings.Fields(line)
		if len(f) != 6 {
			t.Fatalf("%q has %d fields", line, len(f))
		}
		for i := range f {
			if f[i] == "_" && i > 1 {
				f[i] = ""
			}
		}
		head, err := strconv.Atoi(f[4])
		if err != nil {
			t.Fatal(err)
		}
		if doc.Text != "" {
			doc.Text += " "
		}
		start := len(doc.Text)
		doc.Text += f[0]
		s.Tokens = append(s.Tokens, nlp.Token{
			Span: text.Span{Start: start, End: len(doc.Text)}, Form: f[0], Lemma: f[1], UPOS: f[2], Feats: f[3], Head: head - 1, Deprel: f[5],
		})
	}
	s.Span = text.Span{End: len(doc.Text)}
	doc.Sentences = []nlp.Sentence{s}
	return doc
}

func TestTenseFromTheTree(t *testing.T) {
	const fin = "Mood=Ind|VerbForm=Fin|Tense="
	tests := []struct{ name, lines, want, tense string }{
		{"reported future under a past verb", `
			Avisó avisar VERB ` + fin + `Past 0 root
			ayer ayer ADV _ 1 advmod
			que que SCONJ _ 4 mark
			volverá volver VERB ` + fin + `Fut 1 ccomp
			en en ADP _ 6 case
			mayo mayo NOUN _ 4 obl`, "ayer = 2025-06-16; mayo = 2026-05", future},
		{"future perfect in the past", `
			Habría haber AUX Mood=Cnd|VerbForm=Fin 2 aux
			vuelto volver VERB VerbForm=Part|Tense=Past 0 root
			en en ADP _ 4 case
			agosto agosto NOUN _ 2 obl`, "agosto = 2024-08", past},
		{"conditional", `
			Volvería volver VERB Mood=Cnd|VerbForm=Fin 0 root
			en en ADP _ 3 case
			agosto agosto NOUN _ 1 obl`, "agosto = 2025-08", future},
		{"going to", `
			Va ir AUX ` + fin + `Pres 3 aux
			a a ADP _ 3 mark
			volver volver VERB VerbForm=Inf 0 root
			en en ADP _ 5 case
			abril abril NOUN _ 3 obl`, "abril = 2026-04", future},
		{"infinitive of an intention", `
			Acordaron acordar VERB ` + fin + `Past 0 root
			verse ver VERB VerbForm=Inf 1 xcomp
			en en ADP _ 4 case
			abril abril NOUN _ 2 obl`, "abril = 2026-04", future},
		{"participle of a noun", `
			El el DET _ 2 det
			pacto pacto NOUN _ 6 nsubj
			firmado firmar VERB VerbForm=Part 2 acl
			en en ADP _ 5 case
			agosto agosto NOUN _ 3 obl
			regirá regir VERB ` + fin + `Fut 0 root`, "agosto = 2024-08", past},
		{"prospective adjective", `
			Negó negar VERB ` + fin + `Past 0 root
			su su DET _ 4 det
			próxima próximo ADJ _ 4 amod
			visita visita NOUN _ 1 obj
			en en ADP _ 6 case
			agosto agosto NOUN _ 4 nmod`, "agosto = 2025-08", future},
		{"copula", `
			La el DET _ 2 det
			cita cita NOUN _ 5 nsubj
			será ser AUX ` + fin + `Fut 5 cop
			el el DET _ 5 det
			jueves jueves NOUN _ 0 root`, "el jueves = 2025-06-19", future},
		{"asked for, to be done", `
			Pidió pedir VERB ` + fin + `Past 0 root
			que que SCONJ _ 3 mark
			volviera volver VERB Mood=Sub|Tense=Imp|VerbForm=Fin 1 ccomp
			el el DET _ 5 det
			jueves jueves NOUN _ 3 obl`, "el jueves = 2025-06-19", future},
		{"an aim with para", `
			Citó citar VERB ` + fin + `Past 0 root
			al al ADP _ 3 case
			cónsul cónsul NOUN _ 1 obj
			para para ADP _ 6 case
			el el DET _ 6 det
			jueves jueves NOUN _ 1 obl`, "el jueves = 2025-06-19", future},
		{"put off to a day, under a past verb", `
			Aplazó aplazar VERB ` + fin + `Past 0 root
			al a ADP _ 3 case
			jueves jueves NOUN _ 1 obl
			la el DET _ 5 det
			cita cita NOUN _ 1 obj`, "jueves = 2025-06-19", future},
		{"put off from a day that is past", `
			Aplazó aplazar VERB ` + fin + `Past 0 root
			la el DET _ 3 det
			cita cita NOUN _ 1 obj
			de de ADP _ 5 case
			mayo mayo NOUN _ 3 nmod`, "mayo = 2025-05", ""},
		{"planned for a day that the tree hangs on the verb", `
			La el DET _ 2 det
			cita cita NOUN _ 6 nsubj
			prevista previsto ADJ VerbForm=Part 2 amod
			para para ADP _ 5 case
			agosto agosto NOUN _ 6 obl
			naufragó naufragar VERB ` + fin + `Past 0 root`, "agosto = 2025-08", future},
		{"today as a state", `
			Es ser AUX ` + fin + `Pres 4 cop
			hoy hoy ADV _ 4 advmod
			un uno DET _ 4 det
			socio socio NOUN _ 0 root`, "hoy = PRESENT_REF", ""},
		{"a span of time is no date under a subjunctive", `
			Exige exigir VERB ` + fin + `Pres 0 root
			que que SCONJ _ 3 mark
			acaben acabar VERB Mood=Sub|Tense=Pres|VerbForm=Fin 1 ccomp
			en en ADP _ 6 case
			dos dos NUM _ 6 nummod
			meses mes NOUN _ 3 obl`, "dos meses = P2M", ""},
	}
	e := spanish(t)
	for _, tt := range tests {
		doc := tree(t, tt.lines)
		ts := e.Read(doc, tuesday)
		if got := show(doc, ts); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
			continue
		}
		if got := ts[len(ts)-1].Tense; got != tt.tense {
			t.Errorf("%s: decided by %q, want %q", tt.name, got, tt.tense)
		}
	}
}

func TestTenseFromTagsAlone(t *testing.T) {
	doc := tree(t, `
		Firmó firmar VERB Mood=Ind|Tense=Past|VerbForm=Fin 0 _
		en en ADP _ 0 _
		agosto agosto NOUN _ 0 _
		y y CCONJ _ 0 _
		ha haber AUX Mood=Ind|Tense=Pres|VerbForm=Fin 0 _
		de de ADP _ 0 _
		volver volver VERB VerbForm=Inf 0 _
		, , PUNCT _ 0 _
		dijo decir VERB Mood=Ind|Tense=Past|VerbForm=Fin 0 _
		, , PUNCT _ 0 _
		y y CCONJ _ 0 _
		volverá volver VERB Mood=Ind|Tense=Fut|VerbForm=Fin 0 _
		el el DET _ 0 _
		jueves jueves NOUN _ 0 _`)
	const want = "agosto = 2024-08; el jueves = 2025-06-19"
	if got := show(doc, spanish(t).Read(doc, tuesday)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
