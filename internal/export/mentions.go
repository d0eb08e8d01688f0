package export

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/attache-project/attache/record"
)

// MentionColumns lists the 16 columns of GDELT 2.0 mention files, in their order.
func MentionColumns() []string {
	return []string{
		"GlobalEventID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "SentenceID", "Actor1CharOffset",
		"Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
	}
}

// GDELTMentions writes the reports of the events that [GDELT] writes as a GDELT 2.0
// mentions file: 16 columns with tabs between, no header. ActionCharOffset counts
// code points of the original text; it is blank for words of a title. Extras, which
// GDELT keeps free, tells of a report that announces, denies or only considers the
// event: "status:planned".
func GDELTMentions(w io.Writer, r *Record) error {
	if err := r.check(); err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	for i := range r.Events {
		e := &r.Events[i]
		if !happened(e.Status, e.Polarity) {
			continue
		}
		for j := range e.Reports {
			if err := tabbed(out, mention(r, e, &e.Reports[j])); err != nil {
				return fmt.Errorf("writing mentions of event %s for GDELT: %w", e.ID, err)
			}
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing mentions for GDELT: %w", err)
	}
	return nil
}

// Kinds of mention in GDELT.
const (
	mentionWeb      = "1" // MentionIdentifier is an address
	mentionCitation = "2" // it is a citation
)

func mention(r *Record, e *record.Event, rep *record.Report) []string {
	s, f := &rep.Source, &rep.Fact
	kind, name, where := mentionWeb, host(s.URL), address(s.URL)
	if where == "" {
		kind, name, where = mentionCitation, line(s.Outlet), citation(s)
	}
	offset, length := "", ""
	if f.Words.In != "title" {
		offset = strconv.Itoa(f.Words.Start)
	}
	if a := r.article(rep); a != nil {
		length = strconv.Itoa(points(a.Text))
	}
	extras := ""
	switch {
	case f.Polarity != "affirmed":
		extras = "status:" + f.Polarity
	case !happened(f.Status, f.Polarity):
		extras = "status:" + f.Status
	}
	seen := added(r, s)
	if t, err := time.Parse(time.DateOnly, s.Published); err == nil && s.Retrieved == "" {
		seen = t.Format("20060102150405")
	}
	return []string{
		eventID(e.ID), added(r, &e.Reports[0].Source), seen, kind, name, where, "", "", "", offset, "1", "", length, "", "", extras,
	}
}
