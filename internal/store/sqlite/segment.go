package sqlite

import (
	"database/sql"
	"maps"
	"math/bits"
	"slices"
)

// fanout is how many segments of a size are kept before they are put together to one
// of the next size.
const fanout = 8

// A segment is what one transaction wrote of lists by which facts are found, or
// several put together. Of a fact whose tags change, the newer segment says under the
// tag [tagGone] that what older ones say of it is past.
type segment struct {
	id     int64
	size   int64 // how many ids, keys and bands its lists hold
	bands  int64 // how many of them are bands
	lo, hi int64 // the smallest and the largest id of a fact in it
	gone   bool  // it says that facts of older ones are past
}

// level returns the order of a size.
func level(size int64) int { return bits.Len64(uint64(size)) / 3 }

// segments returns all segments, the oldest first.
func (q *session) segments() ([]segment, error) {
	return collect(q, func(rows *sql.Rows) (s segment, err error) {
		err = rows.Scan(&s.id, &s.size, &s.bands, &s.lo, &s.hi, &s.gone)
		return s, err
	}, `SELECT id, size, bands, lo, hi, gone FROM segment ORDER BY id`)
}

// lists gathers what a segment will hold.
type lists struct {
	ids   map[string][]int64 // by tag, in any order
	keys  []keyed
	bands []keyed
}

// add adds a fact.
func (l *lists) add(id int64, key string, tags []string) {
	if l.ids == nil {
		l.ids = map[string][]int64{}
	}
	for _, t := range tags {
		l.ids[t] = append(l.ids[t], id)
	}
	l.keys = append(l.keys, keyed{keyNumber(key), id})
}

// addBands adds the bands of an article.
func (l *lists) addBands(article int64, hashes []int64) {
	for _, h := range hashes {
		l.bands = append(l.bands, keyed{h, article})
	}
}

// remove says that what older segments say of facts is past.
func (l *lists) remove(ids ...int64) {
	if l.ids == nil {
		l.ids = map[string][]int64{}
	}
	if len(ids) > 0 {
		l.ids[tagGone] = append(l.ids[tagGone], ids...)
	}
}

// write writes a new segment, and puts together those that have become many.
func (l *lists) write(q *session) error {
	if len(l.ids) == 0 && len(l.bands) == 0 {
		return nil
	}
	old, err := q.segments()
	if err != nil {
		return err
	}
	w := newSegmentWriter(q, old)
	for _, t := range slices.Sorted(maps.Keys(l.ids)) {
		ids := l.ids[t]
		if !slices.IsSorted(ids) {
			slices.Sort(ids)
		}
		if err := w.putIDs(t, slices.Compact(ids)); err != nil {
			return err
		}
	}
	for _, t := range []string{tagKey, tagBand} {
		ks := l.keys
		if t == tagBand {
			ks = l.bands
		}
		slices.SortFunc(ks, compareKeyed)
		if err := w.putKeys(t, slices.Compact(ks)); err != nil {
			return err
		}
	}
	if err := w.close(); err != nil {
		return err
	}
	return tidy(q, append(old, w.segment))
}

// A segmentWriter writes the lists of a segment in the order of their tags.
type segmentWriter struct {
	segment
	q    *session
	rows rows
}

// newSegmentWriter begins a segment that is newer than some.
func newSegmentWriter(q *session, older []segment) *segmentWriter {
	w := &segmentWriter{q: q, rows: rows{q: q, width: 4, head: `INSERT INTO posting (segment, tag, first, ids) VALUES`}}
	w.id = 1
	if n := len(older); n > 0 {
		w.id = older[n-1].id + 1
	}
	return w
}

func (w *segmentWriter) putIDs(tag string, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	first, last := ids[0], ids[len(ids)-1]
	if w.size == 0 {
		w.lo, w.hi = first, last
	}
	w.lo, w.hi = min(w.lo, first), max(w.hi, last)
	w.gone = w.gone || tag == tagGone
	w.size += int64(len(ids))
	return w.put(tag, packIDs(ids))
}

func (w *segmentWriter) putKeys(tag string, ks []keyed) error {
	w.size += int64(len(ks))
	if tag == tagBand {
		w.bands += int64(len(ks))
	}
	return w.put(tag, packKeys(ks))
}

func (w *segmentWriter) put(tag string, ps []piece) error {
	for _, p := range ps {
		if err := w.rows.add(w.id, tag, p.first, p.bytes); err != nil {
			return err
		}
	}
	return nil
}

func (w *segmentWriter) close() error {
	if err := w.rows.flush(); err != nil {
		return err
	}
	_, err := w.q.exec(`INSERT INTO segment (id, size, bands, lo, hi, gone) VALUES (?, ?, ?, ?, ?, ?)`, w.id, w.size, w.bands, w.lo, w.hi, w.gone)
	return err
}

// tidy puts the newest segments together when there are many that are not larger than
// the newest.
func tidy(q *session, all []segment) error {
	for {
		n := len(all) - 1
		for n > 0 && level(all[n-1].size) <= level(all[len(all)-1].size) {
			n--
		}
		if len(all)-n < fanout {
			return nil
		}
		one, err := join(q, all[n:], n == 0)
		if err != nil {
			return err
		}
		all = append(all[:n], one)
	}
}

