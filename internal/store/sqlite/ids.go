package sqlite

import (
	"fmt"
	"strconv"

	"github.com/attache-project/attache/record"
)

// An id of an article has 20 bits of its day, counted from the first of January of
// the year 1, and 28 bits of the complement of its key. Where two articles of a day
// have the same, the one that comes later takes the next free number below. An id of
// a fact has 14 bits more, the complement of its place among the facts of its article.
const (
	keyBits   = 28
	placeBits = 14
	dayBits   = 20
	epoch     = 719162 // days from the year 1 to 1970
	lastDay   = 1<<dayBits - 1
	mostFacts = 1 << placeBits
)

// dayOf returns the number of a date of publication, 0 when there is none.
func dayOf(published string) int64 {
	d, err := record.ParseDay(published)
	if err != nil {
		return 0
	}
	return number(d)
}

// number returns the number of a day, which is cut to those that an id can hold.
func number(d record.Day) int64 { return min(max(int64(d)+epoch, 1), lastDay) }

// articleID returns the id that an article has, unless another has it.
func articleID(published, key string) (int64, error) {
	if err := checkKey(key); err != nil {
		return 0, err
	}
	k, err := strconv.ParseUint(key[:keyBits/4], 16, keyBits)
	if err != nil {
		return 0, err
	}
	return dayOf(published)<<keyBits | int64(1<<keyBits-1-k), nil
}

// checkKey reports a key that is not 16 hexadecimal digits.
func checkKey(key string) error {
	if len(key) != 16 || !isHex(key) {
		return fmt.Errorf("the key %q is not 16 hexadecimal digits in lower case", key)
	}
	return nil
}

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || '9' < c) && (c < 'a' || 'f' < c) {
			return false
		}
	}
	return s != ""
}

// factID returns the id of a fact of an article.
func factID(article int64, place int) int64 {
	return article<<placeBits | int64(mostFacts-1-place)
}

// factsOf returns the first and the last id that facts of an article have.
func factsOf(article int64) (from, to int64) {
	return article << placeBits, article<<placeBits | (mostFacts - 1)
}

// idsOf returns the first and the last id of articles published within some days;
// those without a date have none.
func idsOf(said record.Interval) (from, to int64) {
	from, to = 0, lastDay<<keyBits|(1<<keyBits-1)
	if said == record.Anytime {
		return from, to
	}
	from = 1 << keyBits
	if said.Start != record.Always {
		from = number(said.Start) << keyBits
	}
	if said.End != record.Never {
		to = number(said.End)<<keyBits | (1<<keyBits - 1)
	}
	return from, to
}

// published returns the day of publication that an id tells.
func published(article int64) record.Day { return record.Day(article>>keyBits - epoch) }
