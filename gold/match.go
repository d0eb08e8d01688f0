package gold

import (
	_ "embed" // for the function words
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A span is a stretch of the article in code points.
type span struct{ start, end int }

// overlap is the share of two spans together that both cover.
func overlap(x, y span) float64 {
	both := max(0, min(x.end, y.end)-max(x.start, y.start))
	return float64(both) / float64(max(1, max(x.end, y.end)-min(x.start, y.start)))
}

// half is the overlap at which two spans are the same in all but their bounds.
const half = 0.5

// edges are what does not count at the ends of words.
const edges = " \n\t\"«»“”„‘’'.,;:—–-…()"

// trim returns x without marks and punctuation at its ends.
func trim(t []rune, x span) span {
	for x.start < x.end && strings.ContainsRune(edges, t[x.start]) {
		x.start++
	}
	for x.end > x.start && strings.ContainsRune(edges, t[x.end-1]) {
		x.end--
	}
	return x
}

// trimTime returns x without marks at its ends and function words at its begin.
func trimTime(t []rune, x span) span {
	for x = trim(t, x); ; {
		word := x.start
		for word < x.end && (unicode.IsLetter(t[word]) || unicode.IsNumber(t[word]) || t[word] == '_') {
			word++
		}
		next := word
		for next < x.end && unicode.IsSpace(t[next]) {
			next++
		}
		if next == word || !slices.Contains(edgeWords, strings.ToLower(string(t[x.start:word]))) {
			return trim(t, x)
		}
		x.start = next
	}
}

//go:embed function-words.txt
var functionWords string

var (
	edgeWords    = wordsOf("edge")
	mentionWords = append(wordsOf("mention"), edgeWords...)
)

// wordsOf returns the function words of one use.
func wordsOf(use string) []string {
	var out []string
	for line := range strings.Lines(functionWords) {
		if f := strings.Fields(line); len(f) > 0 && f[0] == use {
			out = append(out, f[1:]...)
		}
	}
	return out
}

// unmarked maps small letters with a mark to those without, as the Unicode
// decomposition NFKD does. Letters that it does not take apart (ø, ł, đ) are not here.
var unmarked = func() map[rune]string {
	m := map[rune]string{'№': "no"}
	for plain, marked := range map[string]string{
		"a": "ªàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ", "b": "ḃḅḇ", "c": "çćĉċčḉ", "d": "ďḋḍḏḑḓ",
		"e": "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ", "f": "ḟ", "g": "ĝğġģǧǵḡ", "h": "ĥȟḣḥḧḩḫẖ",
		"i": "ìíîïĩīĭįǐȉȋḭḯỉị", "j": "ĵǰ", "k": "ķǩḱḳḵ", "l": "ĺļľḷḹḻḽ", "m": "ḿṁṃ", "n": "ñńņňǹṅṇṉṋ",
		"o": "ºòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ", "p": "ṕṗ", "r": "ŕŗřȑȓṙṛṝṟ", "s": "śŝşšșṡṣṥṧṩ",
		"t": "ţťțṫṭṯṱẗ", "u": "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự", "v": "ṽṿ", "w": "ŵẁẃẅẇẉẘ", "x": "ẋẍ",
		"y": "ýÿŷȳẏẙỳỵỷỹ", "z": "źżžẑẓẕ",
		"а": "ӑӓ", "г": "ѓ", "е": "ѐёӗ", "ж": "ӂӝ", "з": "ӟ", "и": "ѝйӣӥ", "к": "ќ", "о": "ӧ", "у": "ўӯӱӳ",
		"ч": "ӵ", "ы": "ӹ", "э": "ӭ",
	} {
		for _, r := range marked {
			m[r] = plain
		}
	}
	return m
}()

// words returns the words of s in small letters without marks. All but Latin and
// Russian letters and digits parts words.
func words(s string) []string {
	var b strings.Builder
	for _, r := range s {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		r = unicode.ToLower(r)
		switch plain, ok := unmarked[r]; {
		case ok:
			b.WriteString(plain)
		case 'a' <= r && r <= 'z', 'а' <= r && r <= 'я', '0' <= r && r <= '9':
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}

// unknown is how the gold names a speaker of whom the text tells nothing, and
// anonymous one without a name. More may follow.
const (
	unknown   = "unknown"
	anonymous = "anonymous"
)

// sameName says whether a name that was found is the canonical one or one of
// the mentions: one holds the other at its end, so that the family name will
// do. No name is right for nobody.
func sameName(found, canonical string, mentions []string) bool {
	a := words(found)
	if len(a) == 0 {
		return strings.HasPrefix(canonical, unknown)
	}
	for _, m := range append([]string{canonical}, mentions...) {
		if b := words(m); len(b) > 0 && (endsIn(a, b) || endsIn(b, a)) {
			return true
		}
	}
	return false
}

func endsIn(a, end []string) bool {
	return len(end) <= len(a) && slices.Equal(a[len(a)-len(end):], end)
}

// sameMention says whether one of two mentions holds the words of the other,
// function words aside.
func sameMention(a, b string) bool {
	content := func(s string) []string {
		return slices.DeleteFunc(words(s), func(w string) bool { return slices.Contains(mentionWords, w) })
	}
	in := func(x, y []string) bool {
		return !slices.ContainsFunc(x, func(w string) bool { return !slices.Contains(y, w) })
	}
	x, y := content(a), content(b)
	return len(x) > 0 && len(y) > 0 && (in(x, y) || in(y, x))
}

// sameType says whether two types of events are one. PLOVER split YIELD in two
// after 2018.
func sameType(a, b string) bool {
	one := func(s string) string {
		if s == "CONCEDE" || s == "RETREAT" {
			return "YIELD"
		}
		return s
	}
	return one(a) == one(b)
}

// instrumentKinds are names for one kind of instrument in annotations and
// readings.
var instrumentKinds = map[string]string{
	"documents": "package", "agreements": "agreement", "partnership": "agreement", "pact": "agreement",
	"statement": "declaration", "communique": "declaration", "joint-statement": "declaration", "convention": "treaty",
}

// sameKind says whether two kinds of instruments are one; the plural is.
func sameKind(a, b string) bool {
	one := func(s string) string {
		s = strings.ToLower(s)
		if k, ok := instrumentKinds[s]; ok {
			return k
		}
		return strings.TrimRight(s, "s")
	}
	return one(a) == one(b)
}

// sameStage says whether the status found of an instrument is that of the
// gold, which tells fewer apart.
func sameStage(found, gold string) bool {
	return found == gold ||
		found == "announced" && gold == "to-be-signed" ||
		found == "suspended" && gold == "denounced" ||
		found == "initialled" && gold == "signed"
}

// bounds are the signs of an interval that is open on one side.
var bounds = strings.NewReplacer("../", "", "/..", "")

// sameValue says whether two values of time are one. Where a text says "before
// the end of the year" the gold may tell the bound or its date.
func sameValue(found, gold string) bool {
	return found == gold || found != "" && bounds.Replace(found) == bounds.Replace(gold)
}

// space is what parts words, as Unicode has it.
const space = `[\s\v\x{85}\p{Z}]`

var (
	sentenceStart = regexp.MustCompile(`[.!?»”]` + space + `+[A-ZÁÉÍÓÚÑ¿¡«“А-Я]`)
	dateline      = regexp.MustCompile(`^[^a-z\n]{3,40}[^\n]{0,30}?(?:\.|—|–|--)` + space)
)

// A sentence is known by how many sentences and paragraphs seem to have begun
// before it.
type sentence struct{ sentences, paragraphs int }

// sentenceAt returns the sentence in which an offset lies.
func sentenceAt(t []rune, offset int) sentence {
	before := string(t[:offset])
	return sentence{len(sentenceStart.FindAllStringIndex(before, -1)), strings.Count(before, "\n\n")}
}
