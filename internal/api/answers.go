package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/record"
)

// How much an answer holds that is not told otherwise.
const (
	ledgerDays    = 60
	calendarDays  = 31
	personHits    = 20
	peopleMost    = 10
	doubtsMost    = 20
	answersAtMost = ask.MaxLimit
)

// Found is what a search found, with the address of what comes after it.
type Found struct {
	ask.Found
	Next string `json:"next,omitempty" doc:"Address of the hits that come after these."`
}

// An Article is an article with the facts that were drawn from it.
type Article struct {
	Source   record.Source   `json:"source"`
	Byline   string          `json:"byline,omitempty"`
	Text     string          `json:"text" doc:"The text as it was read: spans count its code points."`
	Engine   string          `json:"engine" doc:"What read the article."`
	Added    time.Time       `json:"added"`
	Facts    []record.Fact   `json:"facts" doc:"In the order of the reading."`
	Versions []record.Source `json:"versions" doc:"Articles of the same address, oldest first, itself among them."`
	Copies   []record.Source `json:"copies" doc:"Articles with nearly the same text."`
}

// A KnownFact is a fact with its source, and why it was drawn where that was asked for.
type KnownFact struct {
	ask.Fact
	Explanation *Explanation `json:"explanation,omitempty" doc:"Only when explain is asked for."`
	Unexplained string       `json:"unexplained,omitempty" doc:"Why there is no explanation: the engine at hand does not draw the fact any more."`
}

// An Explanation shows why a fact stands in a reading.
type Explanation struct {
	What      string     `json:"what" doc:"What it is: statement, indirect."`
	Lines     []Line     `json:"lines"`
	Sentences []Sentence `json:"sentences" doc:"The sentences that hold the fact."`
}

// A Line is one thing to know about a fact.
type Line struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

// A Sentence is a sentence with its tree.
type Sentence struct {
	Words  string  `json:"words"`
	Tokens []Token `json:"tokens"`
}

// A Token is a word in a tree of Universal Dependencies.
type Token struct {
	Form   string `json:"form"`
	Lemma  string `json:"lemma"`
	UPOS   string `json:"upos" doc:"Universal part of speech."`
	Feats  string `json:"feats,omitempty"`
	Head   int    `json:"head" doc:"Number of the word that governs it, from 1; 0 for the root."`
	Deprel string `json:"deprel" doc:"Relation to its head."`
	Part   string `json:"part,omitempty" doc:"Part that the word plays in the fact: cue, speaker and so on."`
}

// People are those of a name.
type People struct {
	People []ask.Person `json:"people"`
}

// Doubts are what a person should look at.
type Doubts struct {
	Doubts []store.Doubt `json:"doubts" doc:"Newest first."`
}

// Corrections are what people said of facts.
type Corrections struct {
	Corrections []record.Correction `json:"corrections" doc:"Newest first, those undone among them."`
}

// Outlets are who published the articles of the record.
type Outlets struct {
	Outlets []store.Outlet `json:"outlets" doc:"Most articles first."`
}

// Feeds are what is polled.
type Feeds struct {
	Feeds []Feed `json:"feeds"`
}

// A Feed is what is known of a feed that is polled.
type Feed struct {
	URL      string     `json:"url"`
	Title    string     `json:"title,omitempty"`
	Outlet   string     `json:"outlet,omitempty"`
	Lang     string     `json:"lang,omitempty"`
	Next     *time.Time `json:"next,omitempty" doc:"When it is polled next."`
	Fetched  *time.Time `json:"fetched,omitempty" doc:"When it was polled last."`
	Failures int        `json:"failures" doc:"How many polls failed since one did not."`
	Error    string     `json:"error,omitempty" doc:"Why the last poll failed."`
}

