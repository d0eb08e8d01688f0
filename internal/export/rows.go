package export

import (
	"iter"
	"slices"

	"github.com/attache-project/attache/record"
)

// sources returns the columns of the article that tells something.
func sources() []column[told] {
	s := func(x *told) *record.Source { return &x.rep.Source }
	return []column[told]{
		{"article", textCell, "key of the article", func(x *told) any { return s(x).Key }},
		{"url", linkCell, "its address; empty when that is none of the web", func(x *told) any { return address(s(x).URL) }},
		{"outlet", textCell, "who printed it", func(x *told) any { return s(x).Outlet }},
		{"agency", textCell, "the agency whose text it is", func(x *told) any { return s(x).Agency }},
		{"title", textCell, "its title", func(x *told) any { return s(x).Title }},
		{"byline", textCell, "its author", func(x *told) any {
			if a := x.r.article(x.rep); a != nil {
				return a.Byline
			}
			return ""
		}},
		{"lang", textCell, "its language, ISO 639-1", func(x *told) any { return s(x).Lang }},
		{"published", textCell, "day of publication, ISO 8601", func(x *told) any { return s(x).Published }},
		{"retrieved", textCell, "when it was fetched, RFC 3339", func(x *told) any { return s(x).Retrieved }},
		{"sha256", textCell, "digest of its text, hexadecimal", func(x *told) any {
			if a := x.r.article(x.rep); a != nil {
				return a.SHA256
			}
			return ""
		}},
		{"family", textCell, "key of the first of the articles with nearly the same text", func(x *told) any { return s(x).Family }},
		{"superseded", flagCell, "a newer version of the article is kept", func(x *told) any { return s(x).Superseded }},
	}
}

// reportTable has a row for each report of an event and of a level.
func reportTable() table {
	f := func(x *told) *record.Fact { return &x.rep.Fact }
	return tableOf("reports", "one row for each report of an event or a level", (*Record).reports,
		[]column[told]{
			{"report", textCell, "key of the report", func(x *told) any { return f(x).Key }},
			{"event", textCell, "id of the event or level that it belongs to", func(x *told) any { return x.of }},
			{"kind", textCell, "event, level", func(x *told) any { return f(x).Kind }},
		}, sources(), []column[told]{
			{"act", textCell, "what is done", func(x *told) any { return f(x).Act }},
			{"type", textCell, "type of PLOVER", func(x *told) any { return f(x).Type }},
			{"mode", textCell, "mode of PLOVER", func(x *told) any { return f(x).Mode }},
			{"cameo", textCell, "code of CAMEO", func(x *told) any { return f(x).CAMEO }},
			{"level", textCell, "rung of the ladder of relations", func(x *told) any { return f(x).Level }},
			{"move", textCell, "upgrade, downgrade, restore, break, confirm", func(x *told) any { return f(x).Move }},
			{"status", textCell, "occurred, ongoing, planned, hypothetical; of a level: announced, signed, in-force", func(x *told) any { return f(x).Status }},
			{"polarity", textCell, "affirmed, negated, denied", func(x *told) any { return f(x).Polarity }},
			{"put_off", flagCell, "the words tell that it was put off", func(x *told) any { return f(x).PutOff }},
			{"time", textCell, "when, EDTF", func(x *told) any { return f(x).Time }},
			{"time_from", textCell, "first day of that time, ISO 8601", func(x *told) any { return bound(f(x).Time, true) }},
			{"time_to", textCell, "last day of that time", func(x *told) any { return bound(f(x).Time, false) }},
			{"was", textCell, "when it was to be before it was put off, EDTF", func(x *told) any { return f(x).Was }},
			{"place", textCell, "where, its English name", func(x *told) any { return placeOf(f(x).Place) }},
			{"place_country", textCell, "code of the state in which that is", func(x *told) any { return countryOf(f(x).Place) }},
			{"visit_kind", textCell, "state, official, working, private", func(x *told) any { return f(x).VisitKind }},
			{"parties", listCell, "codes of all who take part", func(x *told) any { return f(x).Parties }},
			{"actors", listCell, "codes of who acts", func(x *told) any { return codesOf(f(x).Actors) }},
			{"actor_names", listCell, "their English names", func(x *told) any { return namesOf(f(x).Actors) }},
			{"recipients", listCell, "codes of who is acted on", func(x *told) any { return codesOf(f(x).Recipients) }},
			{"recipient_names", listCell, "their English names", func(x *told) any { return namesOf(f(x).Recipients) }},
			{"speaker", textCell, "who says so; empty: the outlet itself", func(x *told) any { return speaker(f(x)) }},
			{"side", textCell, "code of the state or organisation of the speaker", func(x *told) any { return f(x).Side }},
			{"quantities", listCell, "numbers told: kind and value", func(x *told) any {
				var out []string
				for _, q := range f(x).Quantities {
					out = append(out, q.Kind+" "+q.Value)
				}
				return out
			}},
			{"confirmed", flagCell, "a person said that it is right", func(x *told) any { return x.rep.Confirmed }},
			{"why", listCell, "rules by which it was joined to the event", func(x *told) any {
				var out []string
				for _, w := range x.rep.Why {
					out = append(out, w.Rule+": "+w.Detail)
				}
				return out
			}},
			{"rule", textCell, "rule that drew it from the text", func(x *told) any { return f(x).Rule }},
			{"words", spanCell, "the words that tell it", func(x *told) any { return spanOf(f(x).Words) }},
			{"spans", spansCell, "further places: time, signs of the status, words of the visit", func(x *told) any { return spansOf(f(x)) }},
		})
}

