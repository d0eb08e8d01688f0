package reading_test

import (
	"fmt"
	"log"

	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/text"
)

func ExampleRead() {
	article := &text.Article{
		Outlet:    "Diario de Prueba",
		Published: "2025-10-09",
		Lang:      "es",
		Text: "El Gobierno de Perú anunció que la presidenta de México viajará a Lima el próximo lunes.\n\n" +
			"«Firmaremos un acuerdo de pesca», afirmó el canciller peruano.",
	}
	r, err := reading.Read(article, reading.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range r.Statements {
		fmt.Printf("%s (%s, %s): %s\n", s.ID, s.Kind, s.Cue.Lemma, s.Spans[0].Text)
	}
	for _, t := range r.Times {
		fmt.Printf("%s: %s is %s\n", t.ID, t.Text, t.Value)
	}
	// Output:
	// s1 (indirect, anunciar): la presidenta de México viajará a Lima el próximo lunes
	// s2 (direct, afirmar): Firmaremos un acuerdo de pesca
	// t1: el próximo lunes is 2025-10-13
}
