package names_test

import (
	"sync"
	"testing"

	"github.com/attache-project/attache/entity"
	"github.com/attache-project/attache/lang"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/nlp"
	"github.com/attache-project/attache/text"
)

// stages are what makes trees of text in one language, and finds names in them.
type stages struct {
	tokens *nlp.Tokenizer
	model  *nlp.Model
	finder *names.Finder
}

func open(code string) func() (*stages, error) {
	return sync.OnceValues(func() (*stages, error) {
		p, err := lang.Open(code, "")
		if err != nil {
			return nil, err
		}
		b, err := p.Model()
		if err != nil {
			return nil, err
		}
		var s stages
		if s.model, err = nlp.LoadModel(b, entity.Clues); err != nil {
			return nil, err
		}
		if s.tokens, err = nlp.NewTokenizer(p); err != nil {
			return nil, err
		}
		d, err := names.Open()
		if err != nil {
			return nil, err
		}
		s.finder, err = names.NewFinder(d, p)
		return &s, err
	})
}

var opened = map[string]func() (*stages, error){"es": open("es"), "en": open("en"), "ru": open("ru")}

func TestReadLanguages(t *testing.T) {
	for _, c := range []struct {
		name, lang, in string
		wants          []want
	}{
		{"whose it is before the noun", "en", "China's foreign ministry praised the Brazilian president, and a Kremlin spokesman agreed.", []want{
			{"China", "China's foreign ministry", "name", "foreign_ministry/CHN"},
			{"China", "the Brazilian president", "role", "luiz-inacio-lula-da-silva"},
		}},
		{"title before the name", "en", "Turkish Foreign Minister Hakan Fidan met British Prime Minister Keir Starmer in London.", []want{
			{"Turkish", "Turkish Foreign Minister Hakan Fidan", "name", "hakan-fidan"},
			{"Turkish", "British Prime Minister Keir Starmer", "name", "keir-starmer"},
		}},
		{"pronouns by gender", "en", "Ursula von der Leyen received Viktor Orban in Brussels. She told him that Hungary must wait. He left.", []want{
			{"She", "She", "pronoun", "ursula-von-der-leyen"},
			{"She", "him", "pronoun", "viktor-orban"},
		}},
		{"the ministry spoken of last", "en", "The foreign ministry of Peru sent a note to Quito. The ministry wants an answer.", []want{
			{"The ministry", "The ministry", "name", "foreign_ministry/PER"},
		}},
		{"lands named like another state", "en", "The envoy flew from New Mexico to Northern Ireland. A Sikh leader met him.", []want{
			{"The envoy", "New Mexico", "name", "place/new-mexico"},
			{"The envoy", "Northern Ireland", "name", "place/northern-ireland"},
		}},
		{"two sides joined by a hyphen", "en", "Macron-Modi talks failed. The US-China summit went on, said the Spanish minister Leopoldo Calvo-Sotelo.", []want{
			{"Macron", "Macron", "name", "emmanuel-macron"},
			{"Macron", "Modi", "name", "narendra-modi"},
			{"The US", "The US", "name", "USA"},
			{"The US", "China", "name", "CHN"},
			{"The US", "the Spanish minister Leopoldo Calvo-Sotelo", "name", "x/leopoldo-calvo-sotelo"},
		}},
		{"presidents are no prime minister", "en", "President Macron and President Erdogan spoke. Prime Minister Meloni was the host. The presidents will meet again.", []want{
			{"The presidents", "The presidents", "role", "x/emmanuel-macron+recep-tayyip-erdogan"},
		}},
		{"names in all cases", "ru", "Сергей Лавров беседовал с Эмманюэлем Макроном. Письмо передали Лаврову и Макрону, а Си Цзиньпина не было.", []want{
			{"Сергей", "Эмманюэлем Макроном", "name", "emmanuel-macron"},
			{"Письмо", "Лаврову", "name", "sergey-lavrov"},
			{"Письмо", "Макрону", "name", "emmanuel-macron"},
			{"Письмо", "Си Цзиньпина", "name", "xi-jinping"},
		}},
		{"whose it is in the genitive", "ru", "Президент Казахстана Касым-Жомарт Токаев принял главу МИД Турции Хакана Фидана.", []want{
			{"Президент", "Президент Казахстана Касым-Жомарт Токаев", "name", "kassym-jomart-tokayev"},
			{"Президент", "Хакана Фидана", "name", "hakan-fidan"},
		}},
		{"the name of the outer office", "ru", "Пресс-секретарь президента России Дмитрий Песков молчал.", []want{
			{"Пресс", "Пресс-секретарь президента России Дмитрий Песков", "name", "dmitry-peskov"},
		}},
		{"no names of common nouns", "ru", "Визит Владимира Путина отложен.", []want{
			{"Визит", "Владимира Путина", "name", "vladimir-putin"},
		}},
		{"a name with its accent", "es", "El presidente Lula recibió a Sergio Mattarella y habló con él del clima.", []want{
			{"El presidente", "él", "pronoun", "sergio-mattarella"},
		}},
	} {
		t.Run(c.lang+"/"+c.name, func(t *testing.T) {
			l, err := opened[c.lang]()
			if err != nil {
				t.Fatal(err)
			}
			a := text.Article{Text: c.in, Published: "2024-10-08", Lang: c.lang}
			doc := l.tokens.Document(a.Page(), c.lang)
			l.model.Parse(doc)
			cast := l.finder.Read(doc, a.Published)
			check(t, cast, doc, c.wants)
			for _, m := range cast.Mentions {
				if m.Form == names.ByPronoun && m.Span.Of(doc.Text) == "El" {
					t.Errorf("the article %q counts as a pronoun", m.Span.Of(doc.Text))
				}
			}
		})
	}
}
