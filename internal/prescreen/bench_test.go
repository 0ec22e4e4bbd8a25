package prescreen_test

import (
	"strings"
	"testing"

	"greenroom/internal/prescreen"
)

const benchPosting = `We are looking for a backend developer to join our payments team in Amsterdam.

Requirements
- 5+ years of professional experience with Go or Java
- Kubernetes, Docker and AWS in production
- PostgreSQL, Redis and Kafka
- Bachelor's degree in computer science or similar
- Fluent English

Nice to have
- Rust, GraphQL, Terraform

What we offer
- A competitive salary, a gym and a friendly team of developers who love what they do
`

// resumeOf makes a résumé of about so many bytes, of distinct lines, so that no repetition is skipped.
func resumeOf(size int) string {
	var text strings.Builder
	text.WriteString("Alex Example\nBackend engineer\n\nExperience\nSenior software engineer, Acme, March 2017 – present\n")
	for number := 0; text.Len() < size; number++ {
		text.WriteString("- Built the " + strings.Repeat("x", number%7) + " settlement service number ")
		text.WriteString(strings.Repeat("i", number%11+1))
		text.WriteString(" in Go with PostgreSQL and Kafka, and led its migration to Kubernetes for a large retailer\n")
	}
	return text.String()[:size]
}

func BenchmarkAssess(b *testing.B) {
	position := prescreen.Position{
		Title: "Senior Go Developer", Description: benchPosting, CountryCode: "NL", Language: "en", Level: "senior",
	}
	policy := prescreen.DefaultPolicy()
	for name, size := range map[string]int{"6KiB": 6 << 10, "64KiB": 64 << 10, "256KiB": 256 << 10} {
		resume := resumeOf(size)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(size))
			for b.Loop() {
				prescreen.Assess(position, prescreen.Candidate{Resume: resume, CountryCode: "NL"}, policy, asOf())
			}
		})
	}
}
