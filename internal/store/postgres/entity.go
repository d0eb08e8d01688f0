package postgres

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/words"
	"github.com/attache-project/attache/record"
)

// A tally gathers what changes about entities while articles are written.
type tally struct {
	entities map[string]*counted
}

type counted struct {
	store.Entity
	facts       int
	first, last *record.Day // nil: not known
	articles    int         // that tell of it, more or fewer
}

// add counts the entities of an article of a day, with by -1 those that it has no
// more.
func (t *tally) add(es []store.Entity, on record.Day, by int) {
	if t.entities == nil {
		t.entities = map[string]*counted{}
	}
	for i := range es {
		e := &es[i]
		c := t.entities[e.ID]
		if c == nil {
			c = &counted{Entity: *e}
			t.entities[e.ID] = c
		}
		if by > 0 {
			if e.Kind != "" {
				c.Kind, c.Code = e.Kind, e.Code
			}
			maps.Copy(c.Name, e.Name)
			if on != record.Always && (c.first == nil || on < *c.first) {
				c.first = &on
			}
			if on != record.Always && (c.last == nil || on > *c.last) {
				c.last = &on
			}
		}
		c.facts += by * e.Facts
		c.articles += by
	}
}

// put writes what changed.
func (t *tally) put(ctx context.Context, tx pgx.Tx) error {
	var ids, kinds, codes, names []string
	var facts []int32
	var first, last []*int32
	var word, of []string
	var fewer []string
	for _, id := range slices.Sorted(maps.Keys(t.entities)) {
		c := t.entities[id]
		name, err := json.Marshal(c.Name)
		if err != nil {
			return err
		}
		ids, kinds, codes, names = append(ids, id), append(kinds, c.Kind), append(codes, c.Code), append(names, string(name))
		facts, first, last = append(facts, int32(c.facts)), append(first, (*int32)(c.first)), append(last, (*int32)(c.last))
		for w := range entityWords(&c.Entity) {
			word, of = append(word, w), append(of, id)
		}
		if c.articles < 0 {
			fewer = append(fewer, id)
		}
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO entity AS e (id, kind, code, name, facts, first, last)
		SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::json[], $5::integer[], $6::integer[], $7::integer[])
		ON CONFLICT (id) DO UPDATE SET
			kind = CASE WHEN excluded.kind = '' THEN e.kind ELSE excluded.kind END,
			code = CASE WHEN excluded.code = '' THEN e.code ELSE excluded.code END,
			name = (excluded.name::jsonb || e.name::jsonb)::json, -- the first that came stays
			facts = e.facts + excluded.facts, first = least(e.first, excluded.first), last = greatest(e.last, excluded.last)`,
		ids, kinds, codes, names, facts, first, last)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO entity_word SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`, word, of); err != nil {
		return err
	}
	if len(fewer) == 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, `DELETE FROM entity WHERE id = ANY($1) AND facts <= 0`, fewer); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE entity SET (first, last) = (SELECT min(day), max(day) FROM fact WHERE entities @> ARRAY[entity.id] AND day > $2)
		WHERE id = ANY($1)`, fewer, int32(record.Always))
	return err
}

// entityWords returns the words by which an entity is found: those of its names
// and its id.
func entityWords(e *store.Entity) map[string]bool {
	out := map[string]bool{}
	add := func(s string) {
		for _, t := range words.Tokens("", s) {
			out[t.Text] = true
		}
	}
	add(e.ID)
	for _, n := range e.Name {
		add(n)
	}
	return out
}

// Entities finds entities by the beginnings of words, see [store.Store].
func (s *Store) Entities(ctx context.Context, name string, limit int) ([]store.Entity, error) {
	var w where
	tokens := words.Tokens("", name)
	if len(tokens) == 0 {
		return nil, nil
	}
	for _, t := range tokens {
		w.add(`id IN (SELECT entity FROM entity_word WHERE word >= ` + w.arg(t.Text) + ` AND word < ` + w.arg(t.Text+"\U0010FFFF") + `)`)
	}
	rows, err := s.pool.Query(ctx, `SELECT id, kind, code, name, facts, first, last FROM entity `+w.sql()+` ORDER BY facts DESC, id`+limitRows(&w, limit, 0), w.args...)
	if err != nil {
		return nil, fail(err, "looking for entities named %q", name)
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (e store.Entity, err error) {
		var js []byte
		var first, last *record.Day
		if err := row.Scan(&e.ID, &e.Kind, &e.Code, &js, &e.Facts, &first, &last); err != nil {
			return e, err
		}
		if first != nil {
			e.First = first.String()
		}
		if last != nil {
			e.Last = last.String()
		}
		return e, json.Unmarshal(js, &e.Name)
	})
	return out, fail(err, "looking for entities named %q", name)
}
