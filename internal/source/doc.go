// Package source turns bytes into articles: text files with headers, web
// pages, feeds, JSON and JSON Lines, and web archives, plain or compressed.
//
// [Open] reads a file or a folder, [Read] a document that is already at hand,
// such as the body of an HTTP response. Both yield one [Item] or one error at a
// time and go on after an error wherever more can be read; who has seen enough
// leaves the loop. Nothing here uses the network, the clock or anything random:
// the same bytes under the same name give the same items.
//
// No more of a document, line or record is held in memory at a time than the
// limits below allow, a page also as the tree of its elements.
package source

// Limits of what is read. What goes beyond them is told, by an error or a note.
const (
	MaxDocument = 16 << 20 // bytes of one text, page, feed or JSON document, after decompression
	MaxLine     = 16 << 20 // bytes of one line of JSON Lines
	MaxRatio    = 256      // how many times its own size compressed data may grow, beyond the first 4 MiB
	MaxNodes    = 150_000  // elements and texts of one page; the rest of the page is left out, with a note
	MaxDepth    = 256      // elements within elements of one page or feed; deeper ones of a page are laid flat, a deeper feed is refused
	MinText     = 200      // bytes of running text that make a page an article
	MinContent  = 400      // bytes that make the content of a feed's item an article, not a teaser
)
