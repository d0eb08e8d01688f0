package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/store"
)

func searches(t *testing.T, s store.Store) {
	put := func(x store.Search) int64 {
		t.Helper()
		id, err := s.PutSearch(t.Context(), &x)
		if err != nil || id == 0 {
			t.Fatalf("number %d, %v", id, err)
		}
		return id
	}
	at := time.Date(2025, 6, 1, 8, 30, 0, 123456000, time.UTC)
	visits := store.Search{Name: "Visitas de «Kazajistán»", Query: "act=visit&party=KAZ", Author: "ana", Added: at}
	visits.ID = put(visits)
	talks := store.Search{Name: "<b>Talks</b>", Query: "act=talks", Author: "luis", Added: at}
	talks.ID = put(talks)
	before := time.Now().Add(-time.Minute)
	now := put(store.Search{Name: "Zzz", Query: "q=%C3%B1", Author: "ana"})

	got, err := s.Searches(t.Context())
	if err != nil || len(got) != 3 || got[2].ID != now || got[2].Added.Before(before) || got[2].Added.Location() != time.UTC {
		t.Fatalf("searches %+v, %v", got, err)
	}
	same(t, "searches by name", got[:2], []store.Search{talks, visits})

	visits.Name, visits.Query = "Actos", "party=KAZ"
	if id := put(visits); id != visits.ID {
		t.Errorf("changed, search %d has the number %d", visits.ID, id)
	}
	if _, err := s.PutSearch(t.Context(), &store.Search{ID: 1 << 40, Name: "nobody's"}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("changing a search that is not there: %v, want ErrNotFound", err)
	}

	for range 2 {
		for _, id := range []int64{talks.ID, now, 1 << 40} {
			if err := s.DeleteSearch(t.Context(), id); err != nil {
				t.Errorf("forgetting search %d: %v", id, err)
			}
		}
	}
	if got, err = s.Searches(t.Context()); err != nil {
		t.Fatal(err)
	}
	same(t, "searches but those forgotten", got, []store.Search{visits})
	if id := put(store.Search{Name: "new"}); id == talks.ID || id == now {
		t.Errorf("the number %d of a search that was forgotten is given again", id)
	}
}

func countOutlets(t *testing.T, s store.Store) {
	if got, err := s.Outlets(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("outlets of an empty store: %+v, %v", got, err)
	}
	one := func(i int, outlet, published string) store.Entry {
		p := visit(i, "KAZ", "UZB")
		p.outlet, p.published = outlet, published
		return p.entry()
	}
	add(t, s, one(1, "El Faro", "2025-06-03"), one(2, "El Faro", "2025-06-09"), one(3, "El Faro", ""), one(4, "EL FARO", "2025-07-01"),
		one(5, "", "2025-05-01"), one(6, "Албор", ""))
	got, err := s.Outlets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	same(t, "outlets", got, []store.Outlet{
		{Name: "El Faro", Articles: 3, Last: "2025-06-09"}, {Name: "", Articles: 1, Last: "2025-05-01"},
		{Name: "EL FARO", Articles: 1, Last: "2025-07-01"}, {Name: "Албор", Articles: 1},
	})
}
