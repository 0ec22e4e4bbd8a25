package prescreen

// findSections reads headings: short lines that are a known heading, and lines that begin with one and a colon.
func (r *reading) findSections(l *lexicon) {
	r.sections = make([]section, len(r.lines))
	r.heads = make([]bool, len(r.lines))
	var current [2]section // of the left and of the right column
	rightOpen := false     // the right column has a section of its own
	for number, bounds := range r.lines {
		own, column := sectionNone, 0
		for _, found := range r.hitsOf(number) {
			if found.kind != kindSection || found.first != bounds.first {
				continue
			}
			whole := found.last+1 == bounds.last || bounds.last-bounds.first <= maxHeadingWords && r.startsHeading(found, bounds)
			offers := l.sectionOf(found) == sectionOffer // "We offer a company car" is no heading, and offers all the same
			if whole || offers || r.colonAfter(int(found.last)) {
				if own == sectionNone { // when a heading means two things, the first one listed stays
					own = l.sectionOf(found)
				}
				r.heads[number] = r.heads[number] || whole
			}
		}
		rightOpen = rightOpen || bounds.right && r.heads[number]
		if bounds.right && rightOpen {
			column = 1
		}
		if r.heads[number] {
			current[column] = own
		}
		r.sections[number] = current[column]
		if own != sectionNone {
			r.sections[number] = own
		}
	}
}

// maxHeadingWords is the longest heading: "work experience and internships".
const maxHeadingWords = 6

// startsHeading accepts a heading with a few more words, such as "Skills and tools", when the line has the look of one.
func (r *reading) startsHeading(found hit, bounds line) bool {
	end := r.words[bounds.last-1].end
	rest := r.source[end:bounds.end]
	capital := r.words[bounds.first].marks&markCapital != 0 || r.words[bounds.first].marks&markUnspaced != 0
	for place := found.first + 1; place < bounds.last; place++ {
		if r.words[place].marks&markBreak != 0 || r.words[place].number >= 0 {
			return false
		}
	}
	return capital && (rest == "" || rest[0] == ':') && found.last-found.first+1 >= (bounds.last-bounds.first+1)/2
}

// section is a part of a résumé or of a job advertisement.
type section uint8

const (
	sectionNone section = iota
	sectionEducation
	sectionLanguages
	sectionOffer
	sectionOther
	sectionPersonal
	sectionPreferred
	sectionProjects
	sectionRequired
	sectionSkills
	sectionSummary
	sectionTasks
	sectionWork
)

// sectionNamed is the section that the data files call by a name.
func sectionNamed(name string) section {
	switch name {
	case "education":
		return sectionEducation
	case "languages":
		return sectionLanguages
	case "offer":
		return sectionOffer
	case "other":
		return sectionOther
	case "personal":
		return sectionPersonal
	case "preferred":
		return sectionPreferred
	case "projects":
		return sectionProjects
	case "required":
		return sectionRequired
	case "skills":
		return sectionSkills
	case "summary":
		return sectionSummary
	case "tasks":
		return sectionTasks
	case "work":
		return sectionWork
	}
	return sectionNone
}

// sectionOf is the section that a heading opens.
func (l *lexicon) sectionOf(heading hit) section { return sectionNamed(l.concept(heading).name) }
