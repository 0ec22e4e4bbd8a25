// Package questions chooses the questions of an interview. It is pure and deterministic: the same position is always asked the same
// questions. It refuses to hold any wording, which belongs to the languages' files in internal/lang.
package questions

import (
	"slices"
	"time"

	"greenroom/internal/lang"
	"greenroom/internal/seniority"
)

// Limits on the number of main questions (CONTRACT: "Positions and interviews").
const (
	// perQuestion is the time one question takes with its answer.
	perQuestion = 2 * time.Minute
	// maxQuestions is what anybody can be asked in one sitting, however long.
	maxQuestions = 40
	// leastUnlimited is the number for the lowest level where the duration sets no limit.
	leastUnlimited = 5
	// mostUnlimited is the number for the highest level where the duration sets no limit.
	mostUnlimited = 8
)

// Kind says which part a question plays.
type Kind string

// The kinds of questions, in the order in which they are asked.
const (
	Rapport Kind = "rapport"
	Main    Kind = "main"
	Closing Kind = "closing"
)

// Question is one question as the candidate hears it.
type Question struct {
	Kind Kind   `json:"kind" enum:"rapport,main,closing" doc:"Which part of the interview it belongs to"`
	Text string `json:"text" doc:"What is asked, in the interview's language"`
}

// Input is what the choice of questions depends on.
type Input struct {
	Language lang.Code
	Level    seniority.Level
	// Position is the position's name, as some questions mention it.
	Position string
	// MaxDuration limits the number of questions; nil where nobody chose a limit, although the interview then has a standard length.
	MaxDuration *time.Duration
	// Rapport adds an opening question, which doesn't count.
	Rapport bool
	// Closing adds a closing prompt, which doesn't count.
	Closing bool
}

// Generate chooses the questions of an interview, in the order in which they are asked.
func Generate(input Input) []Question {
	texts := lang.For(input.Language).Questions
	values := map[string]string{"position": input.Position}
	var main []string
	for _, key := range choose(input.Level, Count(input)) {
		main = append(main, lang.Fill(texts.Main[key], values))
	}
	return Assemble(input, main)
}

// Assemble puts the opening and the closing that are asked for around main questions.
func Assemble(input Input, main []string) []Question {
	texts := lang.For(input.Language).Questions
	questions := make([]Question, 0, len(main)+2)
	if input.Rapport {
		questions = append(questions, Question{Kind: Rapport, Text: texts.Rapport})
	}
	for _, text := range main {
		questions = append(questions, Question{Kind: Main, Text: text})
	}
	if input.Closing {
		questions = append(questions, Question{Kind: Closing, Text: texts.Closing})
	}
	return questions
}

// Count is the number of main questions. Higher levels have more ground to cover; an unknown level is treated like an intermediate one.
func Count(input Input) int {
	if input.MaxDuration != nil {
		return min(max(int(*input.MaxDuration/perQuestion), 1), maxQuestions)
	}
	rank := input.Level.Rank()
	if rank < 0 {
		rank = seniority.Intermediate.Rank()
	}
	return min(leastUnlimited+rank, mostUnlimited)
}

// choose picks the keys of n questions. It takes one question from each topic before a second from any, so that a short interview covers as
// much as it can, and asks them topic by topic, so that a long one doesn't jump.
func choose(level seniority.Level, n int) []string {
	fitting, reserve := audiences(level)
	topics := bank()
	chosen := make([][]string, len(topics))
	left := n
	for _, suits := range [][]audience{fitting, reserve} {
		for round := 0; left > 0; round++ {
			taken := false
			for at, topic := range topics {
				candidates := suiting(topic, suits)
				if left > 0 && round < len(candidates) {
					chosen[at] = append(chosen[at], candidates[round])
					left--
					taken = true
				}
			}
			if !taken {
				break
			}
		}
	}
	return slices.Concat(chosen...)
}

// suiting lists the keys of the topic's questions for the given audiences.
func suiting(topic topic, audiences []audience) []string {
	var keys []string
	for _, entry := range topic {
		if slices.Contains(audiences, entry.audience) {
			keys = append(keys, entry.key)
		}
	}
	return keys
}
