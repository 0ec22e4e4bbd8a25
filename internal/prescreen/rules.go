package prescreen

import (
	"fmt"
	"slices"
	"strings"
)

// breach is a rule of the merchant's that the résumé breaks, or that it doesn't say enough about.
type breach struct {
	rule    Rule
	unknown bool
	reason  string
	quote   string
}

// breaches applies the policy's rules. What the résumé doesn't say is unknown: it asks for a look and never rejects.
func (a *assessor) breaches() []breach {
	var found []breach
	for _, rule := range a.policy.Rules {
		broken, unknown, reason, quote := a.apply(rule)
		if broken || unknown {
			found = append(found, breach{rule, unknown, reason, quote})
		}
	}
	return found
}

func (a *assessor) apply(rule Rule) (broken, unknown bool, reason, quote string) {
	facts := a.result.Facts
	switch rule.Kind {
	case RuleEducation:
		reason = fmt.Sprintf("The position requires %s; the résumé shows %s", rule.Education, orNothing(string(facts.Education)))
		return facts.Education != "" && facts.Education.Rank() < rule.Education.Rank(), facts.Education == "", reason, a.quoteOf("education")
	case RuleEligibility:
		country := strings.ToUpper(a.candidate.CountryCode)
		open := strings.Join(rule.CountryCodes, ", ")
		reason = fmt.Sprintf("The position is open to candidates in %s; the candidate is in %s", open, orNothing(country))
		return country != "" && !slices.Contains(rule.CountryCodes, country), country == "", reason, ""
	case RuleExperienceYears:
		if facts.RelevantYears == nil {
			reason = fmt.Sprintf("The position requires %v years of relevant experience; the résumé does not say how many", rule.MinYears)
			return false, true, reason, ""
		}
		reason = fmt.Sprintf("The position requires %v years of relevant experience; the résumé shows %v", rule.MinYears, *facts.RelevantYears)
		return *facts.RelevantYears < rule.MinYears, false, reason, a.quoteOf("experience")
	case RuleLanguage:
		return a.applyLanguage(rule)
	}
	return false, false, "", ""
}

func (a *assessor) applyLanguage(rule Rule) (broken, unknown bool, reason, quote string) {
	wanted := strings.TrimSpace(a.lexicon.languageLabel(languageName(rule.Language)) + " " + string(rule.LanguageLevel))
	for _, held := range a.result.Facts.Languages {
		if held.Language != languageName(rule.Language) {
			continue
		}
		reason = fmt.Sprintf("The position requires %s; the résumé claims %s", wanted, orNothing(string(held.Level)))
		return held.Level != "" && held.Level.Rank() < rule.LanguageLevel.Rank(), held.Level == "" && rule.LanguageLevel != "", reason, held.Quote
	}
	reason = fmt.Sprintf("The position requires %s; the résumé does not name it", wanted)
	written := a.resume.language == languageName(rule.Language)
	if written && rule.LanguageLevel == "" {
		return false, false, "", ""
	}
	return len(a.result.Facts.Languages) > 0 && !written, len(a.result.Facts.Languages) == 0 || written, reason, ""
}

// languageName takes the contract's own codes back to ISO 639.
func languageName(code string) string {
	switch code {
	case "br":
		return "pt"
	case "nb", "nn":
		return "no"
	case "tl":
		return "fil"
	}
	return code
}

func orNothing(value string) string {
	if value == "" {
		return "none"
	}
	return value
}

// quoteOf is the first quote of a criterion.
func (a *assessor) quoteOf(name string) string {
	for _, criterion := range a.result.Criteria {
		if criterion.Name == name && len(criterion.Evidence) > 0 {
			return criterion.Evidence[0].Quote
		}
	}
	return ""
}
