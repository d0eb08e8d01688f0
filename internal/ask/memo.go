package ask

import (
	"context"
	"fmt"
	"sync"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/record"
)

// memoMost is how many answers are remembered.
const memoMost = 16

// A memo remembers answers for as long as nothing is written to the store. What it
// returns is shared and must not be changed.
type memo struct {
	mu      sync.Mutex
	version string
	answers map[string]any
}

// remember returns the answer that is remembered under a key, or makes it. Promises
// are settled first, as that may write.
func remember[T any](ctx context.Context, r *Record, key string, make func() (T, error)) (T, error) {
	var none T
	if err := store.Settle(ctx, r.Store); err != nil {
		return none, err
	}
	version, err := r.Store.Version(ctx)
	if err != nil {
		return none, err
	}
	m := &r.memo
	m.mu.Lock()
	if m.version != version || len(m.answers) >= memoMost {
		m.version, m.answers = version, map[string]any{}
	}
	got, ok := m.answers[key]
	m.mu.Unlock()
	if ok {
		return got.(T), nil
	}
	answer, err := make()
	if err != nil {
		return answer, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.version == version { // or it was made from older facts than others are now
		m.answers[key] = answer
	}
	return answer, nil
}

// dueOn is [store.DueOn], remembered.
func (r *Record) dueOn(ctx context.Context, on record.Day, days int, undated bool, pair [2]string) (*store.Ledger, error) {
	key := fmt.Sprint("due ", on, days, undated, pair)
	return remember(ctx, r, key, func() (*store.Ledger, error) { return store.DueOn(ctx, r.Store, on, days, undated, pair) })
}
