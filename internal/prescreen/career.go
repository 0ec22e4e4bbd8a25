package prescreen

import (
	"math"
	"slices"
	"time"
)

// career is what a résumé says about somebody's work.
type career struct {
	jobs []job // work only, in the text's order
	// stated is the claim "8 years of experience", with its words; zero without one.
	stated            float64
	statedAt          hit
	total, relevant   float64
	known, comparable bool
}

// job is one period of work with the words that describe it.
type job struct {
	period
	from, until int32 // words, until exclusive
	relevance   float64
}

// isRelevant reports work like the position's: an occupation of its family, or one of its skills or title words.
func (j job) isRelevant() bool { return j.relevance >= 0.5 }

// readCareer finds the jobs of a résumé. Education and everything with a date that isn't work stays out, so that a graduation year, which
// tells an age, never counts.
func (l *lexicon) readCareer(r *reading, asOf time.Time) *career {
	d := l.newDater(r, asOf)
	periods := d.periods()
	c := &career{}
	for place, current := range periods {
		read := job{period: current, from: d.blockStart(current.first), until: int32(len(r.words))}
		if place > 0 {
			read.from = max(read.from, periods[place-1].last+1)
		}
		if place+1 < len(periods) {
			read.until = max(d.blockStart(periods[place+1].first), current.last+1)
		}
		read.until = d.sectionEnd(read)
		if d.isWork(read) && len(c.jobs) < maxJobs {
			c.jobs = append(c.jobs, read)
		}
	}
	c.stated, c.statedAt = d.statedYears(0, int32(len(r.words)), true)
	return c
}

// maxJobs bounds the work on texts that are made of dates; nobody has held more jobs than that.
const maxJobs = 100

// sectionEnd is where a job's description ends at the latest: at the next heading of what isn't work, in its own column.
func (d *dater) sectionEnd(read job) int32 {
	number := d.words[read.last].line
	for next := int(number) + 1; next < len(d.lines) && d.lines[next].first < read.until; next++ {
		if d.heads[next] && d.lines[next].right == d.lines[number].right && !d.sections[next].withinWork() {
			return d.lines[next].first
		}
	}
	return read.until
}

// withinWork reports sections that a job's description may hold. The headings of advertisements are everyday words in résumés:
// "responsibilities" under a job, "perfil".
func (s section) withinWork() bool {
	switch s {
	case sectionNone, sectionWork, sectionTasks, sectionRequired, sectionPreferred, sectionOffer:
		return true
	default:
		return false
	}
}

// maxTitleWords is the longest line that can be a job's title and employer.
const maxTitleWords = 14

// blockStart is where the description of a job begins: with the line of its dates, or the line before when that looks like a title.
func (d *dater) blockStart(first int32) int32 {
	number := d.words[first].line
	bounds := d.lines[number]
	if number == 0 || first-bounds.first > 3 {
		return d.sentenceStart(first)
	}
	before := d.lines[number-1]
	if d.heads[number-1] || before.last-before.first > maxTitleWords {
		return bounds.first
	}
	if number > 1 && d.isTitle(number-2) && !d.isTitle(number-1) {
		return d.lines[number-2].first // title, employer, dates: a line each
	}
	return before.first
}

// isTitle reports a short line with an occupation and without a number, as a job's title has it.
func (r *reading) isTitle(number int32) bool {
	bounds := r.lines[number]
	if r.heads[number] || bounds.last-bounds.first > maxTitleWords/2 {
		return false
	}
	named := false
	for place := bounds.first; place < bounds.last; place++ {
		if r.words[place].number >= 0 {
			return false
		}
		named = named || r.covered[place].has(kindProfession)
	}
	return named
}

// sentenceStart is the beginning of the line; in a text without line breaks, of the dozen words before the date.
func (d *dater) sentenceStart(first int32) int32 {
	return max(d.lines[d.words[first].line].first, first-maxTitleWords)
}

// isWork keeps periods that are work: by their section, or where there is none, by not being about a degree.
func (d *dater) isWork(read job) bool {
	number := d.words[read.first].line
	if d.opensAsProject(number) {
		return d.namesOccupation(d.lines[number].first, d.lines[number].last)
	}
	switch d.sections[number] {
	case sectionWork, sectionTasks:
		return true
	case sectionNone, sectionSummary, sectionRequired, sectionPreferred, sectionOffer:
		// The headings of advertisements are everyday words in résumés: "responsibilities" under a job, "perfil".
	case sectionProjects: // consultants list their work as projects, students their exercises
		return d.namesOccupation(read.from, min(read.until, read.last+maxTitleWords))
	default:
		return false
	}
	until := min(read.until, d.lines[number].last, read.last+maxTitleWords)
	study, occupation := false, false
	for _, found := range d.hits[d.firstHit(read.from):d.firstHit(until)] {
		occupation = occupation || found.kind == kindProfession
		if found.kind != kindDegree {
			continue
		}
		school := d.lexicon.concept(found).name == placeOfStudy
		if !school && d.wasForDegree(read, found) {
			return false
		}
		study = study || school
	}
	return occupation || !study
}

