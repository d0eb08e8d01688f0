//go:build torture

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/attache-project/attache/internal/intake"
	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/store/sqlite"
)

// Both tests run the real program on real files: make torture.
const (
	tortureArticles = 2000
	tortureKills    = 50
)

// program builds the program.
func builtProgram(t *testing.T) string {
	t.Helper()
	exe := filepath.Join(t.TempDir(), "attache")
	if out, err := exec.Command("go", "build", "-o", exe, ".").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	return exe
}

// manyArticles writes n articles, each its own, as JSON Lines.
func manyArticles(t *testing.T, n int) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "articles.jsonl")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rnd := rand.New(rand.NewPCG(7, 7))
	w := bufio.NewWriter(f)
	states := [][2]string{{"Kazajistán", "Kazakhstan"}, {"Serbia", "Serbia"}, {"Perú", "Peru"}, {"Vietnam", "Vietnam"}, {"Noruega", "Norway"}, {"Kenia", "Kenya"}, {"Chile", "Chile"}, {"Mongolia", "Mongolia"}}
	es := []string{
		"El ministro de Exteriores de %s visitó %s el %s y firmó un acuerdo sobre comercio.", "%s y %s firmarán el %s un tratado de extradición.",
		"El presidente de %s viajará a %s el %s.", "%s acusó a %s de violar la tregua del %s.",
	}
	en := []string{
		"The foreign minister of %s visited %s on %s and signed an agreement on trade.", "%s and %s will sign a treaty on %s.",
		"The president of %s will travel to %s on %s.", "%s accused %s of breaking the truce of %s.",
	}
	for i := range n {
		day := time.Date(2024, 1, 1+rnd.IntN(600), 0, 0, 0, 0, time.UTC)
		a, b := rnd.IntN(len(states)), rnd.IntN(len(states)-1)
		if b >= a {
			b++
		}
		lang, set, k := "es", es, 0
		date := day.Format("2006-01-02")
		when := fmt.Sprintf("%d de %s", day.Day(), []string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"}[day.Month()-1])
		if i%2 == 1 {
			lang, set, k, when = "en", en, 1, day.Format("2 January")
		}
		var text strings.Builder
		for range 4 {
			fmt.Fprintf(&text, set[rnd.IntN(len(set))]+" ", states[a][k], states[b][k], when)
		}
		fmt.Fprintf(&text, "(%d)", i)
		line, err := json.Marshal(map[string]string{
			"url": fmt.Sprintf("https://outlet%d.example/%d", i%40, i), "outlet": fmt.Sprintf("Outlet %d", i%40), "lang": lang,
			"published": date, "title": fmt.Sprintf("News %d", i), "text": text.String(),
		})
		if err != nil {
			t.Fatal(err)
		}
		w.Write(append(line, '\n'))
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return file
}

// acknowledged reads what the program told as kept: whole lines only, as it may
// have been killed within one.
func acknowledged(t *testing.T, out []byte) []string {
	t.Helper()
	var keys []string
	for len(out) > 0 {
		line, rest, whole := bytes.Cut(out, []byte("\n"))
		if !whole {
			break
		}
		var x intake.Told
		if err := json.Unmarshal(line, &x); err != nil {
			t.Fatalf("acknowledgement %q: %v", line, err)
		}
		keys = append(keys, x.Key)
		out = rest
	}
	return keys
}

// holds fails unless the record is sound, holds all keys and verifies.
func holds(t *testing.T, exe, db string, keys map[string]bool) store.Stats {
	t.Helper()
	if out, err := exec.Command(exe, "verify", "--db", db).CombinedOutput(); err != nil {
		t.Fatalf("verify: %v\n%s", err, out)
	}
	s, err := sqlite.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var list []string
	for k := range keys {
		list = append(list, k)
	}
	there, err := s.Has(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range list {
		if !there[k] {
			t.Fatalf("article %s was acknowledged and is lost", k)
		}
	}
	st, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// whole adds all articles to a new record without disturbance and returns its
// dossiers, which others must equal.
func whole(t *testing.T, exe, file string) (store.Stats, string) {
	t.Helper()
	db := filepath.Join(t.TempDir(), "whole.db")
	if out, err := exec.Command(exe, "add", "--db", db, file).CombinedOutput(); err != nil {
		t.Fatalf("add: %v\n%s", err, out)
	}
	return holds(t, exe, db, nil), dossiers(t, exe, db)
}

func dossiers(t *testing.T, exe, db string) string {
	t.Helper()
	out, err := exec.Command(exe, "export", "--db", db, "--on", "2026-01-01", "jsonl").Output()
	if err != nil {
		t.Fatalf("export: %v", err)
	}
	lines := strings.Split(string(out), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// watched is what the program prints; first is closed by the first of it. The
// buffer is no embedded one: it would read by itself.
type watched struct {
	all   bytes.Buffer
	first chan struct{}
	begun bool
}

func (w *watched) Write(b []byte) (int, error) {
	if !w.begun {
		w.begun = true
		close(w.first)
	}
	return w.all.Write(b)
}

// TestTortureKill kills the program at random moments.
func TestTortureKill(t *testing.T) {
	exe, file := builtProgram(t), manyArticles(t, tortureArticles)
	wantStats, want := whole(t, exe, file)
	if wantStats.Articles != tortureArticles {
		t.Fatalf("%d articles, want %d", wantStats.Articles, tortureArticles)
	}
	rnd := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	db := ""
	keys := map[string]bool{}
	finished, kills := 0, 0
	check := func(st store.Stats) {
		t.Helper()
		if got := dossiers(t, exe, db); got != want || st.Facts != wantStats.Facts {
			t.Fatalf("the record differs from one that was added without disturbance: %d facts, want %d", st.Facts, wantStats.Facts)
		}
		finished++
		db = ""
	}
	// Those that end before they are killed do not count.
	for kill := 0; kills < tortureKills && kill < 3*tortureKills; kill++ {
		if db == "" {
			db, keys = filepath.Join(t.TempDir(), "record.db"), map[string]bool{}
		}
		c := exec.Command(exe, "add", "--json", "--db", db, file)
		out := watched{first: make(chan struct{})}
		c.Stdout, c.Stderr = &out, io.Discard
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- c.Wait() }()
		// Every other kill comes at any moment from the start, the rest at any moment
		// after the first acknowledgement, as starting takes long.
		var moment <-chan time.Time
		if kill%2 == 0 {
			moment = time.After(time.Duration(rnd.IntN(2500)) * time.Millisecond)
		} else {
			select {
			case <-out.first:
			case err := <-done:
				done <- err
			}
			moment = time.After(time.Duration(rnd.IntN(1200)) * time.Millisecond)
		}
		var err error
		killed := false
		select {
		case err = <-done:
		case <-moment:
			killed = true
			kills++
			c.Process.Kill()
			<-done
		}
		if !killed && err != nil {
			t.Fatalf("add: %v", err)
		}
		before := len(keys)
		for _, k := range acknowledged(t, out.all.Bytes()) {
			keys[k] = true
		}
		if _, err := os.Stat(db); err != nil {
			continue // killed before there was a record
		}
		st := holds(t, exe, db, keys)
		if st.Articles < len(keys) {
			t.Fatalf("%d articles, %d acknowledged", st.Articles, len(keys))
		}
		t.Logf("start %d: killed %v, %d newly acknowledged, %d kept", kill+1, killed, len(keys)-before, st.Articles)
		if !killed {
			check(st)
		}
	}
	if db != "" {
		if out, err := exec.Command(exe, "add", "--db", db, file).CombinedOutput(); err != nil {
			t.Fatalf("add: %v\n%s", err, out)
		}
		check(holds(t, exe, db, keys))
	}
	t.Logf("%d killed, %d records finished and equal", kills, finished)
	if kills < tortureKills {
		t.Errorf("only %d were killed before their end, want %d", kills, tortureKills)
	}
}

// TestTortureFullDisk fills a disk of its own, which takes the right to mount one.
func TestTortureFullDisk(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Fatalf("this test mounts a disk as Linux does")
	}
	exe, file := builtProgram(t), manyArticles(t, tortureArticles)
	_, want := whole(t, exe, file)
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Fatalf("mounting a small disk: %v\n%s", err, out)
	}
	defer exec.Command("umount", dir).Run()
	db := filepath.Join(dir, "record.db")
	c := exec.Command(exe, "add", "--json", "--db", db, file)
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	err := c.Run()
	if err == nil {
		t.Fatal("the disk was not filled")
	}
	if c.ProcessState.ExitCode() != exitFailed || !strings.Contains(said.String(), "disk is full") {
		t.Fatalf("exit %d, %s", c.ProcessState.ExitCode(), &said)
	}
	t.Logf("told: %s", strings.TrimSpace(said.String()))
	keys := map[string]bool{}
	for _, k := range acknowledged(t, out.Bytes()) {
		keys[k] = true
	}
	if len(keys) == 0 {
		t.Fatal("nothing was acknowledged before the disk was full")
	}
	if out, err := exec.Command("mount", "-o", "remount,size=300m", dir).CombinedOutput(); err != nil {
		t.Fatalf("making room: %v\n%s", err, out)
	}
	st := holds(t, exe, db, keys)
	t.Logf("%d acknowledged, %d kept", len(keys), st.Articles)
	if out, err := exec.Command(exe, "add", "--db", db, file).CombinedOutput(); err != nil {
		t.Fatalf("add: %v\n%s", err, out)
	}
	if got := dossiers(t, exe, db); got != want {
		t.Error("the record differs from one that was added without disturbance")
	}
}
