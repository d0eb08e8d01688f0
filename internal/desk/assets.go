package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"

	"github.com/attache-project/attache/internal/store"
)

// A file is an asset with what a browser may keep it by.
type file struct {
	body        []byte
	contentType string
	etag        string
}

func readAssets(fsys fs.FS) (map[string]*file, error) {
	out := map[string]*file{}
	err := fs.WalkDir(fsys, "assets", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		out[path.Base(name)] = &file{b, contentTypes[path.Ext(name)], `"` + hex.EncodeToString(sum[:8]) + `"`}
		return nil
	})
	return out, err
}

// contentTypes does not ask the machine, whose table may say anything.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".txt": "text/plain; charset=utf-8",
}

func asset(q *request) error {
	f := q.desk.files[q.r.PathValue("file")]
	if f == nil || f.contentType == "" {
		return store.ErrNotFound
	}
	h := q.w.Header()
	h.Set("ETag", f.etag)
	h.Set("Cache-Control", "public, max-age=300, must-revalidate")
	if q.r.Header.Get("If-None-Match") == f.etag {
		q.w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", f.contentType)
	_, _ = q.w.Write(f.body)
	return nil
}
