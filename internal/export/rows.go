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
		{"article", text, "key of the article", func(x *told) any { return s(x).Key }},
		{"url", link, "its address; empty when that is none of the web", func(x *told) any { return address(s(x).URL) }},
		{"outlet", text, "who printed it", func(x *told) any { return s(x).Outlet }},
		{"agency", text, "the agency whose text it is", func(x *told) any { return s(x).Agency }},
		{"title", text, "its title", func(x *told) any { return s(x).Title }},
		{"byline", text, "its author", func(x *told) any {
			if a := x.r.article(x.rep); a != nil {
				return a.Byline
			}
			return ""
		}},
		{"lang", text, "its language, ISO 639-1", func(x *told) any { return s(x).Lang }},
		{"published", text, "day of publication, ISO 8601", func(x *told) any { return s(x).Published }},
		{"retrieved", text, "when it was fetched, RFC 3339", func(x *told) any { return s(x).Retrieved }},
		{"sha256", text, "digest of its text, hexadecimal", func(x *told) any {
			if a := x.r.article(x.rep); a != nil {
				return a.SHA256
			}
			return ""
		}},
		{"family", text, "key of the first of the articles with nearly the same text", func(x *told) any { return s(x).Family }},
		{"superseded", flag, "a newer version of the article is kept", func(x *told) any { return s(x).Superseded }},
	}
}

// reportTable has a row for each report of an event and of a level.
func reportTable() table {
	f := func(x *told) *record.Fact { return &x.rep.Fact }
	return tableOf("reports", "one row for each report of an event or a level", (*Record).reports,
		[]column[told]{
			{"report", text, "key of the report", func(x *told) any { return f(x).Key }},
			{"event", text, "id of the event or level that it belongs to", func(x *told) any { return x.of }},
			{"kind", text, "event, level", func(x *told) any { return f(x).Kind }},
		}, sources(), []column[told]{
			{"act", text, "what is done", func(x *told) any { return f(x).Act }},
			{"type", text, "type of PLOVER", func(x *told) any { return f(x).Type }},
			{"mode", text, "mode of PLOVER", func(x *told) any { return f(x).Mode }},
			{"cameo", text, "code of CAMEO", func(x *told) any { return f(x).CAMEO }},
			{"level", text, "rung of the ladder of relations", func(x *told) any { return f(x).Level }},
			{"move", text, "upgrade, downgrade, restore, break, confirm", func(x *told) any { return f(x).Move }},
			{"status", text, "occurred, ongoing, planned, hypothetical; of a level: announced, signed, in-force", func(x *told) any { return f(x).Status }},
			{"polarity", text, "affirmed, negated, denied", func(x *told) any { return f(x).Polarity }},
			{"put_off", flag, "the words tell that it was put off", func(x *told) any { return f(x).PutOff }},
			{"time", text, "when, EDTF", func(x *told) any { return f(x).Time }},
			{"time_from", text, "first day of that time, ISO 8601", func(x *told) any { return bound(f(x).Time, true) }},
			{"time_to", text, "last day of that time", func(x *told) any { return bound(f(x).Time, false) }},
			{"was", text, "when it was to be before it was put off, EDTF", func(x *told) any { return f(x).Was }},
			{"place", text, "where, its English name", func(x *told) any { return placeOf(f(x).Place) }},
			{"place_country", text, "code of the state in which that is", func(x *told) any { return countryOf(f(x).Place) }},
			{"visit_kind", text, "state, official, working, private", func(x *told) any { return f(x).VisitKind }},
			{"parties", list, "codes of all who take part", func(x *told) any { return f(x).Parties }},
			{"actors", list, "codes of who acts", func(x *told) any { return codesOf(f(x).Actors) }},
			{"actor_names", list, "their English names", func(x *told) any { return namesOf(f(x).Actors) }},
			{"recipients", list, "codes of who is acted on", func(x *told) any { return codesOf(f(x).Recipients) }},
			{"recipient_names", list, "their English names", func(x *told) any { return namesOf(f(x).Recipients) }},
			{"speaker", text, "who says so; empty: the outlet itself", func(x *told) any { return speaker(f(x)) }},
			{"side", text, "code of the state or organisation of the speaker", func(x *told) any { return f(x).Side }},
			{"quantities", list, "numbers told: kind and value", func(x *told) any {
				var out []string
				for _, q := range f(x).Quantities {
					out = append(out, q.Kind+" "+q.Value)
				}
				return out
			}},
			{"confirmed", flag, "a person said that it is right", func(x *told) any { return x.rep.Confirmed }},
			{"why", list, "rules by which it was joined to the event", func(x *told) any {
				var out []string
				for _, w := range x.rep.Why {
					out = append(out, w.Rule+": "+w.Detail)
				}
				return out
			}},
			{"rule", text, "rule that drew it from the text", func(x *told) any { return f(x).Rule }},
			{"words", span, "the words that tell it", func(x *told) any { return spanOf(f(x).Words) }},
			{"spans", spans, "further places: time, signs of the status, words of the visit", func(x *told) any { return spansOf(f(x)) }},
		})
}

