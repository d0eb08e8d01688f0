package intake

// Told is what became of one article.
type Told struct {
	Where   string `json:"where"`             // file, file#n, or URL; empty where only Err tells it
	Key     string `json:"key"`               // of the article in the store; empty when it was not read
	New     bool   `json:"new"`               // false: it was there already, or was not read
	Version int    `json:"version,omitempty"` // how many versions of its address are kept
	Copies  int    `json:"copies,omitempty"`  // other articles with nearly the same text
	Facts   int    `json:"facts"`             // found in it; 0 when it was not read, as it was there or could not be
	Error   string `json:"error,omitempty"`   // the text of Err

	Title string `json:"-"` // of the article
	Err   error  `json:"-"` // why it was not read; it names the file or address
}

// failed tells of what could not be read.
func failed(where string, err error) Told {
	return Told{Where: where, Error: err.Error(), Err: err}
}

// A Sum counts what became of articles.
type Sum struct {
	Added    int `json:"added"`
	Known    int `json:"known"`    // there already
	Versions int `json:"versions"` // of those added: another version of the address is kept
	Copies   int `json:"copies"`   // of those added: they have nearly the text of another
	Failed   int `json:"failed"`   // not read
	Facts    int `json:"facts"`    // of those added
}

// Count counts one more article.
func (s *Sum) Count(t *Told) {
	switch {
	case t.Err != nil:
		s.Failed++
		return
	case !t.New:
		s.Known++
		return
	}
	s.Added++
	s.Facts += t.Facts
	if t.Version > 1 {
		s.Versions++
	}
	if t.Copies > 0 {
		s.Copies++
	}
}
