package store

import (
	"context"
	"time"
)

// A Search is a search that a person keeps, to ask it again.
type Search struct {
	ID     int64     `json:"id"` // 0 for one that is not kept yet
	Name   string    `json:"name"`
	Query  string    `json:"query"` // values of an address, encoded: "act=visit&party=KAZ"
	Author string    `json:"author"`
	Added  time.Time `json:"added"` // UTC, to the microsecond; zero when it is put: now
}

// An Outlet is one that published articles of the store, and with an empty name
// what was published by nobody knows whom.
type Outlet struct {
	Name     string `json:"name"`
	Articles int    `json:"articles"`
	Last     string `json:"last,omitempty"` // day of publication of the newest that has one
}

// copySearches puts the searches kept in one store into another, but for those that
// are kept there already.
func copySearches(ctx context.Context, from, to Store) error {
	all, err := from.Searches(ctx)
	if err != nil {
		return err
	}
	there, err := to.Searches(ctx)
	if err != nil {
		return err
	}
	type kept struct{ name, query, author string }
	known := map[kept]bool{}
	for _, s := range there {
		known[kept{s.Name, s.Query, s.Author}] = true
	}
	for _, s := range all {
		if known[kept{s.Name, s.Query, s.Author}] {
			continue
		}
		s.ID = 0
		if _, err := to.PutSearch(ctx, &s); err != nil {
			return err
		}
	}
	return nil
}
