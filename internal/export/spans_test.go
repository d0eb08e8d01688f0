package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/attache-project/attache/record"
	"github.com/attache-project/attache/text"
)

// stands fails unless words stand in an article from start to end. same says how a
// format writes the words of an article.
func stands(t *testing.T, what string, a *Article, in string, start, end int, words string, same func(string) string) {
	t.Helper()
	whole := []rune(a.Text)
	if in == "title" {
		whole = []rune(a.Source.Title)
	}
	if start < 0 || end > len(whole) || start > end {
		t.Errorf("%s: %d–%d is outside of the %s of %d code points", what, start, end, in, len(whole))
		return
	}
	if got := same(string(whole[start:end])); got != words {
		t.Errorf("%s: at %d–%d of the %s stands %q, exported was %q", what, start, end, in, got, words)
	}
}

func verbatim(s string) string { return s }

// spread returns the story with words of more than Limit code points, cut inside
// a letter of two code points, and with the digests that its texts then have.
func spread(t testing.TB) *Record {
	r := story(t)
	long := strings.Repeat("año\u0303 🙂 «", 300)
	for _, rep := range []int{0} {
		s := &r.Statements[rep]
		a := *r.Articles[s.Source.Key]
		a.Text += long
		a.SHA256 = text.Digest(a.Text)
		r.Articles[s.Source.Key] = &a
		s.Fact.Words = at(t, a.Text, long)
		s.Fact.Spans = append(s.Fact.Spans, s.Fact.Words)
	}
	return r
}

func TestSpansOfJSONLinesStand(t *testing.T) {
	r := spread(t)
	n := 0
	for _, table := range Tables() {
		for _, row := range lines(t, export(t, r, "jsonl", Options{Table: table})) {
			a := r.Articles[str(row["article"])]
			if a == nil { // rows of events: the article of the first report
				for i := range r.Events {
					if r.Events[i].ID == row["event"] {
						a = r.article(&r.Events[i].Reports[0])
					}
				}
				for i := range r.Levels {
					if r.Levels[i].ID == row["level_id"] {
						a = r.article(&r.Levels[i].Reports[0])
					}
				}
			}
			spans, _ := row["spans"].([]any)
			if row["words"] != nil {
				spans = append(spans, row["words"])
			}
			for _, s := range spans {
				n++
				in, start, end, words := str(get(s, "in")), num(get(s, "start")), num(get(s, "end")), str(get(s, "text"))
				stands(t, table, a, in, start, end, words, verbatim)
				if length := num(get(s, "length")); points(words) > Limit || length < end-start || length > end-start && points(words) < Limit-8 {
					t.Errorf("%s: %d code points of %d from %d to %d", table, points(words), length, start, end)
				}
			}
		}
	}
	if n < 30 {
		t.Errorf("only %d spans were looked at", n)
	}
}

func str(v any) string { s, _ := v.(string); return s }

func num(v any) int { f, _ := v.(float64); return int(f) }

