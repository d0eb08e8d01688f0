package access

import (
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// defaultBody is how large the body of a request may be, in bytes.
const defaultBody = 1 << 20

// Limit lets the bodies of requests to h be of n bytes, where [Guard.Wrap] would
// allow more or less. Reading on gives an [http.MaxBytesError].
func Limit(n int64, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := r.Body
		if c, ok := r.Context().Value(callerKey{}).(caller); ok {
			body = c.body
		}
		if body != nil {
			r = r.WithContext(r.Context()) // a copy
			r.Body = http.MaxBytesReader(w, body, n)
		}
		h.ServeHTTP(w, r)
	})
}

// limits are how often something may be done by each of many. Who has not been seen
// for long is forgotten, so that no number of them takes more than a bounded memory.
type limits struct {
	per   rate.Limit
	burst int

	mu       sync.Mutex
	now, old map[string]*rate.Limiter
}

// perGeneration is how many limiters are kept in each of the two generations.
const perGeneration = 8192

func newLimits(per rate.Limit, burst int) *limits {
	return &limits{per: per, burst: burst, now: map[string]*rate.Limiter{}}
}

func perMinute(n float64) rate.Limit { return rate.Limit(n / 60) }

// take counts one doing of key, or returns how long it has to wait.
func (l *limits) take(key string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	lim := l.now[key]
	if lim == nil {
		if lim = l.old[key]; lim == nil {
			lim = rate.NewLimiter(l.per, l.burst)
		}
		if len(l.now) >= perGeneration {
			l.now, l.old = map[string]*rate.Limiter{}, l.now
		}
		l.now[key] = lim
	}
	res := lim.ReserveN(now, 1)
	wait := res.DelayFrom(now)
	if wait > 0 {
		res.CancelAt(now)
	}
	return wait
}

// tooMany counts a request by who makes it, and refuses it if there were too many.
// Who sits at an open desk is not counted.
func (g *Guard) tooMany(w http.ResponseWriter, r *http.Request, who string) bool {
	if g.o.Open {
		return false
	}
	l := g.writes
	if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions {
		l = g.reads
	}
	wait := l.take(who, g.o.Now())
	if wait > 0 {
		retryAfter(w, wait)
		g.o.Refuse(w, r, http.StatusTooManyRequests, "too many requests, try again later")
	}
	return wait > 0
}

func retryAfter(w http.ResponseWriter, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
}
