// Answers writes what the program finds in sets of sentences in the form that
// scorers of such sets read:
//
//	go run ./gold/answers events SET.jsonl > answers.jsonl
//	go run ./gold/answers times SET.jsonl > answers.jsonl
//
// A line of a set of events is {"id", "text", "lang", "date"}; that of the answers
// {"id", "events": [{"plover", "cameo", "quad", "trigger", "source_text",
// "target_text"}]}. A line of a set of times is {"doc", "text", "lang",
// "reference"}, one for each expression; that of the answers {"doc", "start",
// "end", "type", "value"}, in code points. Each sentence is read as an article of
// its own.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/attache-project/attache/event"
	"github.com/attache-project/attache/reading"
	"github.com/attache-project/attache/text"
)

func main() {
	if len(os.Args) != 3 || os.Args[1] != "events" && os.Args[1] != "times" {
		fmt.Fprintln(os.Stderr, "usage: answers events|times SET.jsonl")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "answers:", err)
		os.Exit(1)
	}
}

// item is a line of a set.
type item struct {
	ID, Doc, Text, Lang, Date, Reference string
}

func run(part, path string, w io.Writer) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := reading.Open(reading.Options{})
	if err != nil {
		return err
	}
	quads, err := event.Quads()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	seen := map[string]bool{}
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var it item
		if err := json.Unmarshal(lines.Bytes(), &it); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
		if part == "times" && seen[it.Doc] {
			continue // its expressions stand in several lines
		}
		seen[it.Doc] = true
		body := strings.TrimSpace(it.Text)
		a := &text.Article{Text: body, Lang: it.Lang, Published: it.Date + it.Reference}
		if len(a.Published) > len("2006-01-02") {
			a.Published = a.Published[:len("2006-01-02")]
		}
		got, err := r.Read(context.Background(), a)
		if err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
		if part == "events" {
			err = enc.Encode(events(it.ID, quads, got))
		} else {
			lead := utf8.RuneCountInString(it.Text[:strings.Index(it.Text, body)])
			err = times(enc, it.Doc, lead, got)
		}
		if err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return out.Flush()
}

type eventAnswer struct {
	Plover string `json:"plover"`
	CAMEO  string `json:"cameo"`
	Quad   int    `json:"quad"`
	Words  string `json:"trigger"`
	Source string `json:"source_text"`
	Target string `json:"target_text"`
}

type eventsAnswer struct {
	ID     string        `json:"id"`
	Events []eventAnswer `json:"events"`
}

func events(id string, quads map[string]int, r *reading.Reading) eventsAnswer {
	first := map[string]string{}
	for _, e := range r.Entities {
		if len(e.Mentions) > 0 {
			first[e.ID] = e.Mentions[0].Text
		}
	}
	named := func(ids []string) string {
		var out []string
		for _, id := range ids {
			out = append(out, first[id])
		}
		return strings.Join(out, " ")
	}
	out := eventsAnswer{id, []eventAnswer{}}
	for _, e := range r.Events {
		out.Events = append(out.Events, eventAnswer{e.Type, string(e.CAMEO), quads[e.Type], e.Trigger.Text, named(e.Actors), named(e.Recipients)})
	}
	return out
}

type timeAnswer struct {
	Doc   string `json:"doc"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Type  string `json:"type"`
	Value string `json:"value"`
}

func times(enc *json.Encoder, doc string, lead int, r *reading.Reading) error {
	for _, t := range r.Times {
		value := string(t.Value)
		if t.Part != "" {
			value += "T" + string(t.Part)
		}
		if err := enc.Encode(timeAnswer{doc, t.Start + lead, t.End + lead, t.Type, value}); err != nil {
			return err
		}
	}
	return nil
}