// answers adds the operations that read.
func (s *service) answers() {
	get := func(path, id, tag, summary string, query []string, errs ...int) operation {
		return operation{role: access.Reader, method: http.MethodGet, path: path, id: id, tag: tag, summary: summary, query: query, errors: errs}
	}
	sides := []string{"pair", "party"}
	operate(s, get("/search", "search", "record", "Find facts or articles", append([]string{"facets", "count"}, searching...)), search)
	operate(s, get("/today", "today", "record", "What is new, due, overdue, settled and doubtful", nil), func(ctx context.Context, q *question) (*ask.Day, error) {
		return q.record.Day(ctx)
	})
	operate(s, get("/articles/{key}", "article", "record", "An article with its facts", nil, http.StatusNotFound), article)
	operate(s, get("/articles/{key}/reading", "reading", "record", "All that was read in an article", nil, http.StatusNotFound), func(ctx context.Context, q *question) (*reading.Reading, error) {
		k, err := q.record.Store.Article(ctx, q.path("key"))
		if err != nil {
			return nil, err
		}
		return k.Reading, nil
	})
	operate(s, get("/facts/{key}", "fact", "record", "A fact, with its rule and what was said of it", []string{"explain"}, http.StatusNotFound), fact)
	operate(s, get("/events/{id}", "event", "record", "An event with its reports", nil, http.StatusNotFound), func(ctx context.Context, q *question) (*record.Event, error) {
		return store.EventOf(ctx, q.record.Store, q.path("id"))
	})
	operate(s, get("/events/{id}/compare", "compare", "record", "The reports of an event side by side", []string{"by"}, http.StatusNotFound), func(ctx context.Context, q *question) (*ask.Comparison, error) {
		if err := q.oneOf(); err != nil {
			return nil, err
		}
		return q.record.Compare(ctx, q.path("id"), q.text("by"))
	})
	operate(s, get("/who", "people", "who", "Those of a name", []string{"name", "limit"}), people)
	operate(s, get("/who/{id}", "person", "who", "A person, state or organisation", []string{"limit"}, http.StatusNotFound), func(ctx context.Context, q *question) (*ask.Person, error) {
		n, err := q.number("limit", personHits, answersAtMost)
		if err != nil {
			return nil, err
		}
		return q.record.PersonOf(ctx, q.path("id"), n)
	})
	operate(s, get("/dossier/{a}/{b}", "dossier", "relations", "What the record holds of a pair, laid out to be read before a visit", []string{"on"}), func(ctx context.Context, q *question) (*ask.Dossier, error) {
		pair, err := q.pair()
		on, err2 := q.day("on", q.record.Today())
		if err := errors.Join(err, err2); err != nil {
			return nil, err
		}
		return q.record.DossierOf(ctx, pair, on)
	})
	operate(s, get("/timeline", "timeline", "relations", "What happened between two, or to one, oldest first", append([]string{"act", "status", "from", "to"}, sides...)), timeline)
	operate(s, get("/ledger", "ledger", "relations", "How promises stand on a day", append([]string{"on", "days", "undated", "state", "limit", "offset"}, sides...)), ledger)
	operate(s, get("/calendar", "calendar", "relations", "What was promised for the days of a stretch", append([]string{"from", "to"}, sides...)), calendar)
	operate(s, get("/graph", "graph", "relations", "Who met, visited, called or signed with whom", narrowing), func(ctx context.Context, q *question) (*ask.Graph, error) {
		query, err := q.query()
		if err != nil {
			return nil, err
		}
		return q.record.GraphOf(ctx, query)
	})
	operate(s, get("/review", "doubts", "review", "What a person should look at", append([]string{"limit"}, sides...)), func(ctx context.Context, q *question) (*Doubts, error) {
		pair, query, err := q.sides()
		if err != nil {
			return nil, err
		}
		ds, err := q.record.Doubts(ctx, pair, cmp.Or(query.Limit, doubtsMost))
		return &Doubts{ds}, err
	})
	operate(s, get("/corrections", "corrections", "review", "What people said of a fact, or of all", []string{"fact"}, http.StatusNotFound), func(ctx context.Context, q *question) (*Corrections, error) {
		cs, err := q.record.Log(ctx, q.text("fact"))
		return &Corrections{cs}, err
	})
	operate(s, get("/feeds", "feeds", "sources", "The feeds that are polled", nil), feeds)
	operate(s, get("/outlets", "outlets", "sources", "Who published the articles of the record", nil), func(ctx context.Context, q *question) (*Outlets, error) {
		os, err := q.record.Store.Outlets(ctx)
		return &Outlets{os}, err
	})
	operate(s, get("/stats", "stats", "sources", "How much the record holds", nil), func(ctx context.Context, q *question) (*store.Stats, error) {
		st, err := q.record.Store.Stats(ctx)
		return &st, err
	})
}

func search(ctx context.Context, q *question) (*Found, error) {
	query, err := q.query()
	if err != nil {
		return nil, err
	}
	facets, count := q.set("facets"), q.set("count")
	found, err := q.record.Search(ctx, query, facets)
	if err != nil {
		return nil, err
	}
	if count {
		if found.Count, err = q.record.Store.Count(ctx, query); err != nil {
			return nil, err
		}
	}
	out := &Found{Found: *found}
	if found.More {
		out.Next = after(q.values, query.Offset+len(found.Hits))
	}
	return out, nil
}

