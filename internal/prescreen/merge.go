package prescreen

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"greenroom/internal/country"
	"greenroom/internal/fault"
)

// Merge lays a merchant's or a request's pre_screening object over the policy, key by key and deeply; a rules array replaces the one below.
// Unknown keys and nulls are ignored. A known key of the wrong type or range is a field problem, and leaves the policy's own value in
// place. Problems have a Pointer into override and no Name: only the caller knows where override was sent.
func (p Policy) Merge(override map[string]any) (Policy, []fault.Field) {
	reader := &policyReader{}
	merged := p
	merged.Rules = slices.Clone(p.Rules)
	reader.boolean(override, "auto_reject", &merged.AutoReject)
	reader.number(override, "", "resume_score_accept", maxScore, &merged.ResumeScoreAccept)
	reader.number(override, "", "resume_score_reject", maxScore, &merged.ResumeScoreReject)
	if len(reader.problems) == 0 && merged.ResumeScoreReject > merged.ResumeScoreAccept {
		reader.crossed(override, merged)
	}
	reader.weights(override, &merged.Weights)
	reader.rules(override, &merged.Rules)
	return merged, reader.problems
}

// UnknownKeys lists the keys of an override that Merge ignores, each with the keys that lead to it: most are misspelt.
func UnknownKeys(override map[string]any) [][]string {
	unknown := unknownKeys(override, nil, "auto_reject", "resume_score_accept", "resume_score_reject", "rules", "weights")
	if weights, ok := override["weights"].(map[string]any); ok {
		unknown = append(unknown, unknownKeys(weights, []string{"weights"}, slices.Collect(maps.Keys(new(Weights).byName()))...)...)
	}
	rules, _ := override["rules"].([]any)
	for place, item := range rules {
		rule, _ := item.(map[string]any)
		unknown = append(unknown, unknownKeys(rule, []string{"rules", strconv.Itoa(place)},
			"action", "country_codes", "education", "kind", "language", "language_level", "min_years")...)
	}
	return unknown
}

func unknownKeys(object map[string]any, path []string, known ...string) [][]string {
	var unknown [][]string
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if !slices.Contains(known, key) {
			unknown = append(unknown, append(slices.Clone(path), key))
		}
	}
	return unknown
}

// Check finds what is wrong with an override whatever it is laid over. Whether it goes with the layers below, only Merge can tell.
func Check(override map[string]any) []fault.Field {
	base := DefaultPolicy()
	base.ResumeScoreAccept, base.ResumeScoreReject = maxScore, 0
	_, problems := base.Merge(override)
	return problems
}

// The bounds of a policy's numbers. They are far above any sane value and only keep arithmetic finite.
const (
	maxWeight   = 100
	maxMinYears = 60
	maxRules    = 50
)

// policyReader reads values of a decoded JSON object and collects what is wrong with them.
type policyReader struct {
	problems []fault.Field
}

func (r *policyReader) problem(pointer, code, message string) {
	r.problems = append(r.problems, fault.Field{Pointer: pointer, Code: code, Message: message})
}

// crossed reports thresholds in the wrong order under one that was given: the other may come from a layer that the sender doesn't see.
func (r *policyReader) crossed(override map[string]any, merged Policy) {
	accept, reject := override["resume_score_accept"] != nil, override["resume_score_reject"] != nil
	message := "resume_score_reject must not be above resume_score_accept"
	switch {
	case accept && !reject:
		r.problem("/resume_score_accept", "out_of_range",
			fmt.Sprintf("resume_score_accept must not be below resume_score_reject, which is %v", merged.ResumeScoreReject))
		return
	case reject && !accept:
		message += fmt.Sprintf(", which is %v", merged.ResumeScoreAccept)
	}
	r.problem("/resume_score_reject", "out_of_range", message)
}

// wrongType reports a value of the wrong type by its key, never by its content.
func (r *policyReader) wrongType(pointer, key, want string) {
	r.problem(pointer+"/"+key, "wrong_type", key+" must be "+want)
}

// valueAt takes a key's value as one of JSON's types; ok is false where there is none, or one of another type, which is reported.
func valueAt[T any](r *policyReader, object map[string]any, pointer, key, want string) (value T, ok bool) {
	given := object[key]
	if given == nil {
		return value, false
	}
	if value, ok = given.(T); !ok {
		r.wrongType(pointer, key, want)
	}
	return value, ok
}

func (r *policyReader) boolean(object map[string]any, key string, into *bool) {
	if flag, ok := valueAt[bool](r, object, "", key, "true or false"); ok {
		*into = flag
	}
}

func (r *policyReader) number(object map[string]any, pointer, key string, most float64, into *float64) {
	value := object[key]
	if value == nil {
		return
	}
	number, isNumber := asNumber(value)
	if !isNumber {
		r.wrongType(pointer, key, "a number")
		return
	}
	if !(number >= 0 && number <= most) { // negated, so that NaN is out of range too
		r.problem(pointer+"/"+key, "out_of_range", fmt.Sprintf("%s must be between 0 and %v", key, most))
		return
	}
	*into = number
}

// asNumber accepts what the usual JSON decoders, and Go code that builds a policy, make of a number.
func asNumber(value any) (float64, bool) {
	switch number := value.(type) {
	case float64:
		return number, !math.IsNaN(number)
	case int:
		return float64(number), true
	case int64:
		return float64(number), true
	case json.Number:
		parsed, err := number.Float64()
		return parsed, err == nil
	default:
		return 0, false
	}
}

