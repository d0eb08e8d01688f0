package watch

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func TestOPMLFeeds(t *testing.T) {
	const list = `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head><title>Cancillerías</title></head>
  <body>
    <outline text="En español" language="es-MX">
      <outline type="rss" text="Cancillería &amp; más" title="  Boletín
         diario " xmlUrl="https://cancilleria.example/rss" htmlUrl="https://cancilleria.example/"/>
      <outline text="Agencia Sur" outlet="Agencia Sur">
        <outline type="RSS" text="Mundo" XMLURL="http://sur.example/mundo.xml"/>
        <outline type="atom" text="World" language="en" outlet="Sur in English" xmlUrl="http://sur.example/world.xml"/>
      </outline>
      <outline text="El Faro" xmlUrl="https://faro.example/rss"/>
    </outline>
    <outline text="Новости" xmlUrl="https://novosti.example/лента" language="unknown"/>
    <outline text="again" xmlUrl="https://faro.example/rss"/>
    <outline type="link" text="no feed" url="https://other.example/"/>
  </body>
</opml>`
	got, err := ReadOPML("feeds.opml", strings.NewReader("\ufeff"+list))
	if err != nil {
		t.Fatal(err)
	}
	want := []Feed{
		{"https://cancilleria.example/rss", "Boletín diario", "", "es"},
		{"http://sur.example/mundo.xml", "Mundo", "Agencia Sur", "es"},
		{"http://sur.example/world.xml", "World", "Sur in English", "en"},
		{"https://faro.example/rss", "El Faro", "", "es"},
		{"https://novosti.example/лента", "Новости", "", ""},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
}

func TestOPMLInAnOldEncoding(t *testing.T) {
	const list = `<?xml version="1.0" encoding="windows-1251"?><opml><body><outline text="МИД" xmlUrl="http://mid.example/rss"/></body></opml>`
	b, err := charmap.Windows1251.NewEncoder().String(list)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadOPML("feeds.opml", strings.NewReader(b))
	if err != nil || len(got) != 1 || got[0].Title != "МИД" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestOPMLErrorsNameTheOutlineAndLoseNoOther(t *testing.T) {
	const good = "\n<outline text='good' xmlUrl='http://good.example/'/>\n"
	for _, tt := range []struct {
		name, list string
		want       []string // parts of the error
		feeds      int
	}{
		{"no address", "<opml>" + good + "<outline type='rss' text='Bad one'/>" + good + "</opml>", []string{"list.opml, line 3", `"Bad one"`, "no xmlUrl"}, 1},
		{"a file", "<opml><outline text='Bad' xmlUrl='file:///etc/passwd'/>" + good + "</opml>", []string{"line 1", `"Bad"`, "file:///etc/passwd"}, 1},
		{"no host", "<opml><outline text='Bad' xmlUrl='http:///a'/>" + good + "</opml>", []string{`"Bad"`}, 1},
		{"a broken address", "<opml><outline text='Bad' xmlUrl='http://u:secret@a%zz/'/>" + good + "</opml>", []string{`"Bad"`, "xmlUrl"}, 1},
		{"two of them", "<opml><outline text='A' xmlUrl='x'/>" + good + "<outline text='B' xmlUrl='y'/></opml>", []string{`"A"`, `"B"`, "line 1", "line 3"}, 1},
		{"cut off", "<opml>" + good + "<outline", []string{"list.opml, line 3", "unexpected EOF"}, 1},
		{"not closed", "<opml>" + good, []string{"line 3"}, 1},
		{"wrongly nested", "<opml>" + good + "<outline text='a'></opml>", []string{"line 3"}, 1},
		{"an entity of its own", "<!DOCTYPE opml [<!ENTITY a 'http://a.example/'>]>\n<opml><outline text='a' xmlUrl='&a;'/></opml>", []string{"line 1", "document type"}, 0},
		{"an entity without declaration", "<opml>" + good + "<outline text='&a;' xmlUrl='http://a.example/'/></opml>", []string{"line 3", "entity"}, 1},
		{"another document", "<rss version='2.0'><channel/></rss>", []string{"<rss>, not <opml>"}, 0},
		{"a page", "<!doctype html><title>a</title>", []string{"document type"}, 0},
		{"nothing", "", []string{"line 1", "no <opml>"}, 0},
		{"text", "http://a.example/feed", []string{"no <opml>"}, 0},
		{"an unknown encoding", "<?xml version='1.0' encoding='utf-99'?><opml>" + good + "</opml>", []string{"utf-99"}, 0},
		{"too large", "<opml>" + good + strings.Repeat(" ", maxOPML), []string{"over 8388608 bytes"}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			feeds, err := ReadOPML("list.opml", strings.NewReader(tt.list))
			if err == nil {
				t.Fatal("no error")
			}
			for _, part := range tt.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not hold %q", err, part)
				}
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("%q", err)
			}
			if len(feeds) != tt.feeds {
				t.Errorf("%d feeds, want %d", len(feeds), tt.feeds)
			}
		})
	}
}

func FuzzOPML(f *testing.F) {
	f.Add([]byte(`<opml version="2.0"><body><outline text="a" language="es"><outline xmlUrl="http://a.example/" outlet="A"/></outline></body></opml>`))
	f.Add([]byte(`<?xml version="1.0" encoding="koi8-r"?><opml><outline xmlUrl="http://a.example/"/>`))
	f.Add([]byte(`<!DOCTYPE a [<!ENTITY b "c">]><opml>&b;</opml>`))
	f.Add([]byte(`<opml><outline type="rss"/></outline></opml>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		feeds, err := ReadOPML("fuzz.opml", bytes.NewReader(b))
		seen := map[string]bool{}
		for _, feed := range feeds {
			u, perr := url.Parse(feed.URL)
			if perr != nil || u.Host == "" || seen[feed.URL] {
				t.Errorf("feed %q", feed.URL)
			}
			seen[feed.URL] = true
		}
		if err != nil && !strings.HasPrefix(err.Error(), "reading fuzz.opml, line ") {
			t.Errorf("error %q", err)
		}
	})
}
