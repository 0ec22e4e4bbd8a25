package prescreen

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
	"time"
)

// Opinion is how another engine, such as a remote model, sees a résumé. It can be wrong, or have been talked round: nothing in it is
// believed that the résumé doesn't show.
type Opinion struct {
	// Engine and Version name who says so.
	Engine  string
	Version string
	Views   []View
}

// View is the other engine's view of one criterion.
type View struct {
	Criterion string
	// Score is from 0 to 10; nil when the other engine can't tell.
	Score *float64
	// Quotes are what the score rests on. Those that aren't verbatim in the résumé are dropped.
	Quotes []string
}

// OpinionRecord keeps what became of an opinion.
type OpinionRecord struct {
	// RulesScore is what this engine gives alone.
	RulesScore float64 `json:"rules_score"`
	// ViewedScore is what the other engine's views come to, before the bounds on the whole score.
	ViewedScore float64 `json:"viewed_score"`
	// DroppedQuotes counts the quotes that the résumé doesn't hold, or holds only in passages that don't count.
	DroppedQuotes int `json:"dropped_quotes"`
	// Uncarried are the criteria whose score no quote carried, so that it was held down.
	Uncarried []string `json:"uncarried"`
	// Bounded is set when the score was held near this engine's own.
	Bounded bool `json:"bounded"`
}

// maxSway is how far an opinion may move the score, either way. Larger disagreement is for a recruiter: an opinion alone can't take a
// résumé from below the default threshold for rejecting to above the one for accepting.
const maxSway = 3

// ViewedCriteria are the criteria that an opinion may be about. Location isn't: it follows from the country codes.
func ViewedCriteria() []string {
	return []string{
		criterionEducation, criterionExperience, criterionLanguages, criterionProfession, criterionSeniority, criterionSkills,
	}
}

// AssessWithOpinion is Assess with another engine's views of the criteria. Facts, rules, flags and the way to the decision are this
// engine's. In a flagged résumé, an opinion can only lower the score.
func AssessWithOpinion(position Position, candidate Candidate, policy Policy, asOf time.Time, opinion Opinion) Assessment {
	a := examine(position, candidate, policy, asOf)
	a.score()
	a.result.Engine, a.result.EngineVersion = opinion.Engine, opinion.Version+"+"+a.result.EngineVersion
	own := a.reason()
	a.weighIn(opinion)
	if record := a.result.Opinion; a.result.Score < record.ViewedScore {
		a.heldReason = own // the criteria are the other engine's by now, and wouldn't tell why the score is lower than theirs
	}
	a.decide()
	a.recommend()
	return a.result
}

// weighIn replaces scores of criteria by the opinion's, and bounds what comes of it.
func (a *assessor) weighIn(opinion Opinion) {
	record := &OpinionRecord{RulesScore: a.result.Score, Uncarried: []string{}}
	a.result.Opinion = record
	hadCore := a.hasCore
	for place := range a.result.Criteria {
		criterion := &a.result.Criteria[place]
		if !slices.Contains(ViewedCriteria(), criterion.Name) {
			continue
		}
		for _, view := range opinion.Views {
			if view.Criterion == criterion.Name {
				a.adopt(criterion, view, record)
			}
		}
	}
	a.score()
	// Where this engine has nothing to compare, its score bounds nothing: a recruiter looks, whatever the other engine says.
	a.hasCore = a.hasCore && hadCore
	record.ViewedScore = a.result.Score
	least, most := record.RulesScore-maxSway, record.RulesScore+maxSway
	if len(a.result.Flags) > 0 {
		most = record.RulesScore
	}
	a.result.Score = oneDecimal(max(least, min(most, a.result.Score)))
	record.Bounded = a.result.Score != record.ViewedScore
}

// adopt takes one view over, as far as its quotes carry it: without any, it can lower a score and neither raise nor make one.
func (a *assessor) adopt(criterion *Criterion, view View, record *OpinionRecord) {
	var carrying []Evidence
	for _, quote := range view.Quotes {
		offset, ok := a.resume.locate(strings.TrimSpace(quote))
		if !ok {
			record.DroppedQuotes++
			continue
		}
		found := Evidence{Quote: strings.TrimSpace(quote), Offset: offset}
		if len(carrying) < maxQuotes && !slices.Contains(carrying, found) {
			carrying = append(carrying, found)
		}
	}
	if view.Score == nil || math.IsNaN(*view.Score) {
		return
	}
	score := oneDecimal(max(0, min(maxScore, *view.Score)))
	if len(carrying) == 0 && (criterion.Score == nil || *criterion.Score < score) {
		record.Uncarried = append(record.Uncarried, criterion.Name)
		return
	}
	criterion.Explanation = strings.TrimSpace(fmt.Sprintf("%s The score is another engine's%s.", criterion.Explanation, quoting(carrying)))
	criterion.Score = &score
	if len(carrying) > 0 {
		criterion.Evidence = carrying
	}
}

func quoting(carrying []Evidence) string {
	if len(carrying) == 0 {
		return ", which found nothing to quote"
	}
	return ", for the passages quoted"
}

// maxCitation is the longest quote that carries a score, in bytes: who quotes everything points at nothing.
const maxCitation = 300

// maxOccurrences bounds the search for a quote that stands in many places which don't count.
const maxOccurrences = 1000

// locate finds where the résumé says something, word by word and in a passage that counts.
func (r *reading) locate(quote string) (offset int, ok bool) {
	if quote == "" || len(quote) > maxCitation {
		return 0, false
	}
	from := 0
	for range maxOccurrences {
		found := strings.Index(r.source[from:], quote)
		if found < 0 {
			return 0, false
		}
		if r.counts(from+found, from+found+len(quote)) {
			return from + found, true
		}
		from += found + len(quote)
	}
	return 0, false
}

// counts reports whether a range of bytes is made of whole words, none of them masked and at least one that says something.
func (r *reading) counts(start, end int) bool {
	says := false
	first := sort.Search(len(r.words), func(i int) bool { return int(r.words[i].end) > start })
	for place := first; place < len(r.words) && int(r.words[place].start) < end; place++ {
		found := r.words[place]
		if int(found.start) < start || int(found.end) > end || r.masked(int32(place), int32(place)) {
			return false
		}
		says = says || !r.covered[place].has(kindStop)
	}
	return says
}