// opensAsProject reports a line that begins with the word for a project, and not with a title such as project manager.
func (d *dater) opensAsProject(number int32) bool {
	next := d.lines[number].first + 1
	return d.happensAt(next-1, aProject) && (next == d.lines[number].last || !d.covered[next].has(kindHead))
}

// wasForDegree reports that a period led to a degree beside it. It didn't if the degree is older; nor if an occupation stands right at the
// dates, and the degree behind it or in a sentence before.
func (d *dater) wasForDegree(read job, degree hit) bool {
	if year, place := d.yearOf(degree); (place < read.first || place > read.last) && year <= int32(read.start)/12 {
		return false
	}
	bounds := d.lines[d.words[read.first].line]
	from := max(read.from, read.first-besideDates, bounds.first)
	until := min(read.until, read.last+1+besideDates, bounds.last)
	if degree.first > read.last {
		return !d.namesOccupation(from, min(until, degree.first))
	}
	return !d.sentenceEndsWithin(degree.last+1, read.first) || !d.namesOccupation(max(from, degree.last+1), until)
}

// besideDates is how far from its dates a job's title stands at most, for them to be the job's whatever else is said on the line.
const besideDates = 4

// yearOf is the year that a sentence gives behind a degree, and its place; without one, a year that never comes.
func (d *dater) yearOf(degree hit) (year, place int32) {
	until := min(d.lines[d.words[degree.last].line].last, degree.last+maxTitleWords)
	for place = degree.last + 1; place < until && !d.sentenceEnds(place); place++ {
		if named, isYear := d.yearAt(place); isYear {
			return named, place
		}
	}
	return lastYear, place
}

// sentenceEndsWithin reports the end of a sentence before one of some words, the last included.
func (d *dater) sentenceEndsWithin(first, last int32) bool {
	for place := first; place <= last; place++ {
		if d.sentenceEnds(place) {
			return true
		}
	}
	return false
}

// placeOfStudy is the concept of schools and universities: people study there, and some work there.
const placeOfStudy = "school"

// weigh finds how relevant each job is to the posting, and sums the years up.
func (c *career) weigh(l *lexicon, p *posting, r *reading) {
	c.comparable = len(p.professions) > 0 || len(p.skills) > 0 || len(p.titleWords) > 0 && r.language == p.title.language
	for place := range c.jobs {
		c.jobs[place].relevance = r.relevance(l, p, &c.jobs[place])
	}
	c.known = len(c.jobs) > 0 || c.stated > 0
	c.total = years(c.jobs, func(job) bool { return true })
	c.relevant = years(c.jobs, job.isRelevant)
	if len(c.jobs) == 0 {
		c.total, c.relevant = c.stated, c.stated
	}
	if !c.comparable {
		c.relevant = c.total
	}
}

// relevance is how much a job is like the position, from 0 to 1: by how close its occupation is, or by its skills and title words, of which
// two leave no doubt.
func (r *reading) relevance(l *lexicon, p *posting, read *job) float64 {
	best, signs := 0.0, 0
	seen := map[int32]bool{}
	for _, found := range r.hits[r.firstHit(read.from):] {
		if found.first >= read.until {
			break
		}
		switch found.kind {
		case kindProfession:
			if closeness := l.closeness(p.professions, found.concept); found.first < read.last+maxTitleWords {
				best = max(best, closeness)
			}
		case kindSkill:
			if place, wanted := p.byConcept[found.concept]; wanted && !seen[found.concept] && p.skills[place].weight >= 0.5 {
				seen[found.concept] = true
				signs++
			}
		default: // the other kinds don't tell one job from another
		}
	}
	for place := read.from; place < min(read.until, read.last+maxTitleWords); place++ {
		if stem, _ := r.stemAt(int(place)); stem != 0 && p.namesInTitle(stem) {
			signs++
		}
	}
	return max(best, min(1, float64(signs)/2))
}

// years is the length of all chosen jobs together, time in two jobs at once counted once.
func years(jobs []job, chosen func(job) bool) float64 {
	var periods []period
	for _, read := range jobs {
		if chosen(read) {
			periods = append(periods, read.period)
		}
	}
	slices.SortStableFunc(periods, func(a, b period) int { return int(a.start - b.start) })
	months, reached := month(0), month(0)
	for _, current := range periods {
		from := max(current.start, reached)
		if current.end > from {
			months += current.end - from
			reached = current.end
		}
	}
	return math.Round(float64(months)/12*10) / 10
}
