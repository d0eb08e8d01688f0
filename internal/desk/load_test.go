package desk_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/access"
	"github.com/attache-project/attache/internal/ask"
	"github.com/attache-project/attache/internal/desk"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/store/sqlite"
	"github.com/attache-project/attache/internal/store/storetest"
	"github.com/attache-project/attache/record"
)

// How the load is laid on: the issue of a desk for a ministry.
const (
	loadArticles = 100_000 // ATTACHE_BENCH changes it
	loadReaders  = 50
	loadTime     = 60 * time.Second // ATTACHE_LOAD changes it
)

// BenchmarkLoad lets readers turn pages of a desk over a generated record, each at
// an address of their own, one page a second, and prints how long they waited. With
// ATTACHE_LOAD_DB the record is kept in that file for the next time.
func BenchmarkLoad(b *testing.B) {
	n := loadArticles
	if s := os.Getenv("ATTACHE_BENCH"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	duration := loadTime
	if s := os.Getenv("ATTACHE_LOAD"); s != "" {
		duration, _ = time.ParseDuration(s)
	}
	s := loadRecord(b, n)
	today, err := record.ParseDay("2025-12-15") // news is generated until the end of that year
	if err != nil {
		b.Fatal(err)
	}
	guard := access.New(access.Options{Open: true, User: "reader"})
	var faults sync.Map
	d, err := desk.New(desk.Options{
		Record: ask.New(s, func() record.Day { return today }, ""), Guard: guard,
		Tell: func(err error) { faults.Store(err.Error(), true) },
	})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(guard.Wrap(d))
	defer server.Close()
	keys := loadKeys(b, s)

	first := time.Now()
	if size := load(b, http.DefaultClient, server.URL+"/"); size == 0 {
		b.Fatal("the first page is empty")
	}
	fmt.Printf("the first page of a record of %d articles: %v\n", n, time.Since(first).Round(time.Millisecond))
	warm := time.Now()
	size := load(b, http.DefaultClient, server.URL+"/")
	fmt.Printf("again: %v, %d bytes\n", time.Since(warm).Round(100*time.Microsecond), size)

	ctx, cancel := context.WithTimeout(b.Context(), duration)
	defer cancel()
	before := heap()
	var mu sync.Mutex
	waits := map[string][]time.Duration{}
	failed := 0
	var wg sync.WaitGroup
	for reader := range loadReaders {
		wg.Go(func() {
			client := readerAt(reader)
			rng := rand.New(rand.NewPCG(uint64(reader), 1))
			rest(ctx, time.Duration(rng.IntN(1000))*time.Millisecond)
			for ctx.Err() == nil {
				kind, path := turn(rng, keys)
				start := time.Now()
				status, err := get(ctx, client, server.URL+path)
				took := time.Since(start)
				if ctx.Err() != nil {
					return
				}
				mu.Lock()
				waits[kind] = append(waits[kind], took)
				waits["all"] = append(waits["all"], took)
				if err != nil || status >= 400 {
					failed++
					fmt.Printf("%s: %d %v\n", path, status, err)
				}
				mu.Unlock()
				rest(ctx, time.Duration(500+rng.IntN(1000))*time.Millisecond)
			}
		})
	}
	wg.Wait()
	for kind, ws := range waits {
		slices.Sort(ws)
		fmt.Printf("%-10s %6d pages, p50 %v, p95 %v, p99 %v\n", kind, len(ws), at(ws, 50), at(ws, 95), at(ws, 99))
	}
	fmt.Printf("%d failed; heap %d MB before, %d MB after\n", failed, before>>20, heap()>>20)
	faults.Range(func(k, _ any) bool { fmt.Println(k); return true })
	b.ReportMetric(float64(at(waits["all"], 95).Microseconds())/1000, "p95-ms")
}

// turn chooses the next page of a reader.
func turn(rng *rand.Rand, keys []string) (kind, path string) {
	words := []string{"acuerdo", "visita", "ministro", "cooperación", "agreement", "талант", "встреча"}
	word := words[rng.IntN(len(words))]
	state := func() string { return storetest.State(min(int(rng.ExpFloat64()*12), storetest.States-1)) }
	key := keys[rng.IntN(len(keys))]
	switch x := rng.IntN(100); {
	case x < 10:
		return "today", "/"
	case x < 35:
		return "search", "/search?" + url.Values{"q": {word}}.Encode()
	case x < 50:
		return "filtered", "/search?" + url.Values{"kind": {"event"}, "party": {state()}, "q": {word}}.Encode()
	case x < 75:
		return "article", "/articles/" + key
	case x < 85:
		return "who", "/who/" + state()
	case x < 95:
		a, b := state(), state()
		for a == b {
			b = state()
		}
		if a > b {
			a, b = b, a
		}
		return "dossier", "/dossier/" + a + "/" + b
	}
	return "ledger", "/ledger"
}

func loadRecord(b *testing.B, n int) store.Store {
	path := os.Getenv("ATTACHE_LOAD_DB")
	made := false
	if path == "" {
		path = filepath.Join(b.TempDir(), "record.db")
	} else if _, err := os.Stat(path); err == nil {
		made = true
	}
	s, err := sqlite.Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	if made {
		return s
	}
	var batch []store.Entry
	flush := func() {
		if _, err := s.Add(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
		batch = batch[:0]
	}
	for e := range storetest.Generate(n) {
		if batch = append(batch, e); len(batch) == 2000 {
			flush()
		}
	}
	flush()
	if err := store.Settle(b.Context(), s); err != nil {
		b.Fatal(err)
	}
	return s
}

// loadKeys returns keys of articles to read.
func loadKeys(b *testing.B, s store.Store) []string {
	hits, err := s.Search(b.Context(), store.Query{Limit: 2000})
	if err != nil {
		b.Fatal(err)
	}
	var keys []string
	for _, h := range hits {
		keys = append(keys, h.Source.Key)
	}
	return slices.Compact(keys)
}

// readerAt returns the browser of a reader, who has an address of their own.
func readerAt(i int) *http.Client {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(i+1))}}
	return &http.Client{Transport: &http.Transport{DialContext: d.DialContext, MaxIdleConnsPerHost: 2}}
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

func get(ctx context.Context, c *http.Client, address string) (int, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("Accept", "text/html")
	resp, err := c.Do(r)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, err
}

func load(b *testing.B, c *http.Client, address string) int64 {
	resp, err := c.Get(address)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	n, err := io.Copy(io.Discard, resp.Body)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func at(sorted []time.Duration, percent int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)].Round(100 * time.Microsecond)
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
