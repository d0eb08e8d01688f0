package names

import "github.com/attache-project/attache/nlp"

// Read finds who and what doc speaks of. The day of publication (ISO 8601, may
// be empty) says who holds which office.
func (f *Finder) Read(doc *nlp.Document, published string) *Cast {
	r := newReader(f, doc, published)
	r.prepare()
	// The text introduces people in full, its title in short: it is read last.
	for i := range r.sents {
		if !doc.Sentences[i].Title {
			r.read(i)
		}
	}
	for i := range r.sents {
		if doc.Sentences[i].Title {
			r.read(i)
		}
	}
	r.cast.finish(r.heads)
	return r.cast
}
