package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Names are learnt from a file in our own words, the same bytes each time.
func TestTrainEntities(t *testing.T) {
	dir := t.TempDir()
	var trees, names strings.Builder
	for i := range 12 {
		p := []string{"Lara", "Teo", "Ivo"}[i%3]
		l := []string{"Peralejo", "Montoro"}[i%2]
		fmt.Fprintf(&trees, "# sent_id = %d\n1\t%s\t%s\tPROPN\t_\t_\t2\tnsubj\t_\tNE=B-PER\n2\tvisita\tvisitar\tVERB\t_\tVerbForm=Fin\t0\troot\t_\t_\n3\t%s\t%s\tPROPN\t_\t_\t2\tobj\t_\tNE=B-LOC\n\n", i, p, p, l, l)
		fmt.Fprintf(&names, "%s\tPROPN\tB-PER\nvisita\tVERB\tO\n%s\tPROPN\tB-LOC\n\n", p, l)
	}
	write := func(name, s string) string {
		f := filepath.Join(dir, name)
		if err := os.WriteFile(f, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
		return f
	}
	tb, gold := write("a.conllu", trees.String()), write("b.iob2", names.String())
	var made [][]byte
	for k := range 2 {
		out := filepath.Join(dir, fmt.Sprint(k))
		var stdout, stderr bytes.Buffer
		if code := run(context.Background(), []string{"train", "--entities", "--lang", "xx", "--out", out, tb, gold}, nil, &stdout, &stderr); code != exitOK {
			t.Fatalf("exit %d: %s", code, stderr.String())
		}
		b, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, b)
	}
	if !bytes.Equal(made[0], made[1]) {
		t.Error("the same files make other bytes")
	}
	bad := write("bad.iob2", "Ana\tPROPN\tB-PER\nduerme\tVERB\n")
	for _, args := range [][]string{
		{"train", "--entities", "--lang", "xx", "--out", filepath.Join(dir, "x"), bad},
		{"train", "--entities", "--lang", "xx", "--out", filepath.Join(dir, "x"), filepath.Join(dir, "none.iob2")},
		{"train", "--entities", "--lang", "xx", "--out", filepath.Join(dir, "x"), "--kinds", "CAT", tb},
		{"train", "--entities", tb},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(context.Background(), args, nil, &stdout, &stderr); code == exitOK {
			t.Errorf("%q went well", args)
		} else if args[len(args)-1] == bad && !strings.Contains(stderr.String(), "bad.iob2:2:") {
			t.Errorf("no file and line in %s", stderr.String())
		}
	}
}
