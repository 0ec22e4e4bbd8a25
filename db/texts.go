package db

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"greenroom/db/internal/sqlcgen"
	"greenroom/internal/interview"
	"greenroom/internal/lang"
	"greenroom/internal/position"
	"greenroom/internal/questions"
	"greenroom/internal/seniority"
)

// Untold is an interview as somebody who writes its texts needs it.
type Untold struct {
	MerchantName string
	Position     position.Position
	Settings     interview.Settings
	// Told is set when the texts are written already.
	Told bool
}

// UntoldGet reads an interview for writing its texts. Errors: ErrNotFound.
func UntoldGet(ctx context.Context, conn TX, key InterviewKey) (Untold, error) {
	row, err := sqlcgen.New().InterviewForTexts(ctx, conn, &sqlcgen.InterviewForTextsParams{MerchantID: key.MerchantID, ID: key.InterviewID})
	if err != nil {
		return Untold{}, interpret("read an interview for its texts", err)
	}
	found := Untold{
		MerchantName: row.MerchantName, Told: row.TextsAuthor != nil,
		Position: position.Position{
			Name: row.Name, Location: row.Location, CountryCode: row.CountryCode, Language: lang.Code(row.Language),
			SeniorityLevel: textOrEmpty[seniority.Level](row.SeniorityLevel),
		},
	}
	if err := json.Unmarshal(row.Settings, &found.Settings); err != nil {
		return found, fmt.Errorf("decode the settings of interview %s: %w", key.InterviewID, err)
	}
	return found, nil
}

// TextsStore stores what author wrote for an interview, unless somebody has before. The questions stay where a candidate has started the
// interview already: all are asked the same.
func TextsStore(
	ctx context.Context, tx pgx.Tx, key InterviewKey, author string, texts interview.Texts, asked []questions.Question,
) error {
	queries := sqlcgen.New()
	// A statement of its own: whoever starts while it waits for the lock is seen by the next one.
	if err := queries.InterviewLock(ctx, tx, &sqlcgen.InterviewLockParams{MerchantID: key.MerchantID, ID: key.InterviewID}); err != nil {
		return interpret("lock an interview", err)
	}
	return interpret("store an interview's texts", queries.InterviewStoreTexts(ctx, tx, &sqlcgen.InterviewStoreTextsParams{
		MerchantID: key.MerchantID, ID: key.InterviewID, Author: author, Description: texts.Description,
		DescriptionLong: texts.DescriptionLong, Questions: encode(asked),
	}))
}
