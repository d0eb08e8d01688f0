package source

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cleaned resolves an address against the one of the page and drops its
// fragment and the parameters that only follow readers around. It returns ""
// for what is no web address.
func cleaned(ref, base string) string {
	ref = strings.TrimSpace(ref)
	if ref == "" || len(ref) > 4096 {
		return ""
	}
	u, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	if b, err := url.Parse(base); err == nil && isURL(base) {
		u = b.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	u.User = nil
	u.Host = strings.ToLower(u.Host)
	if u.RawQuery != "" {
		kept := strings.Split(u.RawQuery, "&")
		n := 0
		for _, p := range kept {
			name, _, _ := strings.Cut(p, "=")
			if !strings.HasPrefix(name, "utm_") && name != "fbclid" && name != "gclid" && name != "yclid" && name != "" {
				kept[n] = p
				n++
			}
		}
		u.RawQuery = strings.Join(kept[:n], "&")
	}
	u.ForceQuery = false
	return u.String()
}

// sameAddress reports whether two addresses are the same but for the scheme,
// www., a slash at the end, fragment and query.
func sameAddress(a, b string) bool { return bare(a) == bare(b) }

func bare(s string) string {
	_, s, ok := strings.Cut(s, "://")
	if !ok {
		return ""
	}
	if i := strings.IndexAny(s, "?#"); i >= 0 {
		s = s[:i]
	}
	return strings.TrimRight(strings.TrimPrefix(strings.ToLower(s), "www."), "/")
}

// host returns the host of an address without www., or "".
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// slug makes the ID of what stands at an address: the host, the last part of the
// path in letters and digits, and eight hexadecimal digits of the SHA-256 digest
// of the whole, so that two addresses have two IDs.
func slug(address string) string {
	sum := sha256.Sum256([]byte(address))
	tail := ""
	if u, err := url.Parse(address); err == nil {
		p := strings.TrimRight(u.Path, "/")
		p = strings.TrimSuffix(p, path.Ext(p))
		tail = hyphened(path.Base("/" + p))
	}
	parts := []string{hyphened(host(address)), tail, hex.EncodeToString(sum[:4])}
	if tail == "" {
		parts = []string{parts[0], parts[2]}
	}
	return strings.TrimPrefix(strings.Join(parts, "-"), "-")
}

// fileSlug makes the ID of the nth thing in a file, counted from 1; 0 for a file
// that is one thing.
func fileSlug(name string, n int) string {
	base := filepath.Base(name)
	for {
		ext := filepath.Ext(base)
		if ext == "" || ext == base || byEnding[strings.ToLower(ext)] == kindUnknown && !strings.EqualFold(ext, ".gz") && !strings.EqualFold(ext, ".xml") {
			break
		}
		base = strings.TrimSuffix(base, ext)
	}
	if n > 0 {
		base += "-" + strconv.Itoa(n)
	}
	return base
}

// hyphened returns the letters and digits of s in lower case, everything else as
// single hyphens, at most 60 bytes of it.
func hyphened(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(s) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) || r == utf8.RuneError {
			gap = true
			continue
		}
		if b.Len()+utf8.RuneLen(r)+1 > 60 {
			break
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteRune(r)
	}
	return b.String()
}
