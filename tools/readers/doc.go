// Package readers holds tests alone: programs that are not ours read what the
// record is exported to.
package readers
