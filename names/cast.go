package names

import (
	"cmp"
	"slices"
)

// Ensure returns the index of the entity with the id of e, adding e to c when
// there is none. An entity added has no mentions.
func (c *Cast) Ensure(e Entity) int {
	if i := c.Find(e.ID); i >= 0 {
		return i
	}
	if len(c.ids) == len(c.Entities) {
		if c.ids == nil {
			c.ids = map[string]int{}
		}
		c.ids[e.ID] = len(c.Entities)
	}
	c.Entities = append(c.Entities, e)
	return len(c.Entities) - 1
}

// Find returns the index of the entity with an id, or -1.
func (c *Cast) Find(id string) int {
	if len(c.ids) == len(c.Entities) {
		if i, ok := c.ids[id]; ok {
			return i
		}
		return -1
	}
	return slices.IndexFunc(c.Entities, func(e Entity) bool { return e.ID == id })
}

// At returns the index of the largest mention headed at a token, or -1.
func (c *Cast) At(sent, token int) int {
	if i, ok := c.byHead[[2]int{sent, token}]; ok {
		return i
	}
	return -1
}

// sentence returns the range of the mentions of a sentence.
func (c *Cast) sentence(sent int) (from, to int) {
	from, _ = slices.BinarySearchFunc(c.Mentions, sent, func(m Mention, s int) int { return cmp.Compare(m.Sent, s) })
	for to = from; to < len(c.Mentions) && c.Mentions[to].Sent == sent; to++ {
	}
	return from, to
}

// Covering returns the index of the largest mention whose tokens include the
// given one, or -1.
func (c *Cast) Covering(sent, token int) int {
	best := -1
	from, to := c.sentence(sent)
	for i := from; i < to && c.Mentions[i].First <= token; i++ {
		m := &c.Mentions[i]
		if m.Last >= token && (best < 0 || m.Last-m.First > c.Mentions[best].Last-c.Mentions[best].First) {
			best = i
		}
	}
	return best
}

// Within lists the mentions that lie wholly between two tokens of a sentence,
// both inclusive, in text order, outer before inner.
func (c *Cast) Within(sent, first, last int) []int {
	var out []int
	from, to := c.sentence(sent)
	for i := from; i < to && c.Mentions[i].First <= last; i++ {
		if m := &c.Mentions[i]; m.First >= first && m.Last <= last {
			out = append(out, i)
		}
	}
	return out
}

// Agrees reports whether an entity may be spoken of in a gender ("Masc",
// "Fem") and number ("Sing", "Plur"), either of which may be empty. What is not
// known agrees with everything.
func (c *Cast) Agrees(entity int, gender, number string) bool {
	if entity < 0 || entity >= len(c.Entities) {
		return false
	}
	e := &c.Entities[entity]
	if number != "" && e.Plural != (number == "Plur") {
		// Institutions of many may be plural in form: "las autoridades".
		if !(e.Kind == Organisation && !e.Plural) {
			return false
		}
	}
	return gender == "" || e.Gender == "" || e.Gender == gender
}

// StateOf returns the ISO 3166-1 alpha-3 code of the state that an entity is or
// acts for, or "".
func (c *Cast) StateOf(entity int) string {
	if entity < 0 || entity >= len(c.Entities) {
		return ""
	}
	e := &c.Entities[entity]
	if e.Kind == State {
		return e.Code
	}
	if e.Plural {
		return ""
	}
	if e.Kind == Person {
		for _, r := range e.Roles {
			if r.Of != "" {
				return c.stateCode(r.Of)
			}
		}
	}
	if e.Country != "" {
		return c.stateCode(e.Country)
	}
	if e.Issuer >= 0 && e.Issuer != entity && e.Issuer < len(c.Entities) && c.Entities[e.Issuer].Issuer < 0 {
		return c.StateOf(e.Issuer)
	}
	return ""
}

// stateCode returns code when it is that of a state, not of an organisation.
func (c *Cast) stateCode(code string) string {
	if c.states != nil && c.states[code] == nil {
		return ""
	}
	return code
}

// finish drops entities that nobody mentions, puts the others in order of first
// mention, sorts the mentions and builds the index of heads.
func (c *Cast) finish(heads map[[2]int][]int) {
	order := make([]int, len(c.Mentions))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &c.Mentions[a], &c.Mentions[b]
		return cmp.Or(cmp.Compare(x.Sent, y.Sent), cmp.Compare(x.First, y.First), cmp.Compare(y.Last, x.Last))
	})
	mentions := make([]Mention, len(order))
	place := make([]int, len(order))
	for i, o := range order {
		mentions[i] = c.Mentions[o]
		place[o] = i
	}
	c.Mentions = mentions
	// Entities that are needed by others without a mention of their own follow.
	to := make([]int, len(c.Entities))
	for i := range to {
		to[i] = -1
	}
	var entities []Entity
	take := func(e int) {
		if e < 0 || to[e] >= 0 {
			return
		}
		to[e] = len(entities)
		entities = append(entities, c.Entities[e])
	}
	for i := range c.Mentions {
		take(c.Mentions[i].Entity)
		c.Mentions[i].Entity = to[c.Mentions[i].Entity]
	}
	for i := 0; i < len(entities); i++ {
		for _, m := range entities[i].Members {
			take(m)
		}
		take(entities[i].Issuer)
	}
	for i := range entities {
		e := &entities[i]
		if e.Issuer >= 0 {
			e.Issuer = to[e.Issuer]
		}
		for k, m := range e.Members {
			e.Members[k] = to[m]
		}
	}
	for i := range entities {
		if e := &entities[i]; e.Plural && len(e.Members) > 0 {
			// Members may have got a name since.
			var n Name
			for k, m := range e.Members {
				sep := "; "
				if k == 0 {
					sep = ""
				}
				n.ES += sep + entities[m].Name.ES
				n.EN += sep + entities[m].Name.EN
				n.RU += sep + entities[m].Name.RU
			}
			e.Name = n
		}
	}
	c.Entities = entities
	c.ids = make(map[string]int, len(entities))
	for i := range entities {
		c.ids[entities[i].ID] = i
	}
	c.byHead = make(map[[2]int]int, len(c.Mentions))
	for key, ms := range heads {
		best := -1
		for _, m := range ms {
			i := place[m]
			if best < 0 || size(&c.Mentions[i]) > size(&c.Mentions[best]) || size(&c.Mentions[i]) == size(&c.Mentions[best]) && i < best {
				best = i
			}
		}
		c.byHead[key] = best
	}
}

func size(m *Mention) int { return m.Last - m.First }
