package export

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

const hostile = `"><img src=x onerror=alert(1)><script>alert(1)</script>` + "\x00\x1b & ]]>"

func sampleFeed() *Feed {
	day := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	return &Feed{
		ID: FeedID("search", "act=visit"), Title: "Visitas " + hostile, Lang: "es", Home: "http://127.0.0.1:8044/search?act=visit&hl=es",
		Self: "http://127.0.0.1:8044/search.atom?act=visit&hl=es", Updated: day,
		Items: []Item{
			{
				ID: FeedID("fact", "0123456789abcdef"), Title: "Visita " + hostile, Link: "http://127.0.0.1:8044/articles/1#f-2",
				Outside: "https://faro.example/a", Summary: "previsto", Words: "viajará " + hostile, Lang: "es", Outlet: "El Faro " + hostile,
				Published: day, Updated: day.Add(time.Hour), Tags: []string{"visit"},
			},
			{ID: FeedID("article", "0123456789abcdef"), Title: "sin nada", Link: "http://127.0.0.1:8044/articles/1", Outside: "javascript:alert(1)", Updated: day},
		},
	}
}

func TestFeedsAreReadByAReaderOfFeeds(t *testing.T) {
	for name, write := range map[string]func(io.Writer, *Feed) error{"atom": Atom, "json": JSONFeed} {
		t.Run(name, func(t *testing.T) {
			want := sampleFeed()
			var b bytes.Buffer
			if err := write(&b, want); err != nil {
				t.Fatal(err)
			}
			f, err := gofeed.NewParser().Parse(bytes.NewReader(b.Bytes()))
			if err != nil {
				t.Fatalf("%v in\n%s", err, b.String())
			}
			if len(f.Items) != 2 || f.Link != want.Home || f.FeedLink != want.Self || f.Language != "es" {
				t.Fatalf("feed %+v", f)
			}
			it := f.Items[0]
			if it.GUID != want.Items[0].ID || it.Link != want.Items[0].Link || !strings.HasPrefix(it.Title, `Visita "><img src=x`) {
				t.Errorf("item %+v", it)
			}
			if !it.UpdatedParsed.Equal(want.Items[0].Updated) || !it.PublishedParsed.Equal(want.Items[0].Published) {
				t.Errorf("times %v, %v", it.UpdatedParsed, it.PublishedParsed)
			}
			if name == "json" && f.Items[1].PublishedParsed != nil { // of Atom the reader takes the other time
				t.Errorf("an item without a day of publication has one: %v", f.Items[1].PublishedParsed)
			}
			if strings.Contains(b.String(), "javascript:") {
				t.Error("an address that is none of the web is in the feed")
			}
			if strings.ContainsAny(b.String(), "\x00\x1b") {
				t.Error("control characters are in the feed")
			}
		})
	}
}

func TestAnEmptyFeedIsOne(t *testing.T) {
	f := &Feed{ID: FeedID("search", ""), Title: "nada", Updated: time.Unix(0, 0)}
	var b bytes.Buffer
	if err := JSONFeed(&b, f); err != nil || !strings.Contains(b.String(), `"items":[]`) {
		t.Errorf("%s, %v; want an empty list of items", b.String(), err)
	}
	b.Reset()
	if err := Atom(&b, f); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<id>urn:uuid:", "<updated>1970-01-01T00:00:00Z</updated>", "<author>"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in %s", want, b.String())
		}
	}
}

func TestFeedIDsAreUUIDsThatStay(t *testing.T) {
	const want = "urn:uuid:"
	a, b := FeedID("fact", "0123456789abcdef"), FeedID("article", "0123456789abcdef")
	if a == b || a != FeedID("fact", "0123456789abcdef") || !strings.HasPrefix(a, want) || len(a) != len(want)+36 {
		t.Errorf("%s, %s", a, b)
	}
	if a[len(want)+14] != '8' || !strings.ContainsRune("89ab", rune(a[len(want)+19])) {
		t.Errorf("%s is no UUID of version 8", a)
	}
}

func TestNetworksAreXMLWithoutForeignMarkup(t *testing.T) {
	n := &Network{
		Title: "quién " + hostile,
		Nodes: []NetworkNode{{"KAZ", "Kazajistán " + hostile, 3}, {"RUS", "Rusia", 2}},
		Edges: []NetworkEdge{{"KAZ", "RUS", 2, "2025-06-01", []NetworkAct{{"visit", 2}, {"sign", 1}}}},
	}
	for name, c := range map[string]struct {
		write func(io.Writer, *Network) error
		want  []string
	}{
		"graphml": {GraphML, []string{`<key id="e-act-visit" for="edge" attr.name="visit" attr.type="int">`, `<edge source="KAZ" target="RUS">`, `<data key="e-last">2025-06-01</data>`}},
		"gexf":    {GEXF, []string{`<attribute id="act-sign" title="sign" type="integer">`, `source="KAZ" target="RUS" weight="2"`, `label="Rusia"`}},
	} {
		var b bytes.Buffer
		if err := c.write(&b, n); err != nil {
			t.Fatal(err)
		}
		for _, want := range c.want {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s: no %s in\n%s", name, want, b.String())
			}
		}
		d := xml.NewDecoder(&b)
		for {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if e, ok := tok.(xml.StartElement); ok && (e.Name.Local == "script" || e.Name.Local == "img") {
				t.Errorf("%s: markup of a name became an element", name)
			}
		}
	}
}

func TestJSONFeedsAreOfVersionOneOne(t *testing.T) {
	var b bytes.Buffer
	if err := JSONFeed(&b, sampleFeed()); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Version string
		Items   []struct {
			ID   string
			Text *string `json:"content_text"`
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil || got.Version != "https://jsonfeed.org/version/1.1" {
		t.Fatalf("%+v, %v", got, err)
	}
	for _, it := range got.Items {
		if it.ID == "" || it.Text == nil {
			t.Errorf("an item without what the format wants: %+v", it)
		}
	}
}
