package sqlite

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"

	"github.com/attache-project/attache/record"
)

// mostRecent is how many articles have their bands in memory alone, about 16 MB of
// them.
const mostRecent = 8192

// recent holds the bands of the articles that were added last, of this program or
// another one. Only what was committed is in it: it is brought up to date at the
// beginning of a transaction.
type recent struct {
	first, last int64 // numbers of the articles in table recent
	bands       map[int64][]int64
}

// A latest article is a row of table recent.
type latest struct {
	seq, article int64
	signature    record.Signature
}

// recentEnds selects the numbers of the first and the last of the recent articles.
const recentEnds = `SELECT (SELECT min(seq) FROM recent), (SELECT max(seq) FROM recent)`

// sharing returns the articles that have one of some bands.
func (r *recent) sharing(q *session, hashes []int64) ([]int64, error) {
	if err := r.update(q); err != nil {
		return nil, err
	}
	list, err := json.Marshal(hashes)
	if err != nil {
		return nil, err
	}
	ids, err := collect(q, value[int64], `SELECT DISTINCT band.article FROM json_each(?) AS h CROSS JOIN band ON band.hash = h.value`, string(list))
	if err != nil {
		return nil, err
	}
	out := map[int64]bool{}
	for _, id := range ids {
		out[id] = true
	}
	for _, h := range hashes {
		for _, id := range r.bands[h] {
			out[id] = true
		}
	}
	return slices.Sorted(maps.Keys(out)), nil
}

// update reads what was added since the last time.
func (r *recent) update(q *session) error {
	var first, last sql.NullInt64
	if err := q.one(into(&first, &last), recentEnds); err != nil {
		return err
	}
	if r.bands == nil || !first.Valid || first.Int64 != r.first || last.Int64 < r.last {
		*r = recent{first: first.Int64, bands: map[int64][]int64{}}
	}
	rows, err := rowsAfter(q, r.last)
	for _, l := range rows {
		for _, h := range l.signature.Bands() {
			r.bands[h] = append(r.bands[h], l.article)
		}
		r.last = l.seq
	}
	return err
}

func rowsAfter(q *session, seq int64) ([]latest, error) {
	return collect(q, func(rows *sql.Rows) (l latest, err error) {
		var sig []byte
		if err := rows.Scan(&l.seq, &l.article, &sig); err != nil {
			return l, err
		}
		l.signature, err = record.ParseSignature(sig)
		return l, err
	}, `SELECT seq, article, signature FROM recent WHERE seq > ? ORDER BY seq`, seq)
}

// add keeps the bands of articles. When there are many, all are written to the
// table of bands, sorted, as they lie there.
func (r *recent) add(q *session, ps []*prepared) error {
	out := &rows{q: q, width: 2, head: `INSERT INTO recent (article, signature) VALUES`}
	for _, p := range ps {
		if err := out.add(p.id, p.signature); err != nil {
			return err
		}
	}
	if err := out.flush(); err != nil {
		return err
	}
	var first, last sql.NullInt64
	if err := q.one(into(&first, &last), recentEnds); err != nil {
		return err
	}
	if last.Int64-first.Int64 < mostRecent {
		return nil
	}
	return putBands(q)
}

// putBands moves the bands of the recent articles to the table of bands.
func putBands(q *session) error {
	ls, err := rowsAfter(q, 0)
	if err != nil {
		return err
	}
	var bands [][2]int64
	for i := range ls {
		for _, h := range ls[i].signature.Bands() {
			bands = append(bands, [2]int64{h, ls[i].article})
		}
	}
	slices.SortFunc(bands, func(x, y [2]int64) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	out := &rows{q: q, width: 2, head: `INSERT INTO band (hash, article) VALUES`}
	for _, x := range slices.Compact(bands) {
		if err := out.add(x[0], x[1]); err != nil {
			return err
		}
	}
	if err := out.flush(); err != nil {
		return err
	}
	_, err = q.exec(`DELETE FROM recent`)
	return err
}
