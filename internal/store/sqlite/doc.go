// Package sqlite keeps the record in one SQLite file.
//
// The file is written in WAL mode with full synchronisation: what a method has
// returned without an error survives a loss of power. One connection writes, several
// read, and a reader sees the store as it was when it began. Other programs may open
// the file at the same time; who has to wait for more than ten seconds to write
// gives up with [store.ErrBusy].
//
// A full-text index finds articles by their words. Facts are found by lists of ids, one
// for each tag, which tells something of a fact: its act, a party, a month. Each
// transaction writes a segment of such lists, and segments are put together as they
// become many. All ids descend from the newest to the oldest, so that a search reads
// little more of the lists than it returns.
package sqlite
