package text

// A Quotation is a pair of quotation marks with what stands between them.
type Quotation struct {
	Span            // with the marks
	Inner      Span // without the marks
	Depth      int  // 0 outermost, 1 nested in another pair, ...
	Continues  bool // this paragraph re-opens the quotation of the paragraph before it
	Continued  bool // the next paragraph re-opens this one
	Unclosed   bool // no closing mark was found: closed at the paragraph's end by repair
	Dash       bool // an utterance of a dialogue opened by a dash, not by marks
	Apostrophe bool // marked by single quotes
}
