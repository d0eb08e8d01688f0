package nlp

// wordless is the number of the features of sight, the first ones, that tell
// nothing of the letters of a word.
const wordless = 4

// sight appends to f the features that the network sees of token i, which has
// been tagged, those that tell its form last: they begin at the index
// returned. The tags that the token may have are appended to cand. bank is the
// treebank, by order in training, after whose habits the sentence is read.
func (t *tagger) sight(f []uint64, cand []uint16, tokens []Token, i, bank int) (features []uint64, candidates []uint16, form int) {
	tok := &tokens[i]
	low, sh := fold(tok.Form), shape(tok.Form)
	kind := uint64(0)
	add := func(v uint64) {
		kind++
		f = append(f, mix(0xbeef+kind, v))
	}
	upos := hashString(tok.UPOS)
	add(upos)
	add(mix(upos, hashString(tok.Feats)))
	add(uint64(sh))
	add(uint64(bank))
	for n := range 3 {
		add(hashString(suffix(low, n+1)))
	}
	for n := range 2 {
		add(hashString(prefix(low, n+1)))
	}
	from := len(cand)
	cand = append(cand, t.candidates(cand[from:], tok.Form, low, sh, first(tokens, i))...)
	for _, c := range cand[from:] {
		f = append(f, mix(0xcafe, t.hashes[c]))
	}
	form = len(f)
	add(hashString(suffix(low, 4)))
	add(hashString(suffix(low, 5)))
	add(hashString(prefix(low, 3)))
	add(hashString(prefix(low, 4)))
	add(mix(upos, hashString(tok.Lemma)))
	add(hashString(low))
	return f, cand, form
}

// first says whether token i may owe its capital to standing first.
func first(tokens []Token, i int) bool {
	for k := range tokens[:i] {
		if shape(tokens[k].Form) != shapeOther {
			return false
		}
	}
	return true
}

// appendClues appends to f the clues on token i.
func appendClues(f, clues []uint64, ends []int, i int) []uint64 {
	if len(ends) == 0 {
		return f
	}
	from := 0
	if i > 0 {
		from = ends[i-1]
	}
	return append(f, clues[from:ends[i]]...)
}