// statementTable has a row for each statement.
func statementTable() table {
	f := func(x *told) *record.Fact { return &x.rep.Fact }
	return tableOf("statements", "one row for each statement", (*Record).statements,
		[]column[told]{{"statement", textCell, "key of the statement", func(x *told) any { return f(x).Key }}}, sources(), []column[told]{
			{"kind", textCell, "direct, indirect, mixed", func(x *told) any { return f(x).Statement }},
			{"polarity", textCell, "affirmed, denied", func(x *told) any { return f(x).Polarity }},
			{"speaker", textCell, "who said it: English name where one is known", func(x *told) any { return speaker(f(x)) }},
			{"speaker_id", textCell, "id of the speaker in the directory", func(x *told) any {
				if p := f(x).Speaker; p != nil {
					return p.Entity
				}
				return ""
			}},
			{"side", textCell, "code of the state or organisation of the speaker", func(x *told) any { return f(x).Side }},
			{"cue", textCell, "class of the word that reports: say, praise, deny, ...", func(x *told) any { return f(x).Cue }},
			{"channel", textCell, "way by which it became public", func(x *told) any { return f(x).Channel }},
			{"about", listCell, "codes of those it is about", func(x *told) any { return f(x).About }},
			{"parties", listCell, "codes of speaker and those it is about", func(x *told) any { return f(x).Parties }},
			{"confirmed", flagCell, "a person said that it is right", func(x *told) any { return x.rep.Confirmed }},
			{"rule", textCell, "rule that drew it from the text", func(x *told) any { return f(x).Rule }},
			{"words", spanCell, "its first words", func(x *told) any { return spanOf(f(x).Words) }},
			{"spans", spansCell, "all pieces of it, and the word that reports", func(x *told) any { return spansOf(f(x)) }},
		})
}

