package desk

// relations are the pages on states and people: dossiers, timelines, who is who, who met
// whom, what was promised.
func relations(add adding) {
}