func TestSpansOfCSVAndParquetStand(t *testing.T) {
	r := spread(t)
	for _, table := range []string{"reports", "statements"} {
		rows, err := csv.NewReader(bytes.NewReader(export(t, r, "csv", Options{Table: table}))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		column := map[string]int{}
		for i, name := range rows[0] {
			column[name] = i
		}
		b := export(t, r, "parquet", Options{Table: table})
		f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, c := range f.Schema().Columns() {
			names = append(names, c[0])
		}
		if strings.Join(names, " ") != strings.Join(rows[0], " ") {
			t.Errorf("columns of Parquet %q, of CSV %q", names, rows[0])
		}
		if int(f.NumRows()) != len(rows)-1 {
			t.Errorf("%d rows of Parquet, %d of CSV", f.NumRows(), len(rows)-1)
		}
		values := make([]parquet.Row, len(rows)-1)
		if n, _ := parquet.NewReader(f).ReadRows(values); n != len(values) {
			t.Fatalf("%s: %d rows read, want %d", table, n, len(values))
		}
		for i, row := range rows[1:] {
			a := r.Articles[row[column["article"]]]
			start, end := atoi(t, row[column["words_start"]]), atoi(t, row[column["words_end"]])
			stands(t, "csv "+table, a, row[column["words_in"]], start, end, row[column["words"]], safe)
			v := values[i]
			if got := int(v[column["words_start"]].Int64()); got != start {
				t.Errorf("parquet %s: start %d, of CSV %d", table, got, start)
			}
			stands(t, "parquet "+table, a, "text", start, end, v[column["words"]].String(), verbatim)
		}
	}
}

func TestSpansOfEventDataAndLinkedDataStand(t *testing.T) {
	r := spread(t)
	article := func(url string) *Article {
		for _, a := range r.Articles {
			if sourceIRI(&a.Source, a) == url {
				return a
			}
		}
		t.Fatalf("%q is no article", url)
		return nil
	}
	reports := map[string]told{}
	for x := range r.reports() {
		reports[x.rep.Fact.Key] = x
	}
	for _, p := range lines(t, export(t, r, "plover", Options{})) {
		for _, s := range p["attache_spans"].([]any) {
			x := reports[str(get(s, "report"))]
			stands(t, "plover", r.article(x.rep), str(get(s, "words", "in")), num(get(s, "words", "start")), num(get(s, "words", "end")), str(get(s, "words", "text")), verbatim)
		}
		if u := str(get(p, "cite_info", "url")); u != "" {
			stands(t, "plover", article(u), "text", num(get(p, "text_info", "start")), num(get(p, "text_info", "end")), str(p["text"]), verbatim)
		}
	}
	var ld map[string]any
	if err := json.Unmarshal(export(t, r, "jsonld", Options{}), &ld); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, node := range ld["@graph"].([]any) {
		if get(node, "attache:start") == nil {
			continue
		}
		n++
		u := str(get(node, "isPartOf")) + str(get(node, "appearance"))
		stands(t, "jsonld", article(u), str(get(node, "attache:in")), num(get(node, "attache:start")), num(get(node, "attache:end")), str(get(node, "text")), verbatim)
	}
	if n != len(r.Statements) {
		t.Errorf("%d statements as linked data, want %d", n, len(r.Statements))
	}
}

// strs calls f for every string in a value of JSON, and its key.
func strs(v any, key string, f func(key, s string)) {
	switch v := v.(type) {
	case string:
		f(key, v)
	case []any:
		for _, x := range v {
			strs(x, key, f)
		}
	case map[string]any:
		for k, x := range v {
			if k != "@context" {
				strs(x, k, f)
			}
		}
	}
}

// fields calls f for every field that a form has in b.
func fields(t testing.TB, form string, b []byte, f func(key, s string)) {
	t.Helper()
	name, _, _ := strings.Cut(form, " ")
	switch name {
	case "csv":
		rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			for i, v := range row {
				f(rows[0][i], v)
			}
		}
	case "gdelt", "gdelt-planned", "gdelt-mentions":
		for line := range strings.Lines(string(b)) {
			for v := range strings.SplitSeq(strings.TrimSuffix(line, "\n"), "\t") {
				f("", v)
			}
		}
	case "ical":
		for line := range strings.SplitSeq(strings.ReplaceAll(string(b), "\r\n ", ""), "\r\n") {
			key, v, _ := strings.Cut(line, ":")
			f(key, strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\;`, ";", `\,`, ",").Replace(v))
		}
	case "parquet":
		file, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		rows := make([]parquet.Row, file.NumRows())
		if n, _ := parquet.NewReader(file).ReadRows(rows); n != len(rows) {
			t.Fatalf("%d rows read, want %d", n, len(rows))
		}
		for _, row := range rows {
			for _, v := range row {
				if v.Kind() == parquet.ByteArray {
					f(file.Schema().Columns()[v.Column()][0], v.String())
				}
			}
		}
	case "webannotation", "jsonld":
		var v any
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatal(err)
		}
		strs(v, "", f)
	default:
		for _, v := range lines(t, b) {
			strs(v, "", f)
		}
	}
}

func TestNoFieldHoldsMoreThanAShortQuotation(t *testing.T) {
	r := spread(t)
	whole := strings.Repeat("palabra ", 400)
	for i := range r.Events {
		e := &r.Events[i]
		for j := range e.Reports {
			s := &e.Reports[j].Source
			s.Title, s.Outlet, s.Agency = whole, whole, whole
			e.Reports[j].Fact.Rule = "r"
		}
		for _, ps := range [][]record.Party{e.Actors, e.Recipients} {
			for k := range ps {
				ps[k].Name = whole
			}
		}
		if e.Place != nil {
			e.Place = &record.Place{Name: whole}
		}
	}
	for i := range r.Statements {
		s := &r.Statements[i]
		s.Source.Title, s.Source.Outlet = whole, whole
		s.Fact.Speaker = &record.Party{Name: whole}
	}
	for key, a := range r.Articles {
		b := *a
		b.Byline = whole
		r.Articles[key] = &b
	}
	for form, o := range forms() {
		fields(t, form, export(t, r, form, o), func(key, s string) {
			// What is joined in one cell is clipped piece by piece.
			if n := points(s); n > Limit+1 && !strings.HasSuffix(key, "_names") && key != "outlets" {
				t.Errorf("%s: field %s holds %d code points: %.60q", form, key, n, s)
			}
		})
	}
}
