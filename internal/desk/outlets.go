package desk

// outlets are the pages on where articles come from and where facts go: adding,
// sources, saved searches, feeds, exports.
func outlets(add adding) {
}
