package gold

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/attache-project/attache/text"
)

// ErrNone is wrapped by the error of [LoadDir] for a directory that holds no
// annotated article.
var ErrNone = errors.New("no annotated article (an id.txt with its id.gold.json)")

// Endings of the two files of an annotated article.
const (
	textEnding = ".txt"
	goldEnding = ".gold.json"
)

// LoadDir loads the annotated articles of a directory in the order of their
// names: those in one language (ISO 639-1), or all where lang is empty. A text
// without its annotation or an annotation without its text is an error that
// names the file that is missing. An annotation in another language is not
// looked into. Where there is none the error wraps [ErrNone].
func LoadDir(dir, lang string) ([]*Article, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("looking for annotated articles: %w", err)
	}
	annotated := false
	var ids []string
	for _, f := range files {
		id, ok := strings.CutSuffix(f.Name(), goldEnding)
		if annotated = annotated || ok; !ok {
			id, ok = strings.CutSuffix(f.Name(), textEnding)
		}
		if ok {
			ids = append(ids, id)
		}
	}
	if !annotated {
		return nil, fmt.Errorf("%s: %w", dir, ErrNone)
	}
	slices.Sort(ids)
	var out []*Article
	for _, id := range slices.Compact(ids) {
		a, err := load(filepath.Join(dir, id), lang)
		if err != nil {
			return nil, err
		}
		if a != nil {
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: %w in the language %q", dir, ErrNone, lang)
	}
	return out, nil
}

// Load loads the annotated article of a .txt file, with the .gold.json file
// beside it.
func Load(file string) (*Article, error) {
	return load(strings.TrimSuffix(file, textEnding), "")
}

// load loads the article whose files begin with base; it returns nil for one
// that is not in the language that is wanted.
func load(base, lang string) (*Article, error) {
	b, err := os.ReadFile(base + textEnding)
	if err != nil {
		return nil, fmt.Errorf("reading an annotated article: %w", err)
	}
	annotation, err := os.ReadFile(base + goldEnding)
	if err != nil {
		return nil, fmt.Errorf("reading the annotation of %s: %w", base+textEnding, err)
	}
	if lang != "" {
		var its struct{ Lang string }
		// What does not hold of the annotation is told below.
		if err := json.Unmarshal(annotation, &its); err == nil && its.Lang != "" && its.Lang != lang {
			return nil, nil
		}
	}
	return Parse(base+textEnding, b, annotation)
}

