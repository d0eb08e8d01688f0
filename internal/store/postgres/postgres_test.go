package postgres

import "testing"

func TestSmoke(t *testing.T) {
	s := open(t)
	if _, err := s.Stats(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
}
