package record

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// ParseParty reads a party as a correction holds it: a name alone, or a name with the
// id of an entity and the code of the state or organisation that it stands for, where
// there is one, in angle brackets behind: "Kassym-Jomart Tokayev
// <kassym-jomart-tokayev KAZ>". The directory is not asked: what a correction says is
// the same whatever directory it is replayed with.
func ParseParty(s string) (Party, error) {
	name, rest, known := strings.Cut(s, "<")
	p := Party{Name: strings.TrimSpace(name)}
	if !known {
		if p.Name == "" || strings.ContainsRune(s, '>') {
			return Party{}, fmt.Errorf("want a name, or a name <id CODE>, found %q", s)
		}
		return p, nil
	}
	inside, after, closed := strings.Cut(rest, ">")
	words := strings.Fields(inside)
	if !closed || after != "" || p.Name == "" || len(words) < 1 || len(words) > 2 || strings.ContainsRune(inside, '<') {
		return Party{}, fmt.Errorf("want a name, or a name <id CODE>, found %q", s)
	}
	p.Entity = words[0]
	if len(words) == 2 {
		if p.Code = words[1]; strings.ContainsFunc(p.Code, func(r rune) bool { return !unicode.IsUpper(r) && !unicode.IsDigit(r) && r != '-' }) {
			return Party{}, fmt.Errorf("want a code such as KAZ or EU behind the id, found %q", p.Code)
		}
	}
	p.Person = p.Entity != p.Code && !strings.ContainsRune(p.Entity, '/') // ids of institutions and of those whom no directory knows have one
	return p, nil
}

// FormatParty writes a party as [ParseParty] reads it.
func FormatParty(p Party) string {
	if p.Entity == "" {
		return p.Name
	}
	return first(p.Name, p.Entity) + " <" + strings.TrimSpace(p.Entity+" "+p.Code) + ">"
}

// correctSpeaker puts somebody else in place of who says so, or nobody for "".
func correctSpeaker(f *Fact, v string) error {
	var p Party
	if strings.TrimSpace(v) != "" {
		var err error
		if p, err = ParseParty(v); err != nil {
			return err
		}
	}
	f.Speaker, f.Side = nil, p.Code
	if p.Name != "" {
		f.Speaker = &p
	}
	if f.Kind == KindStatement { // of which the speaker is the actor
		f.Actors = nil
		if p.Entity != "" {
			f.Actors = []Party{p}
		}
		f.Parties = slices.Clone(f.About)
		if p.Code != "" {
			f.Parties = append(f.Parties, p.Code)
		}
		slices.Sort(f.Parties)
		f.Parties = slices.Compact(f.Parties)
	}
	return nil
}
