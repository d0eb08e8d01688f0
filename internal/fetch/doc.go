// Package fetch gets web pages and feeds from servers that nobody vouches for,
// without harm to the machine that asks or to the server that is asked.
//
// Safety. Only http and https, on ports 80 and 443 unless others are allowed.
// Every address is judged when it is dialled, after the name was resolved, so
// that a name whose answer changes cannot win; what is not public (see
// [CheckAddr]) is refused, in redirects too. Bodies are capped as received,
// after decompression and in the ratio of the two; headers in bytes; the whole
// in time and in pace. There are no cookies, no referrers, no credentials and,
// unless Options.Proxy asks, no proxy. A redirect from https to http is
// refused: what was asked for under encryption is not to come without it.
//
// Politeness. A host gets one request at a time and a pause between two;
// robots.txt is honoured as RFC 9309 has it, with Crawl-delay; so is
// Retry-After. Validators make a request conditional.
//
// Requests are HTTP/1.1: it is all that a polite reader needs, and there is
// less of it to go wrong.
package fetch
