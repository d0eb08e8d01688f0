package desk

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/attache-project/attache/internal/ask"
)

// How far a ledger looks around its day unless told, at most, and how many promises
// a page shows.
const (
	ledgerDays  = 365
	ledgerMost  = 36500
	pledgesPage = 50
)

// A ledgerPage is how promises stand.
type ledgerPage struct {
	sides
	*ask.Ledger
	Names   []string
	Form    url.Values
	Days    string
	Undated bool
	Tabs    []countedTab
	File    string // address of the calendar
	paging
}

// A countedTab leads to one part of a list.
type countedTab struct {
	tab
	Count int
	State string
}

func ledger(q *request) error {
	form := given(q.r.URL.Query())
	p := &ledgerPage{sides: q.sidesOf(form), Form: form, Days: form.Get("days"), Undated: form.Get("undated") != ""}
	on := q.dayOf(form, "on", p.Wrong)
	want := ask.LedgerQuery{On: on, Days: ledgerDays, Undated: p.Undated, Pair: p.Pair, State: form.Get("state"), Limit: pledgesPage}
	if p.Days != "" {
		n, err := strconv.Atoi(p.Days)
		if err != nil || n < 1 || n > ledgerMost {
			p.Wrong["days"] = q.cat.Text("want.days", ledgerMost)
		} else {
			want.Days = n
		}
	} else {
		p.Days = strconv.Itoa(ledgerDays)
	}
	if s := form.Get("offset"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 {
			return errBad{&strconv.NumError{Func: "reading", Num: s, Err: strconv.ErrSyntax}}
		}
		want.Offset = n
	}
	var err error
	if p.Names, err = q.stateNames(); err != nil {
		return err
	}
	if len(p.Wrong) > 0 {
		q.status = http.StatusBadRequest
		return q.render("ledger", q.cat.Text("nav.ledger"), p)
	}
	if p.Ledger, err = q.desk.Record.LedgerOf(q.r.Context(), want); err != nil {
		return err
	}
	p.Tabs = append(p.Tabs, countedTab{tab{q.cat.Text("all"), narrow("/ledger", without(form, "offset"), "state", ""), want.State == ""}, p.All, ""})
	for _, s := range p.States {
		p.Tabs = append(p.Tabs, countedTab{tab{q.cat.Term("states", s.Value), narrow("/ledger", form, "state", s.Value), want.State == s.Value}, s.Count, s.Value})
	}
	p.paging = pagesBeside("/ledger", form, want.Offset, pledgesPage, p.More)
	p.File = p.calendarFile(q.cat.Lang)
	title := q.cat.Text("nav.ledger")
	if t := p.Title(); t != "" {
		title += ": " + t
	}
	return q.render("ledger", title, p)
}

// calendarFile is the address of the promises of the sides as a calendar.
func (s *sides) calendarFile(lang string) string {
	v := s.Values()
	v.Set("lang", lang)
	return "/calendar.ics?" + v.Encode()
}

// without returns values but for one.
func without(v url.Values, name string) url.Values {
	out := url.Values{}
	for k, vs := range v {
		if k != name {
			out[k] = vs
		}
	}
	return out
}
