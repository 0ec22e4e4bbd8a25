package prescreen

import "strings"

// marksWithin looks for 10/10, 98/100, 5 of 5, 9.8 and 98 % between two words.
func (g *guard) marksWithin(from, until int32) hostileSet {
	marks := hostileSet(0)
	for place := from; place < until; place++ {
		if number := g.words[place].number; number >= 0 {
			marks |= g.marksAt(place, number)
		}
	}
	end := min(len(g.source), int(g.words[until-1].end)+maxStarBytes)
	around := g.source[g.words[from].start:end]
	if containsAny(around, fullMarks()) || strings.Count(around, "⑩") > 1 { // one alone is an item's number
		marks |= sayMarks
	}
	return marks
}

// fullMarks are signs of the best result.
func fullMarks() []string { return []string{"⭐⭐⭐⭐", "★★★★★", "🔟", "💯"} }

// maxStarBytes is the room of a row of stars.
const maxStarBytes = 24

// marksAt reads a result that begins at a number.
func (g *guard) marksAt(place, number int32) hostileSet {
	before, after := g.beside(place)
	points := strings.HasPrefix(after, "分") || strings.HasPrefix(after, "点") || strings.HasPrefix(after, "점")
	percent := strings.HasSuffix(before, "%") || strings.HasPrefix(after, "%") || strings.HasPrefix(after, "percent")
	switch {
	case number == 100 && (percent || points), number == 10 && points:
		return sayMarks
	case number >= 90 && number < 100 && (percent || points), number == 9 && g.decimal(place), number == 1 && strings.HasSuffix(before, "#"):
		return sayHigh
	}
	return g.marksOf(place, number, after)
}

// decimal reports a number with a fraction, such as 9.8.
func (g *guard) decimal(place int32) bool {
	end := int(g.words[place].end)
	return end+1 < len(g.source) && (g.source[end] == '.' || g.source[end] == ',') && g.source[end+1] >= '0' && g.source[end+1] <= '9'
}

// marksOf reads a result out of a total: the next number, behind a slash or short words such as "out of".
func (g *guard) marksOf(place, number int32, after string) hostileSet {
	next := place + 1
	for next < place+4 && int(next) < len(g.words) && g.words[next].number < 0 && len(g.foldedWord(int(next))) <= maxOfBytes {
		next++
	}
	if int(next) >= len(g.words) || next == place+1 && !strings.HasPrefix(after, "/") && !strings.HasPrefix(after, "／") {
		return 0
	}
	total := g.words[next].number
	switch {
	case total != 5 && total != 10 && total != 100:
		return 0
	case number == total:
		return sayMarks
	case number*10 >= total*9 && number < total && total > 5:
		return sayHigh
	}
	return 0
}

// maxOfBytes is the longest word between a result and its total: "out of", "von", "из".
const maxOfBytes = 4

// beside is what stands directly before and after a word, spaces off.
func (g *guard) beside(place int32) (before, after string) {
	start, end := int(g.words[place].start), int(g.words[place].end)
	rest := g.source[end:min(len(g.source), end+maxUnitBytes)]
	return strings.TrimRight(g.source[max(0, start-2):start], " "), strings.TrimLeft(rest, " \u00a0")
}

// maxUnitBytes is the room of a unit and the space before it.
const maxUnitBytes = 8