// after is the address of the same search further on. What is counted for all that
// fits is not counted again.
func after(values url.Values, offset int) string {
	v := url.Values{}
	for name := range values {
		if name != "facets" && name != "count" {
			v[name] = values[name]
		}
	}
	v.Set("offset", strconv.Itoa(offset))
	return Base + "/search?" + v.Encode()
}

func article(ctx context.Context, q *question) (*Article, error) {
	a, err := q.record.ArticleOf(ctx, q.path("key"))
	if err != nil {
		return nil, err
	}
	return &Article{
		Source: a.Source, Byline: a.Article.Byline, Text: a.Article.Text, Engine: a.Engine, Added: a.Added.UTC(),
		Facts: a.Facts, Versions: a.Versions, Copies: a.Copies,
	}, nil
}

func fact(ctx context.Context, q *question) (*KnownFact, error) {
	if err := q.oneOf(); err != nil {
		return nil, err
	}
	f, err := q.record.FactOf(ctx, q.path("key"))
	if err != nil {
		return nil, err
	}
	out := &KnownFact{Fact: *f}
	if !q.set("explain") {
		return out, nil
	}
	x, err := q.record.Explain(ctx, &f.Report.Fact)
	switch {
	case errors.Is(err, reading.ErrNoFact):
		out.Unexplained = err.Error()
	case err != nil:
		return nil, err
	default:
		out.Explanation = explanation(x)
	}
	return out, nil
}

func explanation(x *reading.Explanation) *Explanation {
	out := &Explanation{What: x.What, Lines: []Line{}, Sentences: []Sentence{}}
	for _, l := range x.Lines {
		out.Lines = append(out.Lines, Line{l.Label, l.Text})
	}
	for _, t := range x.Sentences {
		s := Sentence{Words: t.Words, Tokens: []Token{}}
		for i := range t.Sentence.Tokens {
			tok := &t.Sentence.Tokens[i]
			part := ""
			if i < len(t.Parts) {
				part = t.Parts[i]
			}
			s.Tokens = append(s.Tokens, Token{tok.Form, tok.Lemma, tok.UPOS, tok.Feats, tok.Head + 1, tok.Deprel, part})
		}
		out.Sentences = append(out.Sentences, s)
	}
	return out
}

func people(ctx context.Context, q *question) (*People, error) {
	name := q.text("name")
	if name == "" {
		return nil, q.wrong("name", "a name")
	}
	n, err := q.number("limit", peopleMost, answersAtMost)
	if err != nil {
		return nil, err
	}
	ps, err := q.record.Who(ctx, name, n)
	return &People{ps}, err
}

func timeline(ctx context.Context, q *question) (*ask.Timeline, error) {
	pair, query, err := q.sides()
	if err != nil {
		return nil, err
	}
	if pair[0] == "" {
		return nil, q.wrong("pair", "two states or organisations with a comma between, or party instead")
	}
	t, err := q.record.TimelineOf(ctx, pair)
	if err != nil {
		return nil, err
	}
	return t.Narrow(ask.Narrowing{Act: query.Act, Status: query.Status, From: query.SaidFrom, To: query.SaidTo}), nil
}

func ledger(ctx context.Context, q *question) (*ask.Ledger, error) {
	pair, query, err := q.sides()
	on, err2 := q.day("on", q.record.Today())
	days, err3 := q.number("days", ledgerDays, 100_000)
	if err := errors.Join(err, err2, err3); err != nil {
		return nil, err
	}
	return q.record.LedgerOf(ctx, ask.LedgerQuery{
		On: on, Days: days, Undated: q.set("undated"), Pair: pair, State: q.text("state"), Limit: cmp.Or(query.Limit, answersAtMost), Offset: query.Offset,
	})
}

func calendar(ctx context.Context, q *question) (*ask.Calendar, error) {
	pair, query, err := q.sides()
	if err != nil {
		return nil, err
	}
	from := cmp.Or(query.SaidFrom, q.record.Today())
	to := cmp.Or(query.SaidTo, from+calendarDays)
	if to < from {
		return nil, q.wrong("to", "a day that is not before "+from.String())
	}
	return q.record.CalendarOf(ctx, from, to, pair)
}

func feeds(ctx context.Context, q *question) (*Feeds, error) {
	all, err := q.record.Store.Feeds(ctx)
	out := &Feeds{[]Feed{}}
	for _, f := range all {
		out.Feeds = append(out.Feeds, Feed{f.URL, f.Title, f.Outlet, f.Lang, when(f.Next), when(f.LastFetch), f.Failures, f.LastError})
	}
	return out, err
}

func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
