package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
)

// around is how many code points before and after a passage a quote selector has.
const around = 32

// urn begins the names of annotations where no base is given, ns is the vocabulary
// of what they say.
const (
	urn = "urn:attache:"
	ns  = "https://github.com/attache-project/attache/ns#"
)

// Annotations say how [WebAnnotation] writes.
type Annotations struct {
	Base    string // address below which annotations and pages are named, ending in "/"; "": urn:attache:
	PerPage int    // annotations of a page; 0: one page, inside the collection
	Page    int    // which page to write, 1 for the first; 0: the collection
}

// context of annotations: that of the W3C, and our own words.
func context() any {
	return []any{"http://www.w3.org/ns/anno.jsonld", map[string]string{"attache": ns}}
}

// WebAnnotation writes one annotation of the W3C's model for each report of an
// event or level and each statement: as a collection, or one page of it. Positions
// count code points of the article's text (of its title where attache:in says so);
// the position and the quote select the same passage, or an error names the report
// of which the words do not stand in the article.
func WebAnnotation(w io.Writer, r *Record, o Annotations) error {
	if err := r.check(); err != nil {
		return err
	}
	base := o.Base
	if base == "" {
		base = urn
	}
	total := count(r)
	out := bufio.NewWriter(w)
	c := collection{Context: context(), ID: base + "annotations", Type: "AnnotationCollection", Label: "Statements, events and levels of relations", Total: total}
	switch {
	case o.PerPage < 0 || o.Page < 0 || o.Page > 0 && o.PerPage == 0:
		return fmt.Errorf("writing annotations: there is no page %d of %d annotations each", o.Page, o.PerPage)
	case o.Page == 0 && o.PerPage > 0:
		pages := max(1, (total+o.PerPage-1)/o.PerPage)
		c.First, c.Last = pageID(base, 1), pageID(base, pages)
		if err := write(out, c, "\n"); err != nil {
			return fmt.Errorf("writing annotations: %w", err)
		}
	case o.Page == 0:
		p := page{ID: pageID(base, 1), Type: "AnnotationPage", PartOf: c.ID}
		if err := open(out, c, `,"first":`); err != nil {
			return fmt.Errorf("writing annotations: %w", err)
		}
		if err := items(out, r, base, p, 0, total); err != nil {
			return fmt.Errorf("writing annotations: %w", err)
		}
		out.WriteString("}\n")
	default:
		start := (o.Page - 1) * o.PerPage
		if start >= total && o.Page > 1 {
			return fmt.Errorf("writing annotations: page %d is past the last of %d annotations", o.Page, total)
		}
		p := page{
			Context: context(), ID: pageID(base, o.Page), Type: "AnnotationPage", StartIndex: start,
			PartOf: map[string]any{"id": c.ID, "label": c.Label, "total": total},
		}
		if o.Page > 1 {
			p.Prev = pageID(base, o.Page-1)
		}
		if start+o.PerPage < total {
			p.Next = pageID(base, o.Page+1)
		}
		if err := items(out, r, base, p, start, min(total, start+o.PerPage)); err != nil {
			return fmt.Errorf("writing annotations: %w", err)
		}
		out.WriteString("\n")
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing annotations: %w", err)
	}
	return nil
}

func pageID(base string, n int) string { return fmt.Sprintf("%sannotations/page/%d", base, n) }

// all yields every report and statement.
func (r *Record) all() iter.Seq[told] {
	return func(yield func(told) bool) {
		for _, each := range []iter.Seq[told]{r.reports(), r.statements()} {
			for t := range each {
				if !yield(t) {
					return
				}
			}
		}
	}
}

func count(r *Record) int {
	n := len(r.Statements)
	for range r.reports() {
		n++
	}
	return n
}

// write writes v as JSON and what follows it.
func write(out *bufio.Writer, v any, after string) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if _, err := out.Write(b); err != nil {
		return err
	}
	_, err = out.WriteString(after)
	return err
}

// open writes v, a JSON object, without its closing brace, and what follows.
func open(out *bufio.Writer, v any, after string) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if _, err := out.Write(b[:len(b)-1]); err != nil {
		return err
	}
	_, err = out.WriteString(after)
	return err
}

// items writes a page with the annotations from one number to before another.
func items(out *bufio.Writer, r *Record, base string, p page, from, to int) error {
	if err := open(out, p, `,"items":[`); err != nil {
		return err
	}
	n := 0
	for t := range r.all() {
		if n >= to {
			break
		}
		if n >= from {
			a, err := annotate(&t, base)
			if err != nil {
				return err
			}
			if n > from {
				out.WriteByte(',')
			}
			if err := write(out, a, "\n"); err != nil {
				return err
			}
		}
		n++
	}
	_, err := out.WriteString("]}")
	return err
}
