package prescreen

// hiring reads careers that are told as events, as in Japan: "April 2015 joined Acme", "March 2020 left".
type hiring struct {
	*dater
	joined point
	place  int32 // the first word of the date of joining
	since  bool  // joined, and not left yet
}

// eventReach is how many words of a line are looked at for what happened at its date. Characters of scripts without spaces are words.
const eventReach = 60

// event takes a date that is no period by itself. It is the end of a job when the text says so, or when the next job begins.
func (h *hiring) event(place int32, at point) (period, bool) {
	joined, left := h.happened(at.next)
	if !joined && !left {
		return period{}, false
	}
	before, from, wasIn := h.joined, h.place, h.since
	h.joined, h.place, h.since = at, place, joined
	if !wasIn {
		return period{}, false
	}
	if joined {
		at.month = max(1, at.month) - 1 // the new job's first month is no month of the old one
	}
	return h.closedPeriod(before, at, from)
}

// unfinished is the job that was never left.
func (h *hiring) unfinished() (period, bool) {
	if !h.since {
		return period{}, false
	}
	return h.openPeriod(h.joined, h.place, h.joined.next-1)
}

// happened looks for what happened at a date, up to the end of its line or to the next date.
func (h *hiring) happened(next int32) (joined, left bool) {
	if next < 1 {
		return false, false
	}
	until := min(h.lines[h.words[next-1].line].last, next+eventReach)
	for place := next; place < until; place++ {
		switch {
		case h.covered[place].has(kindJoined):
			return true, false
		case h.covered[place].has(kindLeft):
			return false, true
		case h.covered[place].has(kindEra) || h.words[place].number >= firstYear:
			return false, false
		}
	}
	return false, false
}
