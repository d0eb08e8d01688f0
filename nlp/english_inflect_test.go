package nlp

import (
	"strings"
	"testing"

	"github.com/attache-project/attache/lang"
)

func TestInflectEnglish(t *testing.T) {
	p, err := lang.Open("en", "")
	if err != nil {
		t.Fatal(err)
	}
	es, err := Inflect(p)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, e := range es {
		known[e.Form+" "+e.Lemma+" "+e.UPOS] = true
		if strings.Contains(e.Feats, "Tense=Past") {
			known[e.Form+" "+e.Lemma+" past"] = true
		}
	}
	for _, want := range []string{
		"carries carry VERB", "carried carry past", "carrying carry VERB", "stays stay VERB", "stayed stay past",
		"agreed agree past", "agreeing agree VERB", "dying die VERB", "fleeing flee VERB", "fled flee past",
		"stopped stop past", "stopping stop VERB", "vetoes veto VERB", "vetoed veto past", "mimicked mimic past",
		"travelled travel past", "traveled travel past", "taxes tax VERB", "clashes clash VERB", "quitting quit VERB",
		"withdrew withdraw past", "withdrawn withdraw past", "met meet past", "overthrown overthrow past", "cut cut past",
		"beginning begin VERB", "learnt learn past", "learned learn past",
		"treaties treaty NOUN", "envoys envoy NOUN", "embassies embassy NOUN", "crises crisis NOUN", "spokeswomen spokeswoman NOUN",
		"photos photo NOUN", "heroes hero NOUN", "wives wife NOUN", "memoranda memorandum NOUN", "memorandums memorandum NOUN",
		"bigger big ADJ", "easiest easy ADJ", "larger large ADJ", "worst bad ADJ",
		"publicly publicly ADV", "easily easily ADV", "simply simply ADV", "fully fully ADV", "strategically strategically ADV",
	} {
		if !known[want] {
			t.Errorf("no %s", want)
		}
	}
	for _, bad := range []string{
		"carryed carry past", "stoped stop past", "withdrawed withdraw past", "meeted meet past", "agreing agree VERB",
		"dieing die VERB", "crisises crisis NOUN", "childs child NOUN", "treatys treaty NOUN", "biger big ADJ", "visitted visit past",
	} {
		if known[bad] {
			t.Errorf("%s is no form", bad)
		}
	}
}

func TestColumnsOfAWordGiveItsStems(t *testing.T) {
	rules, err := lang.ParseTable("p.tsv", "rule\tclass\tfeats\tstems\tfrom\tto\n"+
		"form\tn\tNOUN|Number=Sing\tb\t\t\nform\tn\tNOUN|Number=Plur\tplural\t\ts\n"+
		"use\tirregular\t\t\t\tn\nform\tirregular\tNOUN|Number=Plur\tplural\t\t\n")
	if err != nil {
		t.Fatal(err)
	}
	words, err := lang.ParseTable("w.tsv", "lemma\tclass\tplural\nox\tirregular\toxen\npen\tn\t\n")
	if err != nil {
		t.Fatal(err)
	}
	es, err := inflect(rules, words)
	if err != nil {
		t.Fatal(err)
	}
	var forms []string
	for _, e := range es {
		forms = append(forms, e.Form)
	}
	if got := strings.Join(forms, " "); got != "ox oxen pen pens" {
		t.Errorf("got %s", got)
	}
}
