package prescreen

// ground is what the place of a line says about what is named there.
type ground uint8

const (
	groundSaid   ground = iota // around the career: the header, a summary, education
	groundCareer               // a dated job, or under the heading of work
	groundListed               // under a heading of skills or projects
	groundAside                // a sentence under other headings: languages, hobbies, references
	groundNoted                // … and what isn't a sentence there
)

// leastListed is what a list of skills proves beside a career of another trade: a beginner has nothing better, and anybody can type one.
const leastListed = 0.3

// notedAside is what a note under other headings proves: licences and certificates stand there, and much that has nothing to do with work.
const notedAside = 0.5

// readGrounds finds how much each line proves by where it stands. The career proves in full what it names. What is said and listed around
// it counts as far as the career bears it out, and what stands beside the point doesn't: whatever wording makes a cook a developer, and in
// whatever language, no job of theirs does. Where no career can be told, every line counts.
func (a *assessor) readGrounds() {
	a.grounds = make([]float64, len(a.resume.lines))
	places, structured := a.resume.placeLines(a.career.jobs)
	a.bearing = a.readBearing()
	worth := [...]float64{
		groundSaid: a.bearing, groundCareer: 1, groundListed: leastListed + (1-leastListed)*a.bearing, groundAside: 0,
		groundNoted: notedAside * a.bearing,
	}
	for number := range a.grounds {
		a.grounds[number] = 1
		if structured {
			a.grounds[number] = worth[places[number]]
		}
	}
}

// readBearing finds how much the titles of dated jobs bear out that somebody is of the position's trade, from 0 to 1. Where either is
// unknown, nothing speaks against it.
func (a *assessor) readBearing() float64 {
	if len(a.posting.professions) == 0 || len(a.held.occupations) == 0 {
		return 1
	}
	for _, asked := range a.posting.titleWords {
		if asked.weight > headWeight && a.held.stems[asked.stem] {
			return 1
		}
	}
	best := 0.0
	for _, held := range a.held.occupations {
		best = max(best, a.lexicon.closeness(a.posting.professions, held))
	}
	if best >= closenessKind {
		return 1
	}
	return best * best // what a trade next door bears out is less than what it has in common
}

// placeLines finds the ground of each line. Structured is false where nothing tells one from another.
func (r *reading) placeLines(jobs []job) (places []ground, structured bool) {
	places = make([]ground, len(r.lines))
	var columns [2]column
	for number, bounds := range r.lines {
		for len(jobs) > 0 && jobs[0].until <= bounds.first {
			jobs = jobs[1:]
		}
		current := &columns[0]
		if bounds.right {
			current = &columns[1]
		}
		within := len(jobs) > 0 && jobs[0].from < bounds.last
		current.enter(r.sections[number], r.heads[number], within && jobs[0].last >= bounds.first)
		places[number] = current.ground(r.sections[number], within)
		structured = structured || places[number] == groundCareer || places[number] == groundListed
		switch says := r.says(number); {
		case places[number] == groundListed && says:
			places[number] = groundSaid // a sentence among lists
		case places[number] == groundAside && !says:
			places[number] = groundNoted // a certificate or a licence
		}
	}
	return places, structured
}

// column is what the next line of a column stands under.
type column struct {
	headed   section // its latest heading
	labelled section // what a label has named since: "Education: …", which the next lines go on with
}

// enter goes to a line, which may be a heading, or the first of a job.
func (c *column) enter(own section, head, job bool) {
	switch {
	case head:
		c.headed, c.labelled = own, sectionNone
	case job:
		c.labelled = sectionNone
	case own != c.headed:
		c.labelled = own
	}
}

// ground is that of the line that was entered.
func (c *column) ground(own section, withinJob bool) ground {
	if c.labelled != sectionNone {
		own = c.labelled
	}
	switch own {
	case sectionNone:
		if withinJob {
			return groundCareer
		}
	case sectionWork, sectionTasks, sectionRequired, sectionPreferred, sectionOffer: // see withinWork
		return groundCareer
	case sectionSkills, sectionProjects:
		return groundListed
	case sectionLanguages, sectionOther, sectionPersonal:
		return groundAside
	case sectionEducation, sectionSummary:
	}
	return groundSaid
}
