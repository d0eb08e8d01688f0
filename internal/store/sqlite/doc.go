// Package sqlite keeps the record in one SQLite file.
//
// The file is written in WAL mode with full synchronisation: what a method has
// returned without an error survives a loss of power. One connection writes, several
// read, and a reader sees the store as it was when it began. Other programs may open
// the file at the same time; who has to wait for more than ten seconds to write
// gives up with [store.ErrBusy].
//
// Two full-text indexes find things: one of the words of articles, and one of tags
// by which facts are found. Their ids descend from the newest to the oldest, so that
// a search reads no more of them than it returns.
package sqlite
