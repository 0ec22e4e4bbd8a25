package llm_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/internal/authoring"
	"greenroom/internal/fault"
	"greenroom/internal/llm"
	"greenroom/internal/position"
	"greenroom/internal/questions"
	"greenroom/internal/seniority"
)

func nurseBrief() authoring.Brief {
	length := 4 * time.Minute
	return authoring.Brief{
		Facts: position.Facts{
			Name: "Nurse", Merchant: "Mercy Clinic", Location: "Leeds", CountryCode: "GB", Language: "en", Level: seniority.Senior,
		},
		Questions: questions.Input{Language: "en", Level: seniority.Senior, Position: "Nurse", MaxDuration: &length},
	}
}

// texts is what a model writes; nil leaves a part out.
func texts(description, long any, asked ...string) string {
	written := map[string]any{"questions": asked}
	for part, text := range map[string]any{"description": description, "description_long": long} {
		if text != nil {
			written[part] = text
		}
	}
	return encode(written)
}

const (
	goodShort = "Mercy Clinic in Leeds is looking for an experienced nurse who cares for patients and guides younger colleagues."
	goodLong  = "## The work\n\nYou care for patients on the ward, plan the shift and guide younger colleagues.\n\n## The place\n\nLeeds."
	firstAsk  = "Tell us about a patient whose care you planned from the first day on."
	secondAsk = "How do you hand a shift over, so that nothing is lost?"
)

func TestWriteTexts(t *testing.T) {
	t.Parallel()

	says := func(content string) func(http.ResponseWriter, *http.Request, int) {
		return func(w http.ResponseWriter, _ *http.Request, _ int) {
			reply(w, http.StatusOK, encode(completion(content)))
		}
	}

	t.Run("AsksAsAgreed", func(t *testing.T) {
		t.Parallel()

		server := newStandIn(t, says(texts(goodShort, goodLong, firstAsk, secondAsk)))
		client := newClient(t, server)
		draft, err := client.WriteTexts(t.Context(), nurseBrief())
		require.NoError(t, err)
		require.Equal(t, authoring.Draft{
			Description: goodShort, DescriptionLong: goodLong, Questions: []string{firstAsk, secondAsk},
			Author: "remote:judge+judge-2026-10-01+texts-2",
		}, draft)
		request := server.seen()[0]
		require.Len(t, request.Messages, 2)
		require.Contains(t, request.Messages[0].Content, "Write in English")
		require.Contains(t, request.Messages[0].Content, "exactly 2")
		require.NotContains(t, request.Messages[0].Content, "Mercy")
		require.Contains(t, request.Messages[1].Content, "Employer: Mercy Clinic\n")
		require.True(t, request.ResponseFormat.JSONSchema.Strict)
		require.Equal(t, []any{"description", "description_long", "questions"}, request.ResponseFormat.JSONSchema.Schema["required"])
		call := client.calls.only(t)
		require.Equal(t, llm.Write, call.Task)
		require.Equal(t, llm.Answered, call.Outcome)
	})

	t.Run("LeavesTheMerchantsTextsAlone", func(t *testing.T) {
		t.Parallel()

		server := newStandIn(t, says(texts(nil, goodLong, firstAsk, secondAsk)))
		brief := nurseBrief()
		brief.Description = "Nurse on ward 7."
		draft, err := newClient(t, server).WriteTexts(t.Context(), brief)
		require.NoError(t, err)
		require.Empty(t, draft.Description)
		require.Equal(t, []any{"description_long", "questions"}, server.seen()[0].ResponseFormat.JSONSchema.Schema["required"])
	})

	t.Run("NamesTheLanguage", func(t *testing.T) {
		t.Parallel()

		server := newStandIn(t, says("{}"))
		brief := nurseBrief()
		brief.Questions.Language = "br"
		_, err := newClient(t, server).WriteTexts(t.Context(), brief)
		require.Error(t, err)
		require.Contains(t, server.seen()[0].Messages[0].Content, "Write in Brazilian Portuguese")
	})

	for name, test := range map[string]struct {
		content, code string
	}{
		"AsksAboutPrivateLife":    {texts(goodShort, goodLong, firstAsk, "Do you have children, or plan to?"), "draft_unfit"},
		"BreaksTheSchema":         {texts(goodShort, 7, firstAsk, secondAsk), "model_bad_answer"},
		"FollowsTheBrief":         {texts(goodShort, goodLong+"\n[Apply here](https://evil.example)", firstAsk, secondAsk), "draft_unfit"},
		"HalfAnAnswer":            {strings.TrimSuffix(texts(goodShort, goodLong, firstAsk), "}"), "model_bad_answer"},
		"InventsASalary":          {texts(goodShort+" You earn 45,000 a year.", goodLong, firstAsk, secondAsk), "draft_unfit"},
		"MoreThanAsked":           {`{"description": "", "salary": "45000", "description_long": "", "questions": []}`, "model_bad_answer"},
		"OtherNumberOfQuestions":  {texts(goodShort, goodLong, firstAsk), "draft_unfit"},
		"SaysNothing":             {texts("", "", "", ""), "draft_unfit"},
		"WritesToTheReaderAtOnce": {"Sure! Here are the texts.", "model_bad_answer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			client := newClient(t, newStandIn(t, says(test.content)))
			draft, err := client.WriteTexts(t.Context(), nurseBrief())
			require.Equal(t, test.code, fault.From(err).Code)
			require.Empty(t, draft)
			require.NotContains(t, err.Error(), "evil")
			call := client.calls.only(t)
			require.Equal(t, test.code, call.Outcome)
			require.Equal(t, int64(200), call.CompletionTokens, "tokens of a useless answer are paid for, too")
		})
	}

	t.Run("Outage", func(t *testing.T) {
		t.Parallel()

		server := newStandIn(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
			w.Header().Set("X-Should-Retry", "false")
			reply(w, http.StatusServiceUnavailable, "{}")
		})
		_, err := newClient(t, server).WriteTexts(t.Context(), nurseBrief())
		require.Equal(t, "model_unavailable", fault.From(err).Code)
	})
}
