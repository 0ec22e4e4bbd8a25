package prescreen

// eventReader reads careers that are told as events, as in Japan: "April 2015 joined Acme", "March 2020 left".
type eventReader struct {
	*dater
	joined point
	place  int32 // the first word of the date of joining
	within bool  // joined, and not left yet
}

// eventReach is how many words of a line are looked at for what happened at its date. Characters of scripts without spaces are words.
const eventReach = 60

// event takes a date that is no period by itself. It is the end of a job when the text says so, or when the next job begins.
func (e *eventReader) event(place int32, at point) (period, bool) {
	joined, left := e.happened(at.next)
	if !joined && !left {
		return period{}, false
	}
	before, from, wasIn := e.joined, e.place, e.within
	e.joined, e.place, e.within = at, place, joined
	if !wasIn {
		return period{}, false
	}
	if joined {
		at.month = max(1, at.month) - 1 // the new job's first month is no month of the old one
	}
	return e.closedPeriod(before, at, from)
}

// unfinished is the job that was never left.
func (e *eventReader) unfinished() (period, bool) {
	if !e.within {
		return period{}, false
	}
	return e.openPeriod(e.joined, e.place, e.joined.next-1)
}

// happened looks for what happened at a date, up to the end of its line or to the next date.
func (e *eventReader) happened(next int32) (joined, left bool) {
	if next < 1 {
		return false, false
	}
	until := min(e.lines[e.words[next-1].line].last, next+eventReach)
	for place := next; place < until; place++ {
		switch {
		case e.covered[place].has(kindJoined):
			return true, false
		case e.covered[place].has(kindLeft):
			return false, true
		case e.covered[place].has(kindEra) || e.words[place].number >= firstYear:
			return false, false
		}
	}
	return false, false
}
