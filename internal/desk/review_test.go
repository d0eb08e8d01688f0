package desk_test

import (
	"encoding/csv"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/attache-project/attache/record"
)

func TestReviewShowsWhatIsDoubtful(t *testing.T) {
	d := newDesk(t, newAccounts(t), "stories/*/*.txt")
	curator, rosa := d.logIn(t, "carlos", password), d.logIn(t, "rosa", password)
	for _, c := range []struct {
		name, target, lang, who string
		status                  int
		says, not               []string
	}{
		{"a curator", "/review", "en", curator, 200, []string{"reports differ: ", "The values side by side", ">Confirm</button>", "name=\"reason\"", `lang="ru"`, "Older →"}, nil},
		{"in Spanish", "/review", "es", curator, 200, []string{"las noticias difieren: ", "Los valores, lado a lado", ">Confirmar</button>", "noticias."}, []string{"reports differ", "joined."}},
		{"a reader", "/review", "en", rosa, 200, []string{"reports differ: ", "needs the role of a curator"}, []string{"<textarea", "/corrections\"", "keys-dialog"}},
		{"a pair", "/review?a=Ir%C3%A1n&b=USA", "en", curator, 200, []string{"Iran"}, []string{"Mercosur"}},
		{"a pair without doubts", "/review?a=PER&b=NZL", "es", curator, 200, []string{"Nada en el registro es dudoso."}, []string{"<article"}},
		{"nobody", "/review?a=Narnia", "es", curator, 400, []string{"se espera un Estado u organización", `value="Narnia"`}, []string{"<article", "Nada en"}},
		{"beyond the end", "/review?from=100000", "en", curator, 200, []string{"Nothing more is doubtful.", "← The newest"}, []string{"<article"}},
		{"no place", "/review?from=x", "en", curator, 400, nil, nil},
		{"a hostile name", "/review?a=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "en", curator, 400, []string{"&#34;&gt;&lt;script&gt;"}, []string{"<script>alert"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, page := d.ask(t, c.target, nil, c.who, "Accept-Language: "+c.lang)
			if res.StatusCode != c.status {
				t.Errorf("%d, want %d", res.StatusCode, c.status)
			}
			says(t, page, c.says...)
			for _, bad := range c.not {
				if strings.Contains(page, bad) {
					t.Errorf("the page says %q", bad)
				}
			}
		})
	}
}

// The pages of the queue hold every doubt once, each settled by confirming it.
func TestQueueIsWorkedOff(t *testing.T) {
	d := newDesk(t, nil, "stories/talks-usa-iran/*.txt")
	action := regexp.MustCompile(`action="(/facts/[0-9a-f]+/corrections)"`)
	next := regexp.MustCompile(`<a rel="next" href="([^"]+)"`)
	left := func() (actions []string) {
		for at := "/review"; at != ""; {
			_, page := d.ask(t, at, nil)
			for _, m := range action.FindAllStringSubmatch(page, -1) {
				actions = append(actions, m[1])
			}
			at = ""
			if m := next.FindStringSubmatch(page); m != nil {
				at = strings.ReplaceAll(m[1], "&amp;", "&")
			}
		}
		return actions
	}
	n := len(left())
	if n < 2 {
		t.Fatalf("%d doubts prove nothing", n)
	}
	for range n {
		as := left()
		if len(as) == 0 {
			return
		}
		if res, _ := d.ask(t, as[0], url.Values{"action": {"confirm"}, "back": {"/review"}}); res.StatusCode != 303 {
			t.Fatalf("%s: %d", as[0], res.StatusCode)
		}
		if now := left(); len(now) >= len(as) {
			t.Fatalf("%d doubts after confirming one of %d", len(now), len(as))
		}
	}
	if as := left(); len(as) != 0 {
		t.Errorf("%d doubts are left", len(as))
	}
}

func TestLogTellsWhatPeopleSaid(t *testing.T) {
	d := newDesk(t, nil, "stories/talks-usa-iran/*.txt")
	f, g := d.factOf(t, record.KindEvent), d.factOf(t, record.KindStatement)
	for _, form := range []url.Values{
		{"action": {"confirm"}}, {"action": {"reject"}, "reason": {`=HYPERLINK("x") <b>no</b>`}},
		{"action": {"correct"}, "was-status": {"x"}, "status": {"hypothetical"}, "reason": {"quizá"}},
	} {
		if res, _ := d.ask(t, "/facts/"+f.Key+"/corrections", form); res.StatusCode != 303 {
			t.Fatalf("%v: %d", form, res.StatusCode)
		}
	}
	d.ask(t, "/facts/"+g.Key+"/corrections", url.Values{"action": {"confirm"}})
	d.ask(t, "/corrections/2/undo", url.Values{})
	for _, c := range []struct {
		target, lang string
		status       int
		says         []string
		rows         int
	}{
		{"/log", "en", 200, []string{"4 corrections", "<s>reject</s>", "undone by ana", "correct: Status = hypothetical", "&lt;b&gt;no&lt;/b&gt;"}, 4},
		{"/log", "es", 200, []string{"4 correcciones", "<s>rechazar</s>", "deshecha por ana", "corregir: Estado = hipotético", "vigente"}, 4},
		{"/log?fact=" + f.Key, "en", 200, []string{"3 corrections"}, 3},
		{"/log?action=confirm", "en", 200, []string{"2 corrections"}, 2},
		{"/log?author=ana&action=reject", "en", 200, []string{"1 correction"}, 1},
		{"/log?author=luis", "es", 200, []string{"No hay correcciones que coincidan."}, 0},
		{"/log?fact=zzz", "es", 400, []string{"No hay ningún hecho con esta clave.", `value="zzz"`}, 0},
		{"/log?offset=9999", "en", 200, nil, 0},
		{"/log?offset=-1", "en", 200, nil, 4},
	} {
		res, page := d.ask(t, c.target, nil, "Accept-Language: "+c.lang)
		if res.StatusCode != c.status || strings.Count(page, `<th scope="row" class="narrow">`) != c.rows {
			t.Errorf("%s: %d with %d rows, want %d with %d", c.target, res.StatusCode, strings.Count(page, `<th scope="row" class="narrow">`), c.status, c.rows)
		}
		says(t, page, c.says...)
	}
	res, body := d.ask(t, "/log.csv?fact="+f.Key, nil)
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || len(rows) != 4 || res.Header.Get("Content-Disposition") != `attachment; filename="corrections.csv"` {
		t.Fatalf("%d rows, %v, %q", len(rows), err, res.Header.Get("Content-Disposition"))
	}
	if r := rows[2]; r[0] != "2" || r[3] != "reject" || r[11] != `'=HYPERLINK("x") <b>no</b>` || r[13] != "ana" {
		t.Errorf("row %q", r)
	}
	if res, _ := d.ask(t, "/log.csv?fact=zzz", nil); res.StatusCode != 404 {
		t.Errorf("a log of no fact: %d", res.StatusCode)
	}
}
