package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/source"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/text"
)

func TestAllIsToldInOrder(t *testing.T) {
	taker := newTaker(t)
	good := articles(3)
	xx := article("Otra", "Un texto.")
	xx.Article.Lang = "xx"
	var told []Told
	sum, err := taker.Take(t.Context(), of(good[0], source.Item{Where: "torn.txt"}, good[1], good[0], xx, good[2]), func(x Told) error {
		told = append(told, x)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range told {
		got = append(got, fmt.Sprintf("%s|%s|%v|%v|%s", x.Where, x.Title, x.Key != "", x.New, x.Error))
	}
	want := []string{
		"Nota 0.txt|Nota 0|true|true|",
		"||false|false|reading torn.txt: torn",
		"Nota 1.txt|Nota 1|true|true|",
		"Nota 0.txt|Nota 0|true|false|",
		`Otra.txt|Otra|false|false|Otra.txt: no language pack for "xx" (there are: en, es, ru)`,
		"Nota 2.txt|Nota 2|true|true|",
	}
	if !slices.Equal(got, want) {
		t.Errorf("told\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if sum.Added != 3 || sum.Known != 1 || sum.Failed != 2 || sum.Facts == 0 {
		t.Errorf("sum %+v", sum)
	}
	if n := held(t, taker.Store, told); n != 3 {
		t.Errorf("%d articles are kept", n)
	}
	again, err := taker.Take(t.Context(), of(good...), nil)
	if err != nil || again != (Sum{Known: 3}) {
		t.Errorf("taken again: %+v, %v", again, err)
	}
}

func TestToldIsWrittenAsJSON(t *testing.T) {
	for _, tt := range []struct {
		told Told
		want string
	}{
		{Told{Where: "a.txt", Key: "k", New: true, Facts: 2, Title: "T"}, `{"where":"a.txt","key":"k","new":true,"facts":2}`},
		{Told{Where: "a.txt", Key: "k", New: true, Version: 2, Copies: 1}, `{"where":"a.txt","key":"k","new":true,"version":2,"copies":1,"facts":0}`},
		{failed("a.txt", text.ErrEmpty), `{"where":"a.txt","key":"","new":false,"facts":0,"error":"no text"}`},
	} {
		if b, err := json.Marshal(tt.told); err != nil || string(b) != tt.want {
			t.Errorf("%s, %v, want %s", b, err, tt.want)
		}
	}
}

func TestWhatTheEngineCannotBearIsTold(t *testing.T) {
	taker := newTaker(t)
	taker.Fill = func(a *text.Article) {
		if a.Title == "Nota 1" {
			panic("no such thing")
		}
	}
	items := articles(3)
	var told []string
	sum, err := taker.Take(t.Context(), of(items...), func(x Told) error {
		told = append(told, x.Error)
		return nil
	})
	if want := []string{"", "Nota 1.txt: the program is at fault: no such thing", ""}; err != nil || !slices.Equal(told, want) || sum.Added != 2 {
		t.Errorf("told %q, sum %+v, %v", told, sum, err)
	}
	for range 2 {
		sum, err = taker.Take(t.Context(), func(context.Context) iter.Seq2[source.Item, error] {
			return func(yield func(source.Item, error) bool) {
				yield(article("Antes", "El ministro de Perú viajará a Chile."), nil)
				panic("no such document")
			}
		}, nil)
		if err != nil || sum.Added+sum.Known != 1 || sum.Failed != 1 {
			t.Errorf("a document that cannot be borne: %+v, %v", sum, err)
		}
	}
}

func TestAStoreThatFailsEndsTheTaking(t *testing.T) {
	for _, tt := range []struct {
		name string
		set  func(f *faulty, err error)
		err  error
		says string
	}{
		{"full", func(f *faulty, err error) { f.add = func() error { return err } }, fmt.Errorf("keeping articles: %w", store.ErrFull), "nothing of the last 1 articles was kept"},
		{"in use", func(f *faulty, err error) { f.add = func() error { return err } }, store.ErrBusy, ""},
		{"not to be asked", func(f *faulty, err error) { f.has = func() error { return err } }, store.ErrBusy, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			taker := newTaker(t)
			f := &faulty{Store: taker.Store}
			taker.Store = f
			three := articles(3)
			var told []Told
			kept := make(chan struct{})
			sum, err := taker.Take(t.Context(), func(context.Context) iter.Seq2[source.Item, error] {
				return func(yield func(source.Item, error) bool) {
					if !yield(three[0], nil) || !yield(three[1], nil) {
						return
					}
					<-kept
					f.mu.Lock()
					tt.set(f, tt.err)
					f.mu.Unlock()
					if yield(source.Item{}, errors.New("torn")) && yield(three[2], nil) {
						for yield(source.Item{}, errors.New("after the store failed")) {
							time.Sleep(time.Millisecond)
						}
					}
				}
			}, func(x Told) error {
				if told = append(told, x); len(told) == 2 {
					close(kept)
				}
				return nil
			})
			if !errors.Is(err, tt.err) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v", err)
			}
			f.has = nil
			if n := held(t, taker.Store, told); n != 2 || sum.Added != 2 || len(told) < 3 || told[2].Error != "torn" {
				t.Errorf("%d kept, sum %+v, told %+v", n, sum, told)
			}
		})
	}
}

func TestWhoIsToldMayEndTheTaking(t *testing.T) {
	taker := newTaker(t)
	broken := errors.New("broken pipe")
	n := 0
	_, err := taker.Take(t.Context(), of(articles(5)...), func(Told) error {
		if n++; n == 2 {
			return broken
		}
		return nil
	})
	if !errors.Is(err, broken) || n != 2 {
		t.Errorf("%v after %d", err, n)
	}
}

func TestAStoppedTakingHasKeptWhatItTold(t *testing.T) {
	before := runtime.NumGoroutine()
	for _, after := range []int{1, batchSize + 3} {
		t.Run(fmt.Sprint(after), func(t *testing.T) {
			taker := newTaker(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			// Items without end: the taking stops where it is told to.
			endless := func(ctx context.Context) iter.Seq2[source.Item, error] {
				return func(yield func(source.Item, error) bool) {
					for i := 0; ; i++ {
						if !yield(article(fmt.Sprintf("Nota %d", i), fmt.Sprintf("Perú y Chile firmaron el tratado %d.", i)), nil) {
							return
						}
					}
				}
			}
			var told []Told
			sum, err := taker.Take(ctx, endless, func(x Told) error {
				if told = append(told, x); len(told) == after {
					cancel()
				}
				return nil
			})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("error %v", err)
			}
			if n := held(t, taker.Store, told); n < len(told) || sum.Added != len(told) || sum.Failed > 0 {
				t.Errorf("%d kept, %d told, sum %+v", n, len(told), sum)
			}
		})
	}
	eventually(t, "what was started comes to rest", func() bool { return runtime.NumGoroutine() <= before })
}

func BenchmarkTakeKnown(b *testing.B) {
	taker := newTaker(b)
	items := articles(200)
	if _, err := taker.Take(b.Context(), of(items...), nil); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if sum, err := taker.Take(b.Context(), of(items...), nil); err != nil || sum.Known != len(items) {
			b.Fatalf("%+v, %v", sum, err)
		}
	}
}
