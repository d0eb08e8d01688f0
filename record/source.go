package record

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
)

// A Source is an article as the record knows it.
type Source struct {
	Key        string `json:"key"` // see [ArticleKey]
	URL        string `json:"url,omitempty"`
	Outlet     string `json:"outlet,omitempty"`
	Agency     string `json:"agency,omitempty"`
	Title      string `json:"title,omitempty"`
	Lang       string `json:"lang,omitempty"`      // ISO 639-1
	Published  string `json:"published,omitempty"` // ISO 8601 date
	Retrieved  string `json:"retrieved,omitempty"` // RFC 3339, UTC
	Family     string `json:"family,omitempty"`    // smallest key among the articles with nearly the same text; its own or "" where there are none
	Superseded bool   `json:"superseded,omitempty"`
}

// ArticleKey returns the key of an article: 16 hexadecimal digits over its
// address (without one: its outlet and date), title and text. The same text at
// two addresses is two articles; another text at one address is another version
// with a key of its own.
func ArticleKey(url, outlet, published, title, text string) string {
	where := url
	if where == "" {
		where = outlet + "\n" + published
	}
	return digest(where, title, text)
}

// digest returns 16 hexadecimal digits over strings none of which holds a zero
// byte.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Publisher is who stands behind the source for counting: the agency whose text
// it prints, else the outlet.
func (s *Source) Publisher() string { return cmp.Or(s.Agency, s.Outlet, s.Key) }

// family is what the source counts as: the first of its near-duplicates.
func (s *Source) family() string { return cmp.Or(s.Family, s.Key) }
