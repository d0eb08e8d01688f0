package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// asProgram makes the binary of the tests the program itself.
const asProgram = "ATTACHE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestAClientAsksTheRecordOverTheStandardStreams(t *testing.T) {
	db := filepath.Join(t.TempDir(), "record.db")
	if code := run(t.Context(), []string{"add", "--db", db, "../../examples/es-hanoi-paris.txt"}, strings.NewReader(""), &strings.Builder{}, &strings.Builder{}); code != exitOK {
		t.Fatalf("add: exit code %d", code)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "mcp", "--db", db, "--on", "2024-10-10")
	cmd.Env = append(os.Environ(), asProgram+"=1")
	var told strings.Builder
	cmd.Stderr = &told
	c, err := mcp.NewClient(&mcp.Implementation{Name: "test"}, nil).Connect(t.Context(), &mcp.CommandTransport{Command: cmd, TerminateDuration: time.Minute}, nil)
	if err != nil {
		t.Fatalf("%v: %s", err, told.String())
	}
	r, err := c.CallTool(t.Context(), &mcp.CallToolParams{Name: "dossier", Arguments: map[string]any{"a": "Vietnam", "b": "Francia"}})
	if err != nil {
		t.Fatal(err)
	}
	if words := r.Content[0].(*mcp.TextContent).Text; r.IsError || !strings.Contains(words, "FRA – VNM on 2024-10-10") || !strings.Contains(words, "│ asociación estratégica integral") {
		t.Errorf("%s", words)
	}
	if err := c.Close(); err != nil { // the client is gone: the program ends by itself
		t.Errorf("closing: %v", err)
	}
	if !cmd.ProcessState.Success() || told.Len() > 0 {
		t.Errorf("%v: %s", cmd.ProcessState, told.String())
	}
}

func TestARecordThatIsNotThereIsNotBegun(t *testing.T) {
	db := filepath.Join(t.TempDir(), "record.db")
	var told strings.Builder
	if code := run(t.Context(), []string{"mcp", "--db", db}, strings.NewReader(""), &strings.Builder{}, &told); code != exitFailed || !strings.Contains(told.String(), "no record") {
		t.Errorf("exit code %d: %s", code, told.String())
	}
	if _, err := os.Stat(db); err == nil {
		t.Error("a record was begun")
	}
	if code := run(t.Context(), []string{"mcp", "record.db"}, strings.NewReader(""), &strings.Builder{}, &told); code != exitUsage {
		t.Errorf("exit code %d", code)
	}
}
