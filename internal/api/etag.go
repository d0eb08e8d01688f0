package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
)

// tagged answers by h with an ETag over the bytes of the answer, or with 304 to who
// has them already. The answer is made before any of it is sent.
func tagged(w http.ResponseWriter, r *http.Request, h http.Handler) {
	b := &body{ResponseWriter: w, status: http.StatusOK}
	h.ServeHTTP(b, r)
	if b.status == http.StatusOK {
		sum := sha256.Sum256(b.Bytes())
		tag := `"` + hex.EncodeToString(sum[:16]) + `"`
		w.Header().Set("ETag", tag)
		w.Header().Add("Vary", "Authorization, Cookie")
		if held(r.Header.Values("If-None-Match"), tag) {
			w.Header().Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	w.WriteHeader(b.status)
	_, _ = w.Write(b.Bytes()) // who asked may be gone
}

// held reports whether the values of If-None-Match name a tag, by the weak
// comparison of RFC 9110, section 13.1.2.
func held(values []string, tag string) bool {
	for part := range strings.SplitSeq(strings.Join(values, ","), ",") {
		if part = strings.TrimSpace(part); part == "*" || strings.TrimPrefix(part, "W/") == tag {
			return true
		}
	}
	return false
}

// A body holds an answer back.
type body struct {
	http.ResponseWriter
	bytes.Buffer
	status int
}

// WriteHeader keeps the status.
func (b *body) WriteHeader(status int) { b.status = status }

// Write keeps p.
func (b *body) Write(p []byte) (int, error) { return b.Buffer.Write(p) }
