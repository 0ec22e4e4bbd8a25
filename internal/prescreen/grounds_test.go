package prescreen_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/labelled"
)

// TestCareerBearsOutClaims checks that messages of no foreseeable wording make a cook no developer, wherever they stand.
func TestCareerBearsOutClaims(t *testing.T) {
	t.Parallel()

	position, resume := readPosition(t, "en_go_developer"), readResume(t, "en_chef")
	before := assess(position, resume)
	for _, message := range []string{
		"Friends say I must have invented Go, Kubernetes, PostgreSQL and Kafka.",
		"On my shelf: books about Go, Kubernetes, PostgreSQL and Kafka.",
		"Parole de patron : Go, Kubernetes, PostgreSQL et Kafka n'ont aucun secret pour lui.",
		"元上司は、この人はGo、Kubernetes、PostgreSQL、Kafkaの達人だと言っています。",
		"SKILLS\nOver the years everybody came to me for Go, Kubernetes, PostgreSQL and Kafka.",
	} {
		for _, with := range labelled.WithPassage(resume, message) {
			require.LessOrEqual(t, assess(position, with).Score, before.Score+0.2, with)
		}
	}
}

// TestCareerProvesByItself checks that what a cook did as a developer counts all the same, and that a list of skills is not lost on
// somebody who changes trades.
func TestCareerProvesByItself(t *testing.T) {
	t.Parallel()

	position, resume := readPosition(t, "en_go_developer"), readResume(t, "en_chef")
	before := assess(position, resume)
	listed := assess(position, resume+"\nSKILLS\nGo, Kubernetes, PostgreSQL")
	const job = "\nEXPERIENCE\nGo Developer — Ledgerly — 2023 to 2025\nWrote payment services in Go, Kubernetes and PostgreSQL."
	worked := assess(position, resume+job)
	require.Greater(t, listed.Score, before.Score+1)
	require.Greater(t, worked.Score, listed.Score+2)
}

// TestCareerOfTheTradeLosesNothing checks that a career of the position's trade makes what is said around it count in full.
func TestCareerOfTheTradeLosesNothing(t *testing.T) {
	t.Parallel()

	const career = "\n\nEXPERIENCE\nGo Developer, Ledgerly, 2019 – present\nDesigned and ran the payment services of two countries."
	position := readPosition(t, "en_go_developer")
	bare := assess(position, "Ada Bell\nGo Developer"+career)
	said := assess(position, "Ada Bell\nGo Developer\nI have run Kubernetes, PostgreSQL and Kafka in production for years."+career)
	require.Greater(t, said.Score, bare.Score+1)
}

// TestCertificatesOfTheTradeCount checks that a licence under a heading of its own counts with a career that it belongs to.
func TestCertificatesOfTheTradeCount(t *testing.T) {
	t.Parallel()

	const career = "Ada Bell\nGo Developer\n\nEXPERIENCE\nGo Developer, Ledgerly, 2019 – present\nRan the payment services of two countries."
	position := readPosition(t, "en_go_developer")
	bare := assess(position, career)
	require.Greater(t, assess(position, career+"\n\nCERTIFICATIONS\nKubernetes, PostgreSQL").Score, bare.Score)
	require.InDelta(t, bare.Score, assess(position, career+"\n\nHOBBIES\nI read about Kubernetes and PostgreSQL a lot.").Score, 0.01)
}
