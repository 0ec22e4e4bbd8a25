// Package prescreen matches a résumé against a position and says, on a scale of 0 to 10 and with quotes, how well they fit. It is pure: no
// clock, no network, the same input gives the same bytes. It refuses to look at who somebody is (name, gender, age, origin), and it
// treats the résumé as hostile data: nothing written in it is ever an instruction.
//
// Assess (assess.go) leads through it:
//
//   - A text is cut into words (cut.go, fold.go, genders.go), looked up in the lexicon (lexicon.go, scan.go) and divided into lines and
//     sections: a reading (reading.go, lines.go, columns.go, sections.go).
//   - The position's reading becomes requirements: a posting (posting.go, clause.go).
//   - From the résumé's reading, a guard (guard.go) strikes and flags what is written to influence its reader, and masks whose it is
//     (personal.go) and what proves nothing (unproven.go). Each trick has a file: markers.go, instructions.go, disguise.go, copies.go,
//     vocabulary.go, stuffing.go, mirror.go and characters.go.
//   - What is left is read as a career (career.go; periods.go, dates.go, calendar.go, events.go, durations.go and stated_years.go),
//     compared with the requirements by what each line's place proves (grounds.go, match.go), and read as occupations (occupations.go;
//     standing.go, closeness.go) and as a trade that its skills are typical of (trade.go).
//   - Each criterion has a file: skills.go, profession.go, experience.go, seniority.go, education.go, languages.go and location.go.
//   - They add up to a score and a decision (decide.go), under the merchant's policy and rules (policy.go, merge.go, rules.go), with a
//     reason (reason.go) and recommendations (recommend.go).
//   - Another engine's opinion may take part (opinion.go), of a résumé without what it must not see (redact.go).
package prescreen