// eventTable has a row for each event.
func eventTable(c *codes) table {
	type row struct {
		r *Record
		e *record.Event
	}
	each := func(r *Record) iter.Seq[row] {
		return func(yield func(row) bool) {
			for i := range r.Events {
				if !yield(row{r, &r.Events[i]}) {
					return
				}
			}
		}
	}
	return tableOf("events", "one row for each event, all its reports joined", each, []column[row]{
		{"event", textCell, "id of the event: key of its first report", func(x *row) any { return x.e.ID }},
		{"act", textCell, "what is done", func(x *row) any { return x.e.Act }},
		{"type", textCell, "type of PLOVER", func(x *row) any { return x.e.Type }},
		{"mode", textCell, "mode of PLOVER", func(x *row) any { return x.e.Mode }},
		{"cameo", textCell, "code of CAMEO", func(x *row) any { return x.e.CAMEO }},
		{"quad", numberCell, "quad class of PLOVER: 1 and 2 verbal and material cooperation, 3 and 4 verbal and material conflict", func(x *row) any {
			if s := c.scores[[2]string{x.e.Type, ""}]; s.quad != 0 {
				return s.quad
			}
			return nil
		}},
		{"goldstein", decimalCell, "intensity of the code of CAMEO on Goldstein's scale, -10 to 10", func(x *row) any {
			if g, ok := c.goldstein[x.e.CAMEO]; ok {
				return g
			}
			return nil
		}},
		{"status", textCell, "the last one known: occurred, ongoing, planned, hypothetical", func(x *row) any { return x.e.Status }},
		{"polarity", textCell, "affirmed, negated, denied", func(x *row) any { return x.e.Polarity }},
		{"time", textCell, "when, EDTF, as most reports tell it", func(x *row) any { return x.e.Time }},
		{"time_from", textCell, "first day of that time, ISO 8601", func(x *row) any { return bound(x.e.Time, true) }},
		{"time_to", textCell, "last day of that time", func(x *row) any { return bound(x.e.Time, false) }},
		{"place", textCell, "where, its English name", func(x *row) any { return placeOf(x.e.Place) }},
		{"place_country", textCell, "code of the state in which that is", func(x *row) any { return countryOf(x.e.Place) }},
		{"visit_kind", textCell, "state, official, working, private", func(x *row) any { return x.e.VisitKind }},
		{"parties", listCell, "codes of all who take part", func(x *row) any { return x.e.Parties }},
		{"actors", listCell, "codes of who acts", func(x *row) any { return codesOf(x.e.Actors) }},
		{"actor_names", listCell, "their English names", func(x *row) any { return namesOf(x.e.Actors) }},
		{"recipients", listCell, "codes of who is acted on", func(x *row) any { return codesOf(x.e.Recipients) }},
		{"recipient_names", listCell, "their English names", func(x *row) any { return namesOf(x.e.Recipients) }},
		{"reports", numberCell, "how many reports tell it", func(x *row) any { return len(x.e.Reports) }},
		{"articles", numberCell, "how many articles, versions of one address counted once", func(x *row) any { return x.e.Articles }},
		{"outlets", numberCell, "how many outlets printed it", func(x *row) any { return x.e.Outlets }},
		{"independent", numberCell, "how many publishers with a text of their own", func(x *row) any { return x.e.Independent }},
		{"contradictions", numberCell, "on how many attributes reports differ", func(x *row) any { return len(x.e.Variations) }},
		{"state", textCell, "of a promise: how it stands on the day of the export; empty: nobody announced it", func(x *row) any {
			if x.e.Promise == nil {
				return ""
			}
			return x.e.Promise.On(x.r.day()).State
		}},
		{"first_published", textCell, "day of its first report", func(x *row) any { return published(x.e.Reports, true) }},
		{"last_published", textCell, "day of its last report", func(x *row) any { return published(x.e.Reports, false) }},
		{"url", linkCell, "address of the first article that has one", func(x *row) any { return firstAddress(x.e.Reports) }},
		{"words", spanCell, "words of its first report, in the article of that report", func(x *row) any { return firstWords(x.e.Reports) }},
	})
}

// bound returns the first or last day of a time, "" where it is open or unknown.
func bound(edtf string, first bool) string {
	iv, ok := record.ParseInterval(edtf)
	if !ok {
		return ""
	}
	d := iv.End
	if first {
		d = iv.Start
	}
	if d == record.Always || d == record.Never {
		return ""
	}
	return d.String()
}

func placeOf(p *record.Place) string {
	if p == nil {
		return ""
	}
	return p.Name
}

func countryOf(p *record.Place) string {
	if p == nil {
		return ""
	}
	return p.Country
}

// codesOf returns the codes of parties in their order, each once.
func codesOf(ps []record.Party) []string {
	var out []string
	for _, p := range ps {
		if p.Code != "" && !slices.Contains(out, p.Code) {
			out = append(out, p.Code)
		}
	}
	return out
}

func namesOf(ps []record.Party) []string {
	var out []string
	for _, p := range ps {
		if n := nameOf(p); n != "" {
			out = append(out, n)
		}
	}
	return out
}

// nameOf returns the English name of a party, else its code.
func nameOf(p record.Party) string {
	if p.Name != "" {
		return p.Name
	}
	return p.Code
}

func speaker(f *record.Fact) string {
	if f.Speaker == nil {
		return ""
	}
	return nameOf(*f.Speaker)
}

func spansOf(f *record.Fact) []Span {
	out := []Span{}
	for _, s := range f.Spans {
		out = append(out, spanOf(s))
	}
	return out
}

func published(rs []record.Report, first bool) string {
	var out string
	for i := range rs {
		if d := rs[i].Source.Published; d != "" && (out == "" || first == (d < out)) {
			out = d
		}
	}
	return out
}

func firstAddress(rs []record.Report) string {
	for i := range rs {
		if a := address(rs[i].Source.URL); a != "" {
			return a
		}
	}
	return ""
}

func firstWords(rs []record.Report) Span {
	if len(rs) == 0 {
		return Span{}
	}
	return spanOf(rs[0].Fact.Words)
}
