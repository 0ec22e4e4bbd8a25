package interview

import (
	"crypto/sha256"

	"github.com/google/uuid"

	"greenroom/internal/questions"
)

// Definition is one interview of a position (API: interview_def_set).
type Definition struct {
	ID         uuid.UUID
	PositionID uuid.UUID
	// Default marks the position's first interview, which requests that ask for nothing else get.
	Default  bool
	Settings Settings
	Hash     [sha256.Size]byte
	// Questions is nil until the seniority that they depend on is known.
	Questions []questions.Question
	// Written is what a model wrote; empty where the templates speak.
	Written Texts
	// HasQuestions is set when the stored definition has questions that weren't read.
	HasQuestions bool
}

// Texts describe an interview's position: plain text, and Markdown at length.
type Texts struct{ Description, DescriptionLong string }
