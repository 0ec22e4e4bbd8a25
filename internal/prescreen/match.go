package prescreen

// matching is what the résumé says about what the position wants.
type matching struct {
	skills     []mention // one per posting.skills
	words      []mention // one per posting.words
	titleWords []mention // one per posting.titleWords
}

// match finds in the résumé what the posting wants, in one pass over each.
func match(l *lexicon, p *posting, r *reading) *matching {
	m := &matching{
		skills: make([]mention, len(p.skills)), words: make([]mention, len(p.words)), titleWords: make([]mention, len(p.titleWords)),
	}
	for number, bounds := range r.lines {
		prose := r.isProse(number)
		for _, found := range r.hitsOf(number) {
			if found.kind != kindSkill {
				continue
			}
			if place, wanted := p.byConcept[found.concept]; wanted {
				m.skills[place].add(found.first, found.last, prose)
			}
			for _, implied := range l.concept(found).implies {
				if place, wanted := p.byConcept[implied]; wanted {
					m.skills[place].add(found.first, found.last, false) // no more than a mention in passing
				}
			}
		}
		m.matchWords(p, r, bounds, prose)
	}
	return m
}

func (m *matching) matchWords(p *posting, r *reading, bounds line, prose bool) {
	for place := bounds.first; place < bounds.last; place++ {
		stem, length := r.stemAt(int(place))
		if stem == 0 {
			continue
		}
		last := place + int32(length) - 1
		if found, wanted := p.byStem[stem]; wanted {
			m.words[found].add(place, last, prose)
		}
		for found := range p.titleWords {
			if p.titleWords[found].stem == stem {
				m.titleWords[found].add(place, last, prose)
			}
		}
	}
}

// mention is how a résumé speaks of one thing.
type mention struct {
	first, last int32 // the words of the best mention
	latest      int32 // the word of the latest mention that was counted
	listed      bool  // in an enumeration
	used        int   // places that say what was done with it
	// titled is how much the candidate's own titles name it, known how much they mean it in other words. Only for words of a title.
	titled, known float64
}

func (m *mention) add(first, last int32, prose bool) {
	if prose && (m.used == 0 || first-m.latest >= apart) {
		if m.used == 0 {
			m.first, m.last = first, last
		}
		m.latest = first
		m.used++
		return
	}
	if !prose && !m.listed {
		m.listed = true
		if m.used == 0 {
			m.first, m.last = first, last
		}
	}
}

func (m mention) strength() float64 {
	switch {
	case m.used > 0:
		further := m.used - 1
		if m.listed {
			further++
		}
		return min(1, strengthUsed+strengthStep*float64(further))
	case m.listed:
		return strengthListed
	}
	return 0
}

// How much mentions prove. A bare enumeration proves least: anybody can type a list. What was used in several places proves most.
const (
	strengthListed = 0.6
	strengthUsed   = 0.75
	strengthStep   = 0.06
	// apart is how many words lie between two mentions that count as two.
	apart = 20
)
