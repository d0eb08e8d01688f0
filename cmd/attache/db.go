package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/attache-project/attache/internal/store"
	"github.com/attache-project/attache/internal/store/postgres"
	"github.com/attache-project/attache/internal/store/sqlite"
	"github.com/attache-project/attache/names"
	"github.com/attache-project/attache/record"
)

// dbFlag is the flag that tells where the record is kept.
func dbFlag(fs *flag.FlagSet) *string { return fs.String("db", "", "") }

// place tells where the record is kept: where the flag says, else ATTACHE_DB, else
// in a file in the data directory of the user.
func place(db string) (string, error) {
	if db = cmp.Or(db, os.Getenv("ATTACHE_DB")); db != "" {
		return db, nil
	}
	dir, err := dataDir()
	if err != nil {
		return "", fmt.Errorf("finding a place for the record (--db tells one): %w", err)
	}
	return filepath.Join(dir, "attache", "record.db"), nil
}

// onServer reports whether a place is a PostgreSQL database.
func onServer(place string) bool {
	return strings.HasPrefix(place, "postgres://") || strings.HasPrefix(place, "postgresql://")
}

// openStore opens the record, and begins one where there is none.
func openStore(ctx context.Context, db string) (store.Store, error) {
	at, err := place(db)
	if err != nil {
		return nil, err
	}
	if onServer(at) {
		return postgres.Open(ctx, at)
	}
	return sqlite.Open(ctx, at)
}

// openRecord opens a record that has to be there: a question to a mistyped path
// must not be answered by an empty record.
func openRecord(ctx context.Context, db string) (store.Store, error) {
	at, err := place(db)
	if err != nil {
		return nil, err
	}
	if !onServer(at) {
		if _, err := os.Stat(at); os.IsNotExist(err) {
			return nil, fmt.Errorf("there is no record at %s yet: attache add FILE begins one", at)
		}
	}
	return openStore(ctx, at)
}

// dataDir returns the directory in which programs keep the data of the user.
func dataDir() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	if runtime.GOOS == "windows" {
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return dir, nil
		}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support"), nil
	}
	return filepath.Join(home, ".local", "share"), nil
}

// release returns the version of the program, with the revision it was built from.
func release() string {
	version := "(devel)"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version
	}
	if info.Main.Version != "" {
		version = info.Main.Version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			version += " " + s.Value[:min(12, len(s.Value))]
		}
	}
	return version
}

// engine names the engine that reads: the release with a digest over the program,
// its tables and models, and the tables of pack, so that a reading by any other
// is known from its own.
func engine(pack string) (string, error) {
	h := sha256.New()
	exe, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("finding the program: %w", err)
	}
	if err := digest(h, exe); err != nil {
		return "", err
	}
	if pack != "" {
		err := filepath.WalkDir(pack, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			return digest(h, path)
		})
		if err != nil {
			return "", fmt.Errorf("reading the pack %s: %w", pack, err)
		}
	}
	return release() + " " + hex.EncodeToString(h.Sum(nil)[:6]), nil
}

func digest(h io.Writer, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(h, f)
	return err
}

// pairOf returns the codes of up to two states or organisations, sorted.
func pairOf(args []string) (pair [2]string, err error) {
	if len(args) == 0 {
		return pair, nil
	}
	d, err := names.Open()
	if err != nil {
		return pair, err
	}
	for i, a := range args[:min(2, len(args))] {
		var ok bool
		if pair[i], ok = d.CodeOf(a); !ok {
			return pair, usagef("nobody knows a state or organisation %q: a code such as KAZ or EU, or its name in Spanish, English or Russian, is wanted", a)
		}
	}
	if pair[1] != "" && pair[1] < pair[0] {
		pair[0], pair[1] = pair[1], pair[0]
	}
	if pair[0] == pair[1] {
		return pair, usagef("a pair is wanted, and %s and %s are the same", args[0], args[1])
	}
	return pair, nil
}

// dayFlag is a flag that holds a date, today by default.
type dayFlag struct {
	day record.Day
	set bool
}

func (d *dayFlag) String() string { return d.day.String() }

func (d *dayFlag) Set(s string) error {
	day, err := record.ParseDay(s)
	if err != nil {
		return err
	}
	d.day, d.set = day, true
	return nil
}

// today returns the day on which the program runs, where the person is.
func today() record.Day {
	d, _ := record.ParseDay(time.Now().Format(time.DateOnly))
	return d
}
