package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestServeRefusesWhatMakesNoSense(t *testing.T) {
	d := newClerk(t)
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"serve", "--listen", "0.0.0.0:0"}, "a desk that others reach needs accounts"},
		{[]string{"serve", "--listen", ":8044"}, "a desk that others reach needs accounts"},
		{[]string{"serve", "--url", "https://desk.example.org"}, "a desk that others reach needs accounts"},
		{[]string{"serve", "--url", "desk.example.org"}, "--url wants the address"},
		{[]string{"serve", "--cert", "x.pem"}, "--cert and --key go together"},
		{[]string{"serve", "--proxy", "nowhere"}, "want an address or a network"},
		{[]string{"serve", "everything"}, "serve takes flags only"},
	} {
		has(t, strings.Join(c.args, " "), d.run(exitUsage, c.args...), c.want)
	}
}

func TestServeAnswersUntilItIsInterrupted(t *testing.T) {
	newClerk(t)
	ctx, stop := context.WithCancel(t.Context())
	r, w := io.Pipe()
	var said bytes.Buffer
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"serve", "--listen", "127.0.0.1:0"}, strings.NewReader(""), w, &said)
		_ = w.Close()
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("%v\n%s", err, &said)
	}
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "attache serves the record at ")
	if !ok {
		t.Fatalf("it says %q", line)
	}
	for path, want := range map[string]int{"/": http.StatusOK, "/api/v1/stats": http.StatusOK, "/assets/desk.css": http.StatusOK, "/nowhere": http.StatusNotFound} {
		resp, err := http.Get(address + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, resp.StatusCode, want)
		}
	}
	stop()
	if got := <-code; got != exitOK && got != exitInterrupted {
		t.Errorf("exit code %d\n%s", got, &said)
	}
}
