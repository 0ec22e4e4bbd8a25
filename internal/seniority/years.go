package seniority

type yearWords struct{}

func newYearWords([][]string) yearWords { return yearWords{} }
