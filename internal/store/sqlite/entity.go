package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/words"
	"github.com/attache-project/attache/record"
)

// A tally gathers what changes about entities while articles are written.
type tally map[string]*counted

// A counted entity is one with how many facts more it has, and the days of the
// articles that tell them, Never and Always where there are none.
type counted struct {
	store.Entity
	first, last record.Day
}

// add counts the entities of an article published on a day, with by -1 those that
// it has no more.
func (t *tally) add(es []store.Entity, on record.Day, by int) {
	if *t == nil {
		*t = tally{}
	}
	for i := range es {
		e := &es[i]
		c := (*t)[e.ID]
		if c == nil {
			c = &counted{Entity: store.Entity{ID: e.ID, Name: map[string]string{}}, first: record.Never, last: record.Always}
			(*t)[e.ID] = c
		}
		c.Facts += by * e.Facts
		if by < 0 {
			continue
		}
		if c.Kind == "" {
			c.Kind, c.Code = e.Kind, e.Code
		}
		for lang, name := range e.Name {
			if c.Name[lang] == "" {
				c.Name[lang] = name
			}
		}
		if on > -epoch { // day 0 of an id is none
			c.first, c.last = min(c.first, on), max(c.last, on)
		}
	}
}

// put writes what changed. The name that came first stays.
func (t tally) put(q *session) error {
	for _, id := range slices.Sorted(maps.Keys(t)) {
		if err := t[id].put(q); err != nil {
			return err
		}
	}
	return nil
}

func (c *counted) put(q *session) error {
	var id int64
	var kind, code, js string
	names := map[string]string{}
	err := q.one(into(&id, &kind, &code, &js), `SELECT id, kind, code, names FROM entity WHERE name = ?`, c.ID)
	isNew := errors.Is(err, sql.ErrNoRows)
	if err != nil && !isNew {
		return err
	}
	if !isNew {
		if err := json.Unmarshal([]byte(js), &names); err != nil {
			return err
		}
	}
	first, last := nullDay(c.first), nullDay(c.last)
	more := isNew
	for lang, name := range c.Name {
		if names[lang] == "" {
			names[lang], more = name, true
		}
	}
	if kind == "" && c.Kind != "" {
		kind, code, more = c.Kind, c.Code, true
	}
	if !more {
		_, err := q.exec(`
			UPDATE entity SET facts = facts + ?2, first = coalesce(min(first, ?3), first, ?3), last = coalesce(max(last, ?4), last, ?4) WHERE id = ?1`,
			id, c.Facts, first, last)
		return err
	}
	b, err := json.Marshal(names)
	if err != nil {
		return err
	}
	err = q.one(into(&id), `
		INSERT INTO entity AS e (name, kind, code, names, facts, first, last) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, code = excluded.code, names = excluded.names, facts = e.facts + excluded.facts,
			first = coalesce(min(e.first, excluded.first), e.first, excluded.first), last = coalesce(max(e.last, excluded.last), e.last, excluded.last)
		RETURNING id`, c.ID, kind, code, string(b), c.Facts, first, last)
	if err != nil {
		return err
	}
	ws := words.Fold(c.ID)
	for _, name := range names {
		ws = append(ws, words.Fold(name)...)
	}
	for _, w := range ws {
		if _, err := q.exec(`INSERT OR IGNORE INTO entity_word (word, entity) VALUES (?, ?)`, w, id); err != nil {
			return err
		}
	}
	return nil
}

// nullDay returns a day as it is kept, nil for none.
func nullDay(d record.Day) any {
	if d == record.Never || d == record.Always {
		return nil
	}
	return int64(d)
}

// recount removes those of some entities that have no facts left, and finds the first
// and last days of the others.
func recount(q *session, names []string) error {
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		var id int64
		var facts int
		if err := q.one(into(&id, &facts), `SELECT id, facts FROM entity WHERE name = ?`, name); err != nil {
			return err
		}
		if facts <= 0 {
			for _, query := range []string{`DELETE FROM entity_word WHERE entity = ?`, `DELETE FROM entity WHERE id = ?`} {
				if _, err := q.exec(query, id); err != nil {
					return err
				}
			}
			continue
		}
		first, last, err := q.span(name)
		if err != nil {
			return err
		}
		if last == none {
			continue // all that is left was rejected or has no date
		}
		if _, err := q.exec(`UPDATE entity SET first = ?, last = ? WHERE id = ?`,
			int64(published(first>>placeBits)), int64(published(last>>placeBits)), id); err != nil {
			return err
		}
	}
	return nil
}

// span returns the first and the last fact about an entity of which the article has a
// date, [none] where there are none.
func (q *session) span(entity string) (first, last int64, err error) {
	f, err := newFinder(q, [][]string{{tag(tagEntity, entity)}})
	if err != nil {
		return none, none, err
	}
	dated := int64(1) << (keyBits + placeBits)
	first, last = none, none
	for id := int64(math.MaxInt64); ; id-- {
		if id, err = f.to(id); err != nil || id < dated {
			return first, last, err
		}
		if last == none {
			last = id
		}
		first = id
	}
}

func ignoreNone(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// Entities finds entities each word of the query begins a word of whose names or id,
// see [store.Store].
func (s *Store) Entities(ctx context.Context, name string, limit int) (out []store.Entity, err error) {
	ws := words.Fold(name)
	if len(ws) == 0 {
		return nil, ctx.Err()
	}
	var b strings.Builder
	var args []any
	b.WriteString(`SELECT name, kind, code, names, facts, first, last FROM entity WHERE `)
	for i, w := range ws {
		if i > 0 {
			b.WriteString(` AND `)
		}
		b.WriteString(`id IN (SELECT entity FROM entity_word WHERE word >= ? AND word < ?)`)
		args = append(args, w, w+"\U0010FFFF")
	}
	b.WriteString(` ORDER BY facts DESC, name LIMIT ?`)
	if limit <= 0 {
		limit = -1
	}
	err = s.read(ctx, func(q *session) error {
		rows, err := q.c.QueryContext(ctx, b.String(), append(args, limit)...)
		if err != nil {
			return err
		}
		out, err = scanAll(rows, scanEntity)
		return err
	})
	return out, fail(ctx, err, "looking for entities named %q", name)
}

func scanEntity(rows *sql.Rows) (e store.Entity, err error) {
	var js string
	var first, last sql.NullInt64
	if err := rows.Scan(&e.ID, &e.Kind, &e.Code, &js, &e.Facts, &first, &last); err != nil {
		return e, err
	}
	if first.Valid {
		e.First = record.Day(first.Int64).String()
	}
	if last.Valid {
		e.Last = record.Day(last.Int64).String()
	}
	return e, json.Unmarshal([]byte(js), &e.Name)
}
