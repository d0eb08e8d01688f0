package desk

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/fetch"
	"github.com/attache-project/attache/internal/intake"
	"github.com/attache-project/attache/internal/source"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/text"
)

// Bounds of what is sent to be added.
const (
	maxUpload = 64 << 20 // bytes of one request
	maxFiles  = 500
	// patience is how long the answer to a pasted text waits for it to be read, so
	// that who pasted it is led to the article itself.
	patience = 4 * time.Second
)

// An addPage holds three forms: for a text, for files, for an address.
type addForm struct {
	By    string            // form that was sent: text, files, address
	Form  map[string]string // what was entered in it
	Wrong map[string]string // by field
	Jobs  []intake.Job      // newest first
	Max   int               // MB that may be sent
}

// pasteFields are the fields of the form for a text, as [intake.FormError] names them.
var pasteFields = []string{"title", "outlet", "published", "lang", "url", "text"}

func addPage(q *request) error { return q.addForm(&addForm{}) }

func (q *request) addForm(p *addForm) error {
	if q.desk.Jobs == nil {
		return fmt.Errorf("this desk takes no articles: %w", store.ErrNotFound)
	}
	p.Max = maxUpload >> 20
	if p.Form == nil {
		p.Form = map[string]string{}
	}
	for _, name := range append([]string{"address"}, pasteFields...) {
		p.Form[name] += ""
	}
	if len(p.Wrong) > 0 {
		q.status = http.StatusBadRequest
	}
	p.Jobs = q.desk.Jobs.List()
	p.Jobs = p.Jobs[:min(len(p.Jobs), 8)]
	return q.render("add", q.cat.Text("nav.add"), p)
}

// addArticles takes what one of the forms sent, as the field "by" of the address tells.
func addArticles(q *request) error {
	if q.desk.Jobs == nil {
		return fmt.Errorf("this desk takes no articles: %w", store.ErrNotFound)
	}
	var err error
	access.Limit(maxUpload+1<<20, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		q.r = r
		switch by := r.URL.Query().Get("by"); by {
		case "text":
			err = q.addText()
		case "files":
			err = q.addFiles()
		case "address":
			err = q.addAddress()
		default:
			err = errBad{fmt.Errorf("by: want text, files or address, found %q", by)}
		}
	})).ServeHTTP(q.w, q.r)
	return tooLarge(err)
}

// errTooLarge marks a request with more in it than is taken.
type errTooLarge struct{ error }

// tooLarge marks the error of a body that was cut off; others are as they were.
func tooLarge(err error) error {
	if isTooLarge(err) {
		return errTooLarge{err}
	}
	return err
}

func isTooLarge(err error) bool {
	_, cut := errors.AsType[*http.MaxBytesError](err)
	return cut || errors.Is(err, source.ErrTooLarge)
}

func (q *request) addText() error {
	if err := q.r.ParseMultipartForm(1 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		if isTooLarge(err) {
			return errTooLarge{err}
		}
		return errBad{fmt.Errorf("reading the form: %w", err)}
	}
	if q.r.MultipartForm != nil {
		defer func() { _ = q.r.MultipartForm.RemoveAll() }()
	}
	p := &addForm{By: "text", Form: map[string]string{}, Wrong: map[string]string{}}
	for _, name := range pasteFields {
		p.Form[name] = q.r.PostFormValue(name)
	}
	items, err := intake.Text(text.Article{
		Title: p.Form["title"], Outlet: p.Form["outlet"], Published: p.Form["published"], Lang: p.Form["lang"], URL: p.Form["url"],
		Text: strings.ReplaceAll(p.Form["text"], "\r\n", "\n"),
	})
	if form, ok := errors.AsType[*intake.FormError](err); ok {
		for name, err := range form.Fields {
			p.Wrong[name] = q.wrongField(name, err)
		}
		return q.addForm(p)
	}
	if err != nil {
		return err
	}
	what := cmp.Or(strings.Join(strings.Fields(p.Form["title"]), " "), shorten(60, strings.Join(strings.Fields(p.Form["text"]), " ")))
	id, err := q.start(intake.Work{What: what, By: q.who.Name, Items: items, Total: 1})
	if err != nil {
		return err
	}
	return q.redirect(q.led(id))
}

