// Package record joins the readings of many articles into one memory: reports of
// the same event, what they disagree on, what became of what was promised, and
// the history of relations of two states.
//
// The way goes from [Facts], which draws from one reading the facts that can be
// joined, through [Fact.Block], which says which facts can be about one thing,
// to [Merge], which joins the facts of a block. All are pure: the same readings
// and corrections give the same record, in whatever order they came. That holds
// because a block is always merged as a whole, in an order that depends on the
// facts alone.
//
// Nothing is destroyed: a merged [Event] keeps every report with the reasons why
// it was joined, values that differ stand side by side, and what people corrected
// ([Correction]) is laid over what the engine read, replayed each time.
//
// An event is known by the key of its first report; the key of any of its reports
// leads to it. Keys are made of the article's text and the place in it, so that
// they outlive a new reading by a newer engine.
package record
