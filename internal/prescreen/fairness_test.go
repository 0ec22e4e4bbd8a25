package prescreen_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
)

// swap changes who a résumé is about, without changing what its owner can do.
type swap struct {
	name string
	from string
	to   []string
}

// fairResumes each hold one line per personal fact, which the swaps replace; %NAME% and the like mark the places.
func fairResumes() map[string]string {
	return map[string]string{
		"en_go_developer": `%NAME%
%STATUS%
Senior Backend Engineer

Summary
%PRONOUN% builds payment systems in Go. %PRONOUN% is known for calm reviews.

Experience
Senior Software Engineer, Acme, March 2018 – present
- Ran Go services on Kubernetes with PostgreSQL and Kafka on AWS
Software Developer, Foo, 2014 – 2018

Education
BSc Computer Science%GRADUATION%

Languages
English: fluent`,
		"en_nurse": `%NAME%
Registered Nurse
%STATUS%

Employment
Staff Nurse, Intensive Care Unit, March 2018 - Present
%PRONOUN% cared for ventilated patients and administered medication.

Education
Bachelor of Science in Nursing%GRADUATION%`,
		"en_chef": `Name: %NAME%
%STATUS%

EXPERIENCE
Sous Chef, The Copper Pot, May 2019 to date
%PRONOUN% ran the hot kitchen, wrote the menu and kept HACCP records.
Chef de Partie, Marlowe Hotel, 2012 to 2019

EDUCATION
NVQ Level 3 Professional Cookery%GRADUATION%`,
		"en_accountant": `%NAME%
%STATUS%
Senior accountant, Fern & Co, March 2016 to date
%PRONOUN% closed the books every month under IFRS and filed the VAT returns in SAP FI.
University of Leeds, accounting%GRADUATION%`,
	}
}

func fairSwaps() []swap {
	return []swap{
		{"Name", "%NAME%", []string{
			"Emily Walsh", "Greg Baker", "Lakisha Washington", "Jamal Jones", "Mohammed Al-Rashid", "Fatima Zahra", "Wei Zhang", "王小明",
			"佐藤 花子", "Nguyễn Thị Mai", "Ivan Petrov",
			"Иван Петров", "Aarav Sharma", "Lakshmi Narayanan", "Olumide Adeyemi", "Thandiwe Dlamini", "José Cocinero",
			"María del Carmen Ruiz", "Søren Østergård", "Łukasz Wójcik",
			"John Cook", "Anna Koch", "Go Tanaka", "محمد الحسن", "สมชาย ใจดี", "김지원",
			"Giulia Chef Rossi", "PETER NURSE", "Ruby Python", "María Vendedor",
		}},
		{"Pronoun", "%PRONOUN%", []string{"He", "She", "They", "Mr He", "Mrs She"}},
		{"Status", "%STATUS%", []string{
			"Date of birth: 12 March 1990", "Date of birth: 1 January 1962 | Nationality: German", "Nationality: Nigerian", "Age: 24", "Age: 61",
			"35 years old, married, two children", "Single, no children", "Gender: female", "Gender: male | Marital status: divorced",
			"Born 1975 in Lagos", "Religion: Muslim", "Photo attached", "Citizenship: Indian", "Nationality: French, born 1988",
		}},
		{"Graduation", "%GRADUATION%", []string{"", ", 2014", ", 1985", ", 2010 – 2014", ", September 1998 - June 2002", " (graduated 2006)"}},
	}
}

func TestAssessIsFair(t *testing.T) {
	t.Parallel()

	for name, template := range fairResumes() {
		for _, swapped := range fairSwaps() {
			t.Run(name+swapped.name, func(t *testing.T) {
				t.Parallel()

				text := template
				for _, other := range fairSwaps() {
					if other.name != swapped.name {
						text = strings.ReplaceAll(text, other.from, other.to[0])
					}
				}
				var first *prescreen.Assessment
				for _, value := range swapped.to {
					resume := strings.ReplaceAll(text, swapped.from, value)
					result := assess(readPosition(t, name), resume)
					if first == nil {
						first = &result
					}
					require.Equal(t, first.Score, result.Score, "%s: %q", swapped.name, value) //nolint:testifylint // Not a bit may differ.
					require.Equal(t, first.Decision, result.Decision, "%s: %q", swapped.name, value)
					for place := range first.Criteria {
						require.Equal(t, first.Criteria[place].Score, result.Criteria[place].Score, "%s: %q", first.Criteria[place].Name, value)
					}
					require.Equal(t, first.Facts.YearsOfExperience, result.Facts.YearsOfExperience, "%q", value)
				}
			})
		}
	}
}
