// Package reading takes an article through every stage, from its words to the
// statements, events, visits, instruments and levels of relations in it, and
// puts what was found into one value with a fixed JSON form.
//
// To read many articles make a [Reader] once and call [Reader.Read] from as
// many goroutines as there are processors; to read one, [Read] will do. A
// reading depends on the article and on the language pack and on nothing else:
// the same article gives the same bytes, whatever else is read at the same
// time. The package reads no clock and opens no network.
//
// Every fact carries the span of the words it was drawn from, in Unicode code
// points of the article's text (or title), together with these words, and the
// name of the rule that drew it. [Verify] checks a reading against the text it
// carries; [Reader.Explain] shows the tree and the rule behind one fact;
// [Printer] lays a reading out for a person.
//
// What is missing is missing in the reading too: an unknown speaker is null,
// and without a date of publication relative times have no value, which
// [Reading.Notes] then says. Unread lists quotations that no statement took.
package reading
