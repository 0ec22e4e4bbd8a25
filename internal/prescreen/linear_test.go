//go:build unix

package prescreen_test

import (
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
)

const (
	// smallText and largeText are sizes of which the larger is eight times the smaller. With half of what a résumé may have, the race
	// detector takes half a minute.
	smallText = 16 << 10
	largeText = 8 * smallText
	// mostTime and mostMemory are what a text of eight times the size may cost more. Linear is 8, quadratic 64; caches and memory that is
	// touched first make up to 15 of 8.
	mostTime   = 28
	mostMemory = 12
	// A reader of ordinary text takes 5 to 10 times as long as counting its words, one of single letters up to 90 times, with the race
	// detector.
	mostOrdinary = 30
	mostHostile  = 200
	// measurements is how often a cost is taken; the least of them counts.
	measurements = 3
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

// TestAssessIsLinear compares what texts cost with eight times as much of them, and with counting words. It takes processor time, which the
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

// requireLinear compares the least that several measurements of each size cost: what else the machine does only adds.
func requireLinear(t *testing.T, text func(size int) string, most float64) {
	t.Helper()

	ordinary := resumeOf(largeText)
	small := least(func() { assess(nursing(text(smallText/4)), text(smallText)) })
	large := least(func() { assess(nursing(text(largeText/4)), text(largeText)) })
	words := least(func() { countWords(ordinary) })
	require.Less(t, large.time.Seconds()/small.time.Seconds(), float64(mostTime), "time, of eight times as much text")
	require.Less(t, float64(large.bytes)/float64(small.bytes), float64(mostMemory), "memory, of eight times as much text")
	require.Less(t, large.time.Seconds()/words.time.Seconds(), most, "times as long as counting words")
}

// least is the least that something costs in several measurements.
func least(run func()) work {
	best := measure(run)
	for range measurements - 1 {
		again := measure(run)
		best.time, best.bytes = min(best.time, again.time), min(best.bytes, again.bytes)
	}
	return best
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

// measure runs something without the garbage collector, whose work depends on all that the process holds.
func measure(run func()) work {
	runtime.GC()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
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