// Parse makes an annotated article of the bytes of its two files; file is the
// path of the text. Errors name the file, the key and what is wrong with it: a
// key that is missing or unknown, a value of the wrong kind, a text that is not
// what stands at its offset.
func Parse(file string, b, annotation []byte) (*Article, error) {
	whole, encoding, err := text.Decode(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if encoding != text.UTF8 {
		return nil, fmt.Errorf("%s: an annotated article is in UTF-8, this is %s", file, encoding)
	}
	header, err := text.ParseArticle(file, b)
	if err != nil {
		return nil, err
	}
	a := &Article{File: file, Text: whole}
	if err := a.annotate(annotation, header); err != nil {
		return nil, fmt.Errorf("%s: %w", strings.TrimSuffix(file, textEnding)+goldEnding, err)
	}
	return a, nil
}

// annotate fills a from its annotation and checks that it agrees with the text.
func (a *Article) annotate(annotation []byte, header *text.Article) error {
	if err := syntax(annotation); err != nil {
		return err
	}
	top, err := object(annotation, "", keys{
		must: "id lang quotes entities events visits instruments dates",
		may:  "title outlet published not_quotes levels",
	})
	if err != nil {
		return err
	}
	for _, k := range []struct {
		key    string
		to     *string
		header string
	}{
		{"id", &a.ID, header.ID}, {"lang", &a.Lang, header.Lang}, {"title", &a.Title, header.Title},
		{"outlet", &a.Outlet, header.Outlet}, {"published", &a.Published, header.Published},
	} {
		if err := value(top[k.key], k.key, k.to); err != nil {
			return err
		}
		if *k.to == "" {
			*k.to = k.header
		} else if k.header != "" && *k.to != k.header {
			return fmt.Errorf("%s: %q, but the text has %q", k.key, *k.to, k.header)
		}
	}
	if a.Lang == "" {
		return errors.New("lang: empty")
	}
	p := &page{text: a.Text, runes: []rune(a.Text)}
	return first(
		list(top, "quotes", &a.Quotes, quoteKeys, p.quote),
		list(top, "not_quotes", &a.NotQuotes, keys{must: "text start end"}, p.words),
		list(top, "entities", &a.Entities, keys{must: "canonical type mentions", may: "country"}, p.entity),
		list(top, "events", &a.Events, keys{must: "type trigger start actors recipients status", may: "date place"}, p.event),
		list(top, "visits", &a.Visits, keys{must: "visitor host_state kind status", may: "start_date inviter"}, p.visit),
		list(top, "instruments", &a.Instruments, keys{must: "kind title parties status", may: "date"}, p.instrument),
		list(top, "dates", &a.Dates, keys{must: "text start value"}, p.date),
		list(top, "levels", &a.Levels, keys{must: "dyad text start level move status"}, p.level),
	)
}

// keys are those that an object must have, not null, and those that it may
// have, separated by spaces.
type keys struct{ must, may string }

var quoteKeys = keys{
	must: "kind text start end speaker",
	may:  "speaker_mention speaker_start cue cue_start channel via group in_title flags",
}

// syntax reports bytes that are no JSON, with the place.
func syntax(b []byte) error {
	var any any
	err := json.Unmarshal(b, &any)
	var s *json.SyntaxError
	if errors.As(err, &s) {
		before := string(b[:min(int(s.Offset), len(b))])
		return fmt.Errorf("line %d: %w", 1+strings.Count(before, "\n"), err)
	}
	return err
}

// object returns the values of an object by key, whose path in the annotation
// stands before its keys in errors.
func object(raw json.RawMessage, path string, k keys) (map[string]json.RawMessage, error) {
	of := func(key string) string { return prefix(path, ".") + key }
	var m map[string]json.RawMessage
	if err := json.Unmarshal(raw, &m); err != nil || m == nil {
		return nil, fmt.Errorf("%swants an object", prefix(path, ": "))
	}
	must := strings.Fields(k.must)
	for _, key := range must {
		if v, ok := m[key]; !ok {
			return nil, fmt.Errorf("%s: missing", of(key))
		} else if string(v) == "null" {
			return nil, fmt.Errorf("%s: null", of(key))
		}
	}
	known := append(must, strings.Fields(k.may)...)
	var unknown []string
	for key := range m {
		if !slices.Contains(known, key) {
			unknown = append(unknown, key)
		}
	}
	if len(unknown) > 0 {
		return nil, fmt.Errorf("%s: there is no such key", of(slices.Min(unknown)))
	}
	return m, nil
}

// prefix is a path and what follows it, nothing at the top.
func prefix(path, then string) string {
	if path == "" {
		return ""
	}
	return path + then
}

// value decodes what stands under a key, which may be missing.
func value(raw json.RawMessage, path string, to any) error {
	if raw == nil {
		return nil
	}
	err := json.Unmarshal(raw, to)
	var t *json.UnmarshalTypeError
	if errors.As(err, &t) {
		if t.Field != "" {
			path += "." + t.Field
		}
		return fmt.Errorf("%s: wants a value of type %s, found a %s", path, t.Type, t.Value)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// list decodes the list of objects under a key, and checks each. Its first
// error is enough: what follows often hangs on it.
func list[T any](top map[string]json.RawMessage, key string, to *[]T, k keys, check func(*T) error) error {
	var raw []json.RawMessage
	if err := value(top[key], key, &raw); err != nil {
		return err
	}
	*to = make([]T, len(raw))
	for i, r := range raw {
		path := fmt.Sprintf("%s[%d]", key, i)
		if _, err := object(r, path, k); err != nil {
			return err
		}
		if err := value(r, path, &(*to)[i]); err != nil {
			return err
		}
		if err := check(&(*to)[i]); err != nil {
			return fmt.Errorf("%s.%w", path, err)
		}
	}
	return nil
}

// A page checks annotations against the text. Errors begin with the key.
type page struct {
	text  string
	runes []rune
}

// at checks that words stand at an offset.
func (p *page) at(key, words string, start int) error {
	switch n := len([]rune(words)); {
	case n == 0:
		return fmt.Errorf("%s: empty", key)
	case start < 0 || start > len(p.runes) || start+n > len(p.runes):
		return fmt.Errorf("%s: offset %d of %q lies outside the text of %d code points", key, start, words, len(p.runes))
	case string(p.runes[start:start+n]) != words:
		return fmt.Errorf("%s: %q, but at offset %d the text has %q", key, words, start, string(p.runes[start:start+n]))
	}
	return nil
}

// words checks the words at an offset that tells its end too.
func (p *page) words(w *Words) error {
	if err := p.at("text", w.Text, w.Start); err != nil {
		return err
	}
	if end := w.Start + len([]rune(w.Text)); w.End != end {
		return fmt.Errorf("end: %d, but the text of the entry ends at %d", w.End, end)
	}
	return nil
}

// given checks words that may be left out, and their offset with them, which
// becomes -1 then.
func (p *page) given(key, words, startKey string, start *int) error {
	if words != "" {
		return p.at(key, words, *start)
	}
	if *start != 0 {
		return fmt.Errorf("%s: an offset without %s", startKey, key)
	}
	*start = -1
	return nil
}

func (p *page) quote(q *Quote) error {
	return first(
		p.words(&q.Words),
		oneOf("kind", q.Kind, "direct mixed indirect"),
		filled("speaker", q.Speaker),
		p.given("speaker_mention", q.SpeakerMention, "speaker_start", &q.SpeakerStart),
		p.given("cue", q.Cue, "cue_start", &q.CueStart),
		each(q.Flags, func(s string) error { return oneOf("flags", s, "optional continued-paragraph dash") }),
	)
}

func (p *page) entity(e *Entity) error {
	return first(
		filled("canonical", e.Canonical),
		oneOf("type", e.Type, "PER ORG LOC DOC"),
		each(e.Mentions, func(s string) error {
			if s == "" || !strings.Contains(p.text, s) {
				return fmt.Errorf("mentions: %q does not stand in the text", s)
			}
			return nil
		}),
	)
}

// What annotations of events and visits may say.
const (
	// CONCEDE and RETREAT are what YIELD became in PLOVER after 2018.
	eventTypes = "AGREE CONSULT SUPPORT COOPERATE AID YIELD CONCEDE RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
	statuses   = "occurred ongoing planned hypothetical negated"
	visitKinds = "state official working private unspecified"
)

func (p *page) event(e *Event) error {
	return first(
		p.at("trigger", e.Trigger, e.Start),
		oneOf("type", e.Type, eventTypes),
		oneOf("status", e.Status, statuses),
		each(e.Actors, func(s string) error { return filled("actors", s) }),
		each(e.Recipients, func(s string) error { return filled("recipients", s) }),
	)
}

func (p *page) visit(v *Visit) error {
	return first(
		filled("visitor", v.Visitor), filled("host_state", v.HostState),
		oneOf("kind", v.Kind, visitKinds), oneOf("status", v.Status, statuses),
	)
}

func (p *page) instrument(n *Instrument) error {
	return first(
		filled("kind", n.Kind), filled("status", n.Status),
		each(n.Parties, func(s string) error { return filled("parties", s) }),
	)
}

func (p *page) date(d *Date) error {
	return first(p.at("text", d.Text, d.Start), filled("value", d.Value))
}

func (p *page) level(l *Level) error {
	return first(p.at("text", l.Text, l.Start), filled("dyad", l.Dyad[0]), filled("dyad", l.Dyad[1]))
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func each(list []string, check func(string) error) error {
	for _, s := range list {
		if err := check(s); err != nil {
			return err
		}
	}
	return nil
}

func filled(key, s string) error {
	if s == "" {
		return fmt.Errorf("%s: empty", key)
	}
	return nil
}

func oneOf(key, s, known string) error {
	if slices.Contains(strings.Fields(known), s) {
		return nil
	}
	return fmt.Errorf("%s: %q is none of %s", key, s, known)
}
