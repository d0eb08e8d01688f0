// Package export writes the record in the forms that other programs read: tables
// (CSV, JSON Lines, Parquet), calendars, annotations, the formats of event data
// (PLOVER, GDELT) and linked data. docs/exports.md tells what each holds, field
// by field, and what it loses.
//
// What holds for all of them: the same record, with the same Made, gives the same
// bytes. No field holds more than [Limit] code points of somebody's text. Every
// span that is written agrees with its words: they stand in the article from
// start to end, counted in code points. Nothing that came with an article (title,
// author, address, words) can leave the field it stands in, be taken for a
// formula, or become a link that is not of the web.
package export