// statementTable has a row for each statement.
func statementTable() table {
	f := func(x *told) *record.Fact { return &x.rep.Fact }
	return tableOf("statements", "one row for each statement", (*Record).statements,
		[]column[told]{{"statement", text, "key of the statement", func(x *told) any { return f(x).Key }}}, sources(), []column[told]{
			{"kind", text, "direct, indirect, mixed", func(x *told) any { return f(x).Statement }},
			{"polarity", text, "affirmed, denied", func(x *told) any { return f(x).Polarity }},
			{"speaker", text, "who said it: English name where one is known", func(x *told) any { return speaker(f(x)) }},
			{"speaker_id", text, "id of the speaker in the directory", func(x *told) any {
				if p := f(x).Speaker; p != nil {
					return p.Entity
				}
				return ""
			}},
			{"side", text, "code of the state or organisation of the speaker", func(x *told) any { return f(x).Side }},
			{"cue", text, "class of the word that reports: say, praise, deny, ...", func(x *told) any { return f(x).Cue }},
			{"channel", text, "way by which it became public", func(x *told) any { return f(x).Channel }},
			{"about", list, "codes of those it is about", func(x *told) any { return f(x).About }},
			{"parties", list, "codes of speaker and those it is about", func(x *told) any { return f(x).Parties }},
			{"confirmed", flag, "a person said that it is right", func(x *told) any { return x.rep.Confirmed }},
			{"rule", text, "rule that drew it from the text", func(x *told) any { return f(x).Rule }},
			{"words", span, "its first words", func(x *told) any { return spanOf(f(x).Words) }},
			{"spans", spans, "all pieces of it, and the word that reports", func(x *told) any { return spansOf(f(x)) }},
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
		{"event", text, "id of the event: key of its first report", func(x *row) any { return x.e.ID }},
		{"act", text, "what is done", func(x *row) any { return x.e.Act }},
		{"type", text, "type of PLOVER", func(x *row) any { return x.e.Type }},
		{"mode", text, "mode of PLOVER", func(x *row) any { return x.e.Mode }},
		{"cameo", text, "code of CAMEO", func(x *row) any { return x.e.CAMEO }},
		{"quad", number, "quad class of PLOVER: 1 and 2 verbal and material cooperation, 3 and 4 verbal and material conflict", func(x *row) any {
			if s := c.scores[[2]string{x.e.Type, ""}]; s.quad != 0 {
				return s.quad
			}
			return nil
		}},
		{"goldstein", decimal, "intensity of the code of CAMEO on Goldstein's scale, -10 to 10", func(x *row) any {
			if g, ok := c.goldstein[x.e.CAMEO]; ok {
				return g
			}
			return nil
		}},
		{"status", text, "the last one known: occurred, ongoing, planned, hypothetical", func(x *row) any { return x.e.Status }},
		{"polarity", text, "affirmed, negated, denied", func(x *row) any { return x.e.Polarity }},
		{"time", text, "when, EDTF, as most reports tell it", func(x *row) any { return x.e.Time }},
		{"time_from", text, "first day of that time, ISO 8601", func(x *row) any { return bound(x.e.Time, true) }},
		{"time_to", text, "last day of that time", func(x *row) any { return bound(x.e.Time, false) }},
		{"place", text, "where, its English name", func(x *row) any { return placeOf(x.e.Place) }},
		{"place_country", text, "code of the state in which that is", func(x *row) any { return countryOf(x.e.Place) }},
		{"visit_kind", text, "state, official, working, private", func(x *row) any { return x.e.VisitKind }},
		{"parties", list, "codes of all who take part", func(x *row) any { return x.e.Parties }},
		{"actors", list, "codes of who acts", func(x *row) any { return codesOf(x.e.Actors) }},
		{"actor_names", list, "their English names", func(x *row) any { return namesOf(x.e.Actors) }},
		{"recipients", list, "codes of who is acted on", func(x *row) any { return codesOf(x.e.Recipients) }},
		{"recipient_names", list, "their English names", func(x *row) any { return namesOf(x.e.Recipients) }},
		{"reports", number, "how many reports tell it", func(x *row) any { return len(x.e.Reports) }},
		{"articles", number, "how many articles, versions of one address counted once", func(x *row) any { return x.e.Articles }},
		{"outlets", number, "how many outlets printed it", func(x *row) any { return x.e.Outlets }},
		{"independent", number, "how many publishers with a text of their own", func(x *row) any { return x.e.Independent }},
		{"contradictions", number, "on how many attributes reports differ", func(x *row) any { return len(x.e.Variations) }},
		{"state", text, "of a promise: how it stands on the day of the export; empty: nobody announced it", func(x *row) any {
			if x.e.Promise == nil {
				return ""
			}
			return x.e.Promise.On(x.r.day()).State
		}},
		{"first_published", text, "day of its first report", func(x *row) any { return published(x.e.Reports, true) }},
		{"last_published", text, "day of its last report", func(x *row) any { return published(x.e.Reports, false) }},
		{"url", link, "address of the first article that has one", func(x *row) any { return firstAddress(x.e.Reports) }},
		{"words", span, "words of its first report, in the article of that report", func(x *row) any { return firstWords(x.e.Reports) }},
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
