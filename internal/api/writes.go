package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/intake"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

// articleBody is how large an article may be as JSON, in bytes.
const articleBody = 20 << 20

var errNoTaker = errors.New("this server takes no articles")

// A Word is what a person says of a fact.
type Word struct {
	Action string `json:"action" enum:"confirm,correct,reject,merge,split" doc:"confirm: it is right as it stands; correct: one field has another value; reject: the words do not say that; merge: it tells the event of another fact; split: it tells another event than it was joined to."`
	Other  string `json:"other,omitempty" doc:"Of merge: key of a fact of the other event."`
	Field  string `json:"field,omitempty" doc:"Of correct: act, status, polarity, time and so on."`
	Value  string `json:"value,omitempty" doc:"Of correct: what the field holds in truth."`
	Reason string `json:"reason" minLength:"1" doc:"Why; it stays in the log."`
}

// A NewArticle is an article to be read and kept.
type NewArticle struct {
	Title     string `json:"title,omitempty"`
	Text      string `json:"text" minLength:"1" doc:"Kept verbatim but for its line ends."`
	Outlet    string `json:"outlet,omitempty" doc:"Who published it."`
	Agency    string `json:"agency,omitempty" doc:"Whose text it is."`
	Author    string `json:"author,omitempty"`
	URL       string `json:"url,omitempty" doc:"Where it stands; nothing is fetched from it."`
	Published string `json:"published,omitempty" format:"date"`
	Retrieved string `json:"retrieved,omitempty" format:"date-time"`
	Lang      string `json:"lang,omitempty" doc:"ISO 639-1: es, en or ru; guessed if it is not told."`
}

// Taken is what became of an article.
type Taken struct {
	Key     string   `json:"key" doc:"Key of the article in the record."`
	New     bool     `json:"new" doc:"False: the same article was there already, and nothing was changed."`
	Version int      `json:"version,omitempty" doc:"How many versions of its address are kept."`
	Copies  int      `json:"copies,omitempty" doc:"How many other articles have nearly the same text."`
	Facts   []string `json:"facts" doc:"Keys of its facts."`
}

// writes adds the operations that change the record.
func (s *service) writes() {
	correct := s.operation(&operation{
		role: access.Curator, method: http.MethodPost, path: "/facts/{key}/corrections", id: "correct", tag: "review", summary: "Say what is right or wrong with a fact",
		more:   "What is said is kept beside the reading, under the name of who says it, and is in force at once.",
		errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusInsufficientStorage},
	})
	correct.DefaultStatus = http.StatusCreated
	huma.Register(s.api, correct, s.correct)

	undo := operation{
		role: access.Curator, method: http.MethodDelete, path: "/corrections/{id}", id: "undo", tag: "review", summary: "Take a correction back",
		more: "It stays in the log as undone.", errors: []int{http.StatusNotFound, http.StatusInsufficientStorage},
	}
	o := s.operation(&undo)
	o.DefaultStatus = http.StatusNoContent
	huma.Register(s.api, o, s.undo)

	add := s.operation(&operation{
		role: access.Curator, method: http.MethodPost, path: "/articles", id: "add", tag: "record", summary: "Read one article and keep it",
		more: "The article is read at once. 201: it is new; 200: it was there already.", errors: []int{http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity, http.StatusServiceUnavailable, http.StatusInsufficientStorage},
	})
	add.DefaultStatus, add.MaxBodyBytes, add.BodyReadTimeout = http.StatusCreated, articleBody, -1
	huma.Register(s.api, add, s.add)
	answers := s.api.OpenAPI().Paths[add.Path].Post.Responses
	known := *answers["201"]
	known.Description = "It was there already"
	answers["200"] = &known
}

func (s *service) correct(ctx context.Context, q *struct {
	question
	Body Word
}) (*answer[*record.Correction], error) {
	w := &ask.Word{
		Fact: q.path("key"), Action: q.Body.Action, Other: q.Body.Other, Field: q.Body.Field, Value: q.Body.Value,
		Author: access.From(ctx).Name, Reason: q.Body.Reason,
	}
	c, err := s.Record.Correct(ctx, w, s.Now())
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return &answer[*record.Correction]{http.StatusCreated, c}, nil
}

func (s *service) undo(ctx context.Context, q *question) (*struct{}, error) {
	id, err := strconv.ParseInt(q.path("id"), 10, 64)
	if err != nil {
		return nil, s.problem(ctx, &fault{"path.id", q.path("id"), errors.New("id: want the number of a correction")})
	}
	if err := s.Record.Undo(ctx, id, access.From(ctx).Name, s.Now()); err != nil {
		return nil, s.problem(ctx, err)
	}
	return nil, nil
}

func (s *service) add(ctx context.Context, q *struct {
	question
	Body NewArticle
}) (*answer[*Taken], error) {
	t, err := s.take(ctx, &q.Body)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	status := http.StatusOK
	if t.New {
		status = http.StatusCreated
	}
	return &answer[*Taken]{status, t}, nil
}

func (s *service) take(ctx context.Context, a *NewArticle) (*Taken, error) {
	if s.Taker == nil {
		return nil, errNoTaker
	}
	items, err := intake.Text(text.Article{
		Title: a.Title, Text: a.Text, Outlet: a.Outlet, Agency: a.Agency, Byline: a.Author, URL: a.URL,
		Published: a.Published, Retrieved: a.Retrieved, Lang: a.Lang,
	})
	if err != nil {
		return nil, err
	}
	var told intake.Told
	if _, err := s.Taker.Take(ctx, items, func(t intake.Told) error { told = t; return nil }); err != nil {
		return nil, err
	}
	if told.Err != nil {
		return nil, &fault{"body", nil, fmt.Errorf("the article cannot be read: %w", told.Err)}
	}
	if err := store.Settle(ctx, s.Taker.Store); err != nil {
		return nil, err
	}
	k, err := s.Taker.Store.Article(ctx, told.Key)
	if err != nil {
		return nil, err
	}
	out := &Taken{Key: told.Key, New: told.New, Version: told.Version, Copies: told.Copies, Facts: []string{}}
	for i := range k.Facts {
		out.Facts = append(out.Facts, k.Facts[i].Key)
	}
	return out, nil
}
