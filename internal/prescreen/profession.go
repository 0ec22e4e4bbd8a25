package prescreen

// profession scores how close what the candidate does is to the position's title.
func (a *assessor) profession() Criterion {
	criterion := newCriterion(criterionProfession, a.policy.Weights.Profession)
	compared := a.compareOccupations()
	if compared.own && len(a.posting.professions) > 0 {
		switching := compared.best < closenessWider*standingTitle
		a.result.Facts.SwitchingProfession = &switching
	}
	a.rateProfession(&criterion, compared)
	a.professionEvidence(&criterion, compared.closest)
	return criterion
}

// comparison is how the résumé's occupations compare with the position's.
type comparison struct {
	best    float64     // of the occupation that is closest, by its standing
	closest *occupation // nil when none is close
	own     bool        // the candidate's own titles name an occupation
}

// compareOccupations finds the occupation that is closest to the position's, and notes the candidate's own.
func (a *assessor) compareOccupations() comparison {
	var compared comparison
	for place := range a.occupations {
		held := &a.occupations[place]
		if value := held.standing * a.lexicon.closeness(a.posting.professions, held.hit.concept); value > compared.best {
			compared.best, compared.closest = value, held
		}
		if held.standing > standingPassing {
			compared.own = true
			a.result.Facts.Professions = append(a.result.Facts.Professions, a.lexicon.concept(held.hit).label)
		}
	}
	return compared
}

// rateProfession scores an occupation by the candidate's titles, and by what they can do: titles that fit leave room for skills that are
// typical of the trade, and such skills make up for other titles in part.
func (a *assessor) rateProfession(criterion *Criterion, compared comparison) {
	titles, titlesKnown := a.rateTitles(compared)
	trade, tradeKnown := a.readTrade()
	switch {
	case titlesKnown && tradeKnown:
		titles *= titlesProve
		criterion.set(titles + (1-titles)*trade*tradeProves)
	case titlesKnown:
		criterion.set(titles)
	case tradeKnown:
		criterion.set(trade)
	default:
		criterion.Explanation = "The occupation could not be compared with the position's title."
		return
	}
	criterion.Explanation = "How close the résumé's titles, and the trade that its skills are typical of, are to the position's title."
}

// rateTitles compares the candidate's titles with the position's, from 0 to 1.
func (a *assessor) rateTitles(compared comparison) (share float64, known bool) {
	titleShare, titleMass := titleCoverage(a.posting.titleWords, a.matching.titleWords, passingTitle)
	switch {
	case compared.own && len(a.posting.professions) > 0:
		factor := titleAlone
		if compared.best < closenessWider {
			factor = titleForeign
		}
		return max(compared.best*a.precision(titleShare), factor*titleShare), true
	case titleMass > 0 && (titleShare > 0 || compared.best > 0 || a.comparable()):
		return max(compared.best, titleAlone*titleShare), true
	}
	return 0, false
}

// Weights of the ways to know an occupation: by the lexicon, by the title's own words, by the skills that are typical of it.
const (
	titleAlone   = 0.9 // the title's words say nearly as much as a known occupation
	titleForeign = 0.5 // … and less when the résumé's occupations are others
	titleDetail  = 0.4 // what a known occupation loses if the title's other words are missing
	titlesProve  = 0.8 // a title that fits, where the résumé's skills are all of other trades
	tradeProves  = 0.6 // skills that fit, where the titles don't
	passingTitle = 0.6 // words of the title that no title of the candidate's has
)

// precision is what remains of a known occupation by how much of the title's words the résumé has: "finance" of "data analyst, finance".
// Where the words are of another language, the occupation stands for all of them.
func (a *assessor) precision(titleShare float64) float64 {
	if !a.comparable() || a.posting.title.language != a.resume.language {
		return 1
	}
	return 1 - titleDetail + titleDetail*titleShare
}

// professionEvidence quotes the closest occupation, or where none is close the words of the title.
func (a *assessor) professionEvidence(criterion *Criterion, closest *occupation) {
	if closest != nil {
		a.quote(criterion, closest.hit.first, closest.hit.last)
		return
	}
	for _, found := range a.matching.titleWords {
		if found.strength > 0 {
			a.quote(criterion, found.first, found.last)
		}
	}
}
