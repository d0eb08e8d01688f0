// Package intake reads articles from where they are and keeps them in a store.
//
// A [Taker] does the work: [Taker.File], [Taker.Address], [Taker.Bytes] and
// [Text] tell what is to be read, and [Taker.Take] reads it, several articles at
// once, keeps them in their order and tells what became of each. What it tells
// as kept is in the store for good.
//
// [Jobs] runs takings in the background for a server, and [Feeds] polls the feeds
// that the store knows.
package intake
