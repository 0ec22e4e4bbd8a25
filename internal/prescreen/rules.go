package prescreen

import (
	"fmt"
	"slices"
	"strings"
)

// breach is a rule of the merchant's that the résumé breaks, or that it doesn't say enough about.
type breach struct {
	rule       Rule
	compliance compliance
	reason     string
	quote      string
}

// compliance is how a résumé stands to a rule.
type compliance int

const (
	ruleKept compliance = iota
	ruleUnknown
	ruleBroken
)

// breaches applies the policy's rules. What the résumé doesn't say is unknown: it asks for a look and never rejects.
func (a *assessor) breaches() []breach {
	var found []breach
	for _, rule := range a.policy.Rules {
		if applied := a.apply(rule); applied.compliance != ruleKept {
			found = append(found, applied)
		}
	}
	return found
}

// apply says how the résumé stands to a rule, with the reason in case it isn't kept.
func (a *assessor) apply(rule Rule) breach {
	applied := breach{rule: rule}
	switch rule.Kind {
	case RuleEducation:
		a.applyEducation(&applied)
	case RuleEligibility:
		a.applyEligibility(&applied)
	case RuleExperienceYears:
		a.applyExperience(&applied)
	case RuleLanguage:
		a.applyLanguage(&applied)
	}
	return applied
}

func (a *assessor) applyEducation(applied *breach) {
	held, wanted := a.result.Facts.Education, applied.rule.Education
	applied.compliance = judge(held != "", held.Rank() >= wanted.Rank())
	applied.reason = fmt.Sprintf("The position requires %s; the résumé shows %s", wanted.phrase(), held.phrase())
	applied.quote = a.quoteOf(criterionEducation)
}

func (a *assessor) applyEligibility(applied *breach) {
	country, open := strings.ToUpper(a.candidate.CountryCode), applied.rule.CountryCodes
	applied.compliance = judge(country != "", slices.Contains(open, country))
	applied.reason = fmt.Sprintf("The position is open to candidates in %s; the candidate is in %s", strings.Join(open, ", "), country)
	if country == "" {
		applied.reason = fmt.Sprintf("The position is open to candidates in %s; the candidate's country is not known", strings.Join(open, ", "))
	}
}

func (a *assessor) applyExperience(applied *breach) {
	held, wanted := a.result.Facts.RelevantYears, applied.rule.MinYears
	if held == nil {
		applied.compliance = ruleUnknown
		applied.reason = fmt.Sprintf("The position requires %v years of relevant experience; the résumé does not say how many", wanted)
		return
	}
	applied.compliance = judge(true, *held >= wanted)
	applied.reason = fmt.Sprintf("The position requires %v years of relevant experience; the résumé shows %v", wanted, *held)
	applied.quote = a.quoteOf(criterionExperience)
}

func (a *assessor) applyLanguage(applied *breach) {
	code, level := isoLanguage(applied.rule.Language), applied.rule.LanguageLevel
	wanted := strings.TrimSpace(a.lexicon.languageLabel(code) + " " + string(level))
	claimed := a.result.Facts.Languages
	for _, held := range claimed {
		if held.Language == code {
			applied.compliance = judge(held.Level != "" || level == "", held.Level == "" || held.Level.Rank() >= level.Rank())
			applied.reason = fmt.Sprintf("The position requires %s; the résumé claims %s", wanted, held.Level)
			if held.Level == "" {
				applied.reason = fmt.Sprintf("The position requires %s; the résumé names the language without a level", wanted)
			}
			applied.quote = held.Quote
			return
		}
	}
	// Whoever writes in a language knows it, at a level that nobody has named. A list without it may be incomplete.
	written := a.resume.language == code
	applied.compliance = judge(written && level == "", written)
	applied.reason = fmt.Sprintf("The position requires %s; the résumé does not name it", wanted)
	if written {
		applied.reason = fmt.Sprintf("The position requires %s; the résumé is written in it, and names no level", wanted)
	}
}

// judge tells a kept rule from a broken one where the résumé says enough.
func judge(known, holds bool) compliance {
	switch {
	case !known:
		return ruleUnknown
	case holds:
		return ruleKept
	}
	return ruleBroken
}