// led returns where to lead who pasted one text: to its article when it was read
// soon, else to the progress of the job.
func (q *request) led(id string) string {
	to := "/add/" + id
	end := time.NewTimer(patience)
	defer end.Stop()
	for {
		changed := q.desk.Jobs.Changed(id)
		j, ok := q.desk.Jobs.Job(id)
		if !ok {
			return to
		}
		if j.Over() {
			if len(j.Told) == 1 && j.Told[0].New && j.Told[0].Key != "" {
				return "/articles/" + j.Told[0].Key
			}
			return to
		}
		select {
		case <-changed:
		case <-end.C:
			return to
		case <-q.r.Context().Done():
			return to
		}
	}
}

// wrongField tells what is wrong with a field of the form for a text.
func (q *request) wrongField(name string, err error) string {
	switch {
	case errors.Is(err, text.ErrEmpty):
		return q.cat.Text("add.want.text")
	case errors.Is(err, text.ErrBinary):
		return q.cat.Text("add.want.readable")
	case errors.Is(err, source.ErrTooLarge):
		return q.cat.Text("add.want.smaller")
	}
	switch name {
	case "url":
		return q.wrongAddress(err)
	case "published":
		return q.cat.Text("want.day")
	case "lang":
		return q.cat.Text("add.want.lang")
	}
	return err.Error()
}

// wrongAddress tells what is wrong with an address.
func (q *request) wrongAddress(err error) string {
	switch {
	case errors.Is(err, fetch.ErrScheme):
		return q.cat.Text("add.want.scheme")
	case errors.Is(err, fetch.ErrCredentials):
		return q.cat.Text("add.want.nopassword")
	}
	return q.cat.Text("add.want.address")
}

// addFiles takes the files of a form one after the other, without holding more of
// them in memory than a spool does.
func (q *request) addFiles() error {
	form, err := q.r.MultipartReader()
	if err != nil {
		return errBad{fmt.Errorf("reading the form: %w", err)}
	}
	var spools []*intake.Spool
	closeAll := func() {
		for _, s := range spools {
			_ = s.Close()
		}
	}
	var all []intake.Items
	var first string
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && part.FileName() != "" {
			if len(spools) == maxFiles {
				err = errTooLarge{fmt.Errorf("more than %d files", maxFiles)}
			} else {
				err = q.spool(part, &spools, &all)
			}
			first = cmp.Or(first, part.FileName())
		}
		if err != nil {
			closeAll()
			if isTooLarge(err) {
				return errTooLarge{err}
			}
			if _, ok := errors.AsType[errTooLarge](err); ok {
				return err
			}
			return errBad{fmt.Errorf("receiving files: %w", err)}
		}
	}
	if len(all) == 0 {
		return q.addForm(&addForm{By: "files", Wrong: map[string]string{"files": q.cat.Text("add.want.files")}})
	}
	what := shorten(80, first)
	if len(all) > 1 {
		what = q.cat.Count("add.files", len(all)-1, what)
	}
	id, err := q.start(intake.Work{What: what, By: q.who.Name, Items: intake.Join(all...), Close: closeAll})
	if err != nil {
		return err
	}
	return q.redirect("/add/" + id)
}

func (q *request) spool(part *multipart.Part, spools *[]*intake.Spool, all *[]intake.Items) error {
	s, err := intake.NewSpool(part, maxUpload)
	if err != nil {
		return err
	}
	*spools = append(*spools, s)
	*all = append(*all, q.desk.Taker.Bytes(part.FileName(), part.Header.Get("Content-Type"), s.Reader()))
	return nil
}

func (q *request) addAddress() error {
	address := strings.TrimSpace(q.r.PostFormValue("address"))
	if err := intake.CheckAddress(address); err != nil {
		return q.addForm(&addForm{By: "address", Form: map[string]string{"address": address}, Wrong: map[string]string{"address": q.wrongAddress(err)}})
	}
	id, err := q.start(intake.Work{What: address, By: q.who.Name, Items: q.desk.Taker.Address(address)})
	if err != nil {
		return err
	}
	return q.redirect("/add/" + id)
}

// start starts a job.
func (q *request) start(w intake.Work) (string, error) {
	id, err := q.desk.Jobs.Start(w)
	if errors.Is(err, intake.ErrTooMany) {
		return "", errBusy{err}
	}
	return id, err
}

// errBusy marks a request that can be made again later.
type errBusy struct{ error }
