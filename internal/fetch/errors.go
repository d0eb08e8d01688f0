package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// What a request can be refused for or fail of. The errors of [Client.Get]
// wrap one of these, or a [*StatusError], a [*HeldError] or the error of the
// network, and name the URL.
var (
	ErrURL         = errors.New("not a usable address")
	ErrScheme      = errors.New("scheme is neither http nor https")
	ErrPort        = errors.New("port is not allowed")
	ErrCredentials = errors.New("address holds a user name or password")
	ErrPrivate     = errors.New("address is not public")
	ErrTooLarge    = errors.New("larger than allowed")
	ErrRatio       = errors.New("expands more than allowed")
	ErrEncoding    = errors.New("content encoding was not asked for")
	ErrSlow        = errors.New("too slow")
	ErrRedirects   = errors.New("redirected too often")
	ErrDowngrade   = errors.New("redirected from https to http")
	ErrRobots      = errors.New("not allowed by robots.txt")
)

// A StatusError is the answer of a server that has nothing to give.
type StatusError struct {
	URL    string
	Status int       // of HTTP, neither 2xx nor an expected 304
	Retry  time.Time // when the server may be asked again, zero if it did not say
}

func (e *StatusError) Error() string {
	s := fmt.Sprintf("status %d %s", e.Status, http.StatusText(e.Status))
	if !e.Retry.IsZero() {
		s += ", to be asked again after " + e.Retry.UTC().Format(time.RFC3339)
	}
	return s
}

// A HeldError tells that nothing was asked because the host wants a longer
// pause, by Retry-After or Crawl-delay, than Get sits out.
type HeldError struct {
	Host  string
	Retry time.Time // when the pause ends
}

func (e *HeldError) Error() string {
	return fmt.Sprintf("%s wants not to be asked before %s", e.Host, e.Retry.UTC().Format(time.RFC3339))
}

// RetryAt returns the time before which the server does not want to be asked
// again, zero if err tells none.
func RetryAt(err error) time.Time {
	if s, ok := errors.AsType[*StatusError](err); ok {
		return s.Retry
	}
	if h, ok := errors.AsType[*HeldError](err); ok {
		return h.Retry
	}
	return time.Time{}
}
