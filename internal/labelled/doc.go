// Package labelled holds what people have judged or written to measure Greenroom with: pairs of a résumé and a position with a verdict, the
// folder of such texts in internal/prescreen/testdata, and the attacks on them. It is for benchmarks and tests; nothing else imports it.
package labelled
