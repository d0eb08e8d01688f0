// Package mcp lets language models ask the record, by the Model Context Protocol.
// Its tools read: none adds, corrects or fetches anything.
//
// What an outlet wrote may hold words that look like instructions. Text of articles
// is therefore given in one kind of place only: in fields named quoted, with the
// language and the source, and in the rendering for readers on lines that begin with
// a bar. The server tells so to who connects, and every answer says it again.
package mcp
