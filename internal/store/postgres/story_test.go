package postgres

import (
	"testing"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/store/storetest"
)

func TestStories(t *testing.T) {
	storetest.Stories(t, func(t *testing.T) store.Store { return open(t) })
}
