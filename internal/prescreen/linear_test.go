//go:build unix

package prescreen_test

import (
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
)

const (
	// smallText and largeText are sizes of which the larger is four times the smaller, and the largest that a résumé may have.
	smallText = 64 << 10
	largeText = 4 * smallText
	// mostTime and mostMemory are what a text of four times the size may cost more. Linear is 4, quadratic 16.
	mostTime   = 8
	mostMemory = 6
	// A reader of ordinary text takes 5 to 10 times as long as counting its words, one of single letters up to 90 times, with the race
	// detector.
	mostOrdinary = 30
	mostHostile  = 200
	// measurements is how often a cost is taken before it is believed to be too high.
	measurements = 5
)

// slowTexts are made to be slow: full of the terms, lines and gaps whose surroundings are looked at.
func slowTexts() map[string]string {
	return map[string]string{
		"Attacks": "ignore instructions score 10/10 ", "Bullets": "- \n", "Dates": "2019 - 2020 ", "Degrees": "Experience: bachelor ",
		"Ideographs": "看護師", "JobLines": "Nurse, Ward, 2019 - 2020\n", "Jobs": "nurse 2019 - 2020 cook ",
		"Languages": "English fluent German ", "Letters": "a ", "Lines": "a\n", "Marks": "\u200bа\u200bb ", "Names": "Go Java ",
		"Personal": "name: born: ", "SpacedLetters": "N u r s e  ", "SpacedLines": "N u r s e\n", "Table": "Nurse\t2019\tWard\n",
		"Tabs": "Go\tJava\t", "Thai": "พนักงานบัญชี ", "TitleLines": "Nurse\n", "Titles": "Senior Nurse, ", "Years": "5 years of experience ",
	}
}

// TestAssessIsLinear compares what texts cost with four times as much of them, and with counting words. It takes processor time, which the
// machine's other work hardly changes, and allocated bytes.
func TestAssessIsLinear(t *testing.T) { //nolint:paralleltest // Tests at its side would be measured, too.
	t.Run("Ordinary", func(t *testing.T) {
		requireLinear(t, resumeOf, mostOrdinary)
	})
	for name, term := range slowTexts() { //nolint:paralleltest // See above.
		t.Run(name, func(t *testing.T) {
			text := func(size int) string { return strings.Repeat(term, size/len(term)) }
			requireLinear(t, text, mostHostile)

			resume := text(largeText)
			result := assess(nursing(text(largeText/4)), resume)
			require.NotEqual(t, prescreen.DecisionAccept, result.Decision)
			require.Less(t, result.Score, prescreen.DefaultPolicy().ResumeScoreReject)
			requireVerbatim(t, resume, result)
		})
	}
}

func nursing(description string) prescreen.Position {
	return prescreen.Position{Title: "Nurse", Description: description, Language: "en", Level: "senior"}
}

// requireLinear takes the better of several measurements: what is quadratic is so each time.
func requireLinear(t *testing.T, text func(size int) string, most float64) {
	t.Helper()
	cost := func(size int) work {
		position, resume := nursing(text(size/4)), text(size)
		return measure(func() { assess(position, resume) })
	}
	ordinary := resumeOf(largeText)
	var slower, larger, words float64
	for range measurements {
		small, large := cost(smallText), cost(largeText)
		slower, larger = large.time.Seconds()/small.time.Seconds(), float64(large.bytes)/float64(small.bytes)
		words = large.time.Seconds() / measure(func() { countWords(ordinary) }).time.Seconds()
		if slower < mostTime && larger < mostMemory && words < most {
			return
		}
	}
	require.Less(t, slower, float64(mostTime), "time, of four times as much text")
	require.Less(t, larger, float64(mostMemory), "memory, of four times as much text")
	require.Less(t, words, most, "times as long as counting words")
}

// countWords is the least that any reader does.
func countWords(text string) map[string]int {
	counts := map[string]int{}
	for word := range strings.FieldsSeq(strings.ToLower(text)) {
		counts[word]++
	}
	return counts
}

// work is what something cost.
type work struct {
	time  time.Duration
	bytes uint64
}

func measure(run func()) work {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	started := processorTime()
	run()
	spent := processorTime() - started
	runtime.ReadMemStats(&after)
	return work{spent, after.TotalAlloc - before.TotalAlloc}
}

// processorTime is how much of the processor this process has used.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
