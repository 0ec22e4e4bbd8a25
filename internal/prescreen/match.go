package prescreen

// matching is what the résumé says about what the position wants.
type matching struct {
	skills     []mention // one per posting.skills
	shown      []mention // one per skill that the lexicon knows
	words      []mention // one per posting.words
	titleWords []mention // one per posting.titleWords
}

// match finds in the résumé what the posting wants, in one pass over each. Grounds says how much each line proves by its place.
func match(l *lexicon, p *posting, r *reading, grounds []float64) *matching {
	m := &matching{
		skills:     make([]mention, len(p.skills)),
		shown:      make([]mention, len(l.concepts[kindSkill])),
		words:      make([]mention, len(p.words)),
		titleWords: make([]mention, len(p.titleWords)),
	}
	for number, bounds := range r.lines {
		prose := r.isProse(number)
		for _, found := range r.hitsOf(number) {
			if found.kind != kindSkill {
				continue
			}
			m.shown[found.concept].add(found.first, found.last, prose, grounds[number])
			if place, wanted := p.byConcept[found.concept]; wanted {
				m.skills[place].add(found.first, found.last, prose, grounds[number])
			}
			for _, implied := range l.concept(found).implies {
				if place, wanted := p.byConcept[implied]; wanted {
					m.skills[place].add(found.first, found.last, false, grounds[number]) // no more than a mention in passing
				}
			}
		}
		m.matchWords(p, r, bounds, prose, grounds[number])
	}
	half := r.halfProof()
	for _, mentions := range [][]mention{m.skills, m.shown, m.words, m.titleWords} {
		settle(mentions, half)
	}
	return m
}

func (m *matching) matchWords(p *posting, r *reading, bounds line, prose bool, ground float64) {
	for place := bounds.first; place < bounds.last; place++ {
		stem, length := r.stemAt(int(place))
		if stem == 0 {
			continue
		}
		last := place + int32(length) - 1
		if found, wanted := p.byStem[stem]; wanted && !r.covered[place].has(kindNumber) {
			m.words[found].add(place, last, prose, ground)
		}
		for found := range p.titleWords {
			if p.titleWords[found].stem == stem {
				m.titleWords[found].add(place, last, prose, ground)
			}
		}
	}
}

// mention is how a résumé speaks of one thing.
type mention struct {
	first, last int32 // the words of the best mention
	latest      int32 // the word of the latest mention that was counted
	// proof is how many places speak of it, enumerations counted for less; latestProof is what the latest one counts.
	proof, latestProof float64
	seen, used         bool // used: a sentence says what was done with it
	// strength is from 0 to 1: how much those places prove, for a résumé of this length.
	strength float64
	// titled is how much the candidate's own titles name it, known how much they mean it in other words. Only for words of a title.
	titled, known float64
}

// add counts a place, by how much its line proves. Of places close to each other, the one that proves most counts.
func (m *mention) add(first, last int32, prose bool, ground float64) {
	if !m.seen || prose && !m.used {
		m.first, m.last, m.used, m.seen = first, last, prose, true
	}
	proof := proofListed * ground
	if prose {
		proof = proofUsed * ground
	}
	if m.proof > 0 && first-m.latest < apart {
		m.proof += max(0, proof-m.latestProof)
		m.latestProof = max(m.latestProof, proof)
		return
	}
	m.latest, m.latestProof = first, proof
	m.proof += proof
}

// settle turns the counted places of some mentions into strengths.
func settle(mentions []mention, half float64) {
	for place := range mentions {
		found := &mentions[place]
		found.strength = found.proof / (found.proof + half)
	}
}

// halfProof is how many places prove something by half: more in a long résumé, where one place says less about what its author does.
// Without regard to length, the longest résumés would fit everything.
func (r *reading) halfProof() float64 {
	length := float64(len(r.words))
	if len(r.words) > 0 && r.words[0].marks&markUnspaced != 0 {
		length /= charactersPerWord
	}
	return halfProof * min(maxLength, max(minLength, length/usualLength))
}

// How much mentions prove. One place proves little, the fifth adds little. Fitted on résumés and advertisements of real use; see
// docs/decisions/0102.
const (
	proofUsed   = 1.0
	proofListed = 0.7 // a bare enumeration proves less than a sentence: anybody can type a list
	halfProof   = 0.7
	usualLength = 400 // words of a résumé
	minLength   = 1.0 // … below which, and above which, length makes no more difference, as a multiple of the usual one
	maxLength   = 4.0
	// charactersPerWord is for scripts without spaces, whose words are cut into characters.
	charactersPerWord = 2
	// apart is how many words lie between two mentions that count as two.
	apart = 20
)
