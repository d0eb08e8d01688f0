package desk

// reviewing are the pages by which people correct the record, and log in.
func reviewing(add adding) {
}