// join puts segments that follow each other together. oldest tells that none is older,
// so that what is past need not be told any more.
func join(q *session, segments []segment, oldest bool) (segment, error) {
	w := newSegmentWriter(q, segments)
	readers := make([]*segmentReader, len(segments))
	gone := make([]map[int64]bool, len(segments)) // what is past of each
	later := map[int64]bool{}
	for i := len(segments) - 1; i >= 0; i-- {
		readers[i] = &segmentReader{q: q, segment: segments[i].id}
		gone[i] = maps.Clone(later)
		if !segments[i].gone {
			continue
		}
		ids, err := readers[i].ids(tagGone)
		if err != nil {
			return w.segment, err
		}
		for _, id := range ids {
			later[id] = true
		}
	}
	if !oldest {
		if err := w.putIDs(tagGone, slices.Sorted(maps.Keys(later))); err != nil {
			return w.segment, err
		}
	}
	for {
		tag, found := "", false
		for _, r := range readers {
			t, ok, err := r.next()
			if err != nil {
				return w.segment, err
			}
			if ok && (!found || t < tag) {
				tag, found = t, true
			}
		}
		if !found {
			break
		}
		var err error
		switch tag {
		case tagKey:
			err = joinKeys(w, tag, readers, gone)
		case tagBand:
			err = joinKeys(w, tag, readers, make([]map[int64]bool, len(readers)))
		default:
			err = joinIDs(w, tag, readers, gone)
		}
		if err != nil {
			return w.segment, err
		}
	}
	for _, s := range segments {
		for _, query := range []string{`DELETE FROM posting WHERE segment = ?`, `DELETE FROM segment WHERE id = ?`} {
			if _, err := q.exec(query, s.id); err != nil {
				return w.segment, err
			}
		}
	}
	return w.segment, w.close()
}

func joinIDs(w *segmentWriter, tag string, readers []*segmentReader, gone []map[int64]bool) error {
	var all [][]int64
	for i, r := range readers {
		ids, err := r.ids(tag)
		if err != nil {
			return err
		}
		if len(gone[i]) > 0 {
			ids = slices.DeleteFunc(ids, func(id int64) bool { return gone[i][id] })
		}
		all = append(all, ids)
	}
	return w.putIDs(tag, union(all))
}

func joinKeys(w *segmentWriter, tag string, readers []*segmentReader, gone []map[int64]bool) error {
	var all []keyed
	for i, r := range readers {
		ks, err := r.keys(tag)
		if err != nil {
			return err
		}
		all = append(all, slices.DeleteFunc(ks, func(k keyed) bool { return gone[i][k.id] })...)
	}
	slices.SortFunc(all, compareKeyed)
	return w.putKeys(tag, slices.Compact(all))
}

// A segmentReader goes through the lists of a segment in the order of their tags.
type segmentReader struct {
	q       *session
	segment int64
	rows    []postingRow
	last    postingRow // read last
	done    bool
}

// A postingRow is a piece of the list of a tag.
type postingRow struct {
	tag string
	piece
}

// readRows is how many rows a segmentReader reads at once.
const readRows = 256

// next returns the tag of the list that comes next, except [tagGone].
func (r *segmentReader) next() (string, bool, error) {
	if err := r.fill(); err != nil || len(r.rows) == 0 {
		return "", false, err
	}
	return r.rows[0].tag, true, nil
}

func (r *segmentReader) fill() (err error) {
	if len(r.rows) > 0 || r.done {
		return nil
	}
	r.rows, err = collect(r.q, func(rows *sql.Rows) (p postingRow, err error) {
		err = rows.Scan(&p.tag, &p.first, &p.bytes)
		return p, err
	}, `SELECT tag, first, ids FROM posting WHERE segment = ? AND (tag, first) > (?, ?) ORDER BY tag, first LIMIT ?`, r.segment, r.last.tag, r.last.first, readRows)
	if n := len(r.rows); n > 0 {
		r.last = r.rows[n-1]
	}
	r.done = len(r.rows) < readRows
	return err
}

// pieces calls f with the pieces of the list that comes next, if it is that of a tag.
func (r *segmentReader) pieces(tag string, f func(p piece) error) error {
	for {
		next, ok, err := r.next()
		if err != nil || !ok || next != tag {
			return err
		}
		if err := f(r.rows[0].piece); err != nil {
			return err
		}
		r.rows = r.rows[1:]
	}
}

func (r *segmentReader) ids(tag string) (ids []int64, err error) {
	err = r.pieces(tag, func(p piece) (err error) {
		ids, err = unpackIDs(ids, p)
		return err
	})
	return ids, err
}

func (r *segmentReader) keys(tag string) (ks []keyed, err error) {
	err = r.pieces(tag, func(p piece) (err error) {
		ks, err = unpackKeys(ks, p)
		return err
	})
	return ks, err
}