func (r *policyReader) weights(object map[string]any, into *Weights) {
	const pointer = "/weights"
	named, ok := valueAt[map[string]any](r, object, "", "weights", "an object")
	if !ok {
		return
	}
	merged := *into
	targets := merged.byName()
	for _, name := range slices.Sorted(maps.Keys(targets)) {
		r.number(named, pointer, name, maxWeight, targets[name])
	}
	if merged.total() == 0 {
		r.problem(pointer, "out_of_range", "weights must not all be zero")
		return
	}
	*into = merged
}

// byName gives access to each weight under its JSON key.
func (w *Weights) byName() map[string]*float64 {
	return map[string]*float64{
		criterionEducation: &w.Education, criterionExperience: &w.Experience, criterionLanguages: &w.Languages,
		criterionLocation: &w.Location, criterionProfession: &w.Profession, criterionSeniority: &w.Seniority, criterionSkills: &w.Skills,
	}
}

func (w *Weights) total() float64 {
	return w.Education + w.Experience + w.Languages + w.Location + w.Profession + w.Seniority + w.Skills
}

func (r *policyReader) rules(object map[string]any, into *[]Rule) {
	const pointer = "/rules"
	list, ok := valueAt[[]any](r, object, "", "rules", "an array")
	if !ok {
		return
	}
	if len(list) > maxRules {
		r.problem(pointer, "too_many", fmt.Sprintf("rules must hold at most %d rules", maxRules))
		return
	}
	before := len(r.problems)
	read := make([]Rule, 0, len(list))
	for place, item := range list {
		read = append(read, r.rule(item, pointer+"/"+strconv.Itoa(place)))
	}
	if len(r.problems) == before {
		*into = read
	}
}

func (r *policyReader) rule(value any, pointer string) Rule {
	object, isObject := value.(map[string]any)
	if !isObject {
		r.problem(pointer, "wrong_type", "a rule must be an object")
		return Rule{}
	}
	rule := Rule{Action: MarkForReview}
	readWord(r, object, pointer, "kind", []RuleKind{RuleEducation, RuleEligibility, RuleExperienceYears, RuleLanguage}, &rule.Kind)
	readWord(r, object, pointer, "action", []Action{MarkForReview, Reject}, &rule.Action)
	switch rule.Kind {
	case RuleEducation:
		readWord(r, object, pointer, "education", EducationLevels(), &rule.Education)
		r.required(pointer, "education", rule.Education != "")
	case RuleEligibility:
		r.countryCodes(object, pointer, &rule.CountryCodes)
		r.required(pointer, "country_codes", len(rule.CountryCodes) > 0)
	case RuleExperienceYears:
		r.number(object, pointer, "min_years", maxMinYears, &rule.MinYears)
		r.required(pointer, "min_years", rule.MinYears > 0)
	case RuleLanguage:
		r.language(object, pointer, &rule.Language)
		readWord(r, object, pointer, "language_level", LanguageLevels(), &rule.LanguageLevel)
		r.required(pointer, "language", rule.Language != "")
	default:
		r.required(pointer, "kind", false)
	}
	return rule
}

// required reports a missing key, unless something was already said about that key.
func (r *policyReader) required(pointer, key string, given bool) {
	pointer += "/" + key
	said := slices.ContainsFunc(r.problems, func(field fault.Field) bool { return strings.HasPrefix(field.Pointer, pointer) })
	if !given && !said {
		r.problem(pointer, "required", key+" is required for this rule")
	}
}

// readWord reads one of a fixed set of words.
func readWord[W ~string](r *policyReader, object map[string]any, pointer, key string, words []W, into *W) {
	text, ok := valueAt[string](r, object, pointer, key, "a string")
	if !ok {
		return
	}
	if !slices.Contains(words, W(text)) {
		names := make([]string, 0, len(words))
		for _, word := range words {
			names = append(names, string(word))
		}
		r.problem(pointer+"/"+key, "unknown_value", key+" must be one of "+strings.Join(names, ", "))
		return
	}
	*into = W(text)
}

// language reads the ISO 639 code of a language that the engine knows: a rule about any other could never be kept. The contract's own
// spellings br and no are among what it accepts.
func (r *policyReader) language(object map[string]any, pointer string, into *string) {
	text, ok := valueAt[string](r, object, pointer, "language", "a string")
	if !ok {
		return
	}
	code := strings.ToLower(text)
	if _, known := knowledge().byName[kindLanguage][isoLanguage(code)]; !known {
		r.problem(pointer+"/language", "unknown_value", "language must be the ISO 639 code of a language that pre-screening knows")
		return
	}
	*into = code
}

func (r *policyReader) countryCodes(object map[string]any, pointer string, into *[]string) {
	list, ok := valueAt[[]any](r, object, pointer, "country_codes", "an array")
	if !ok {
		return
	}
	codes := make([]string, 0, len(list))
	for place, item := range list {
		text, _ := item.(string)
		code, known := country.ParseCode(text)
		if !known {
			r.problem(pointer+"/country_codes/"+strconv.Itoa(place), "unknown_value", "a country code must be one of ISO 3166-1 alpha-2")
			continue
		}
		codes = append(codes, code)
	}
	slices.Sort(codes)
	*into = slices.Compact(codes)
}
