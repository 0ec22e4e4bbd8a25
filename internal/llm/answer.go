package llm

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"github.com/openai/openai-go/v3"

	"greenroom/internal/prescreen"
)

const (
	// maxQuotes is how many quotes of one criterion an answer may hold: more is no selection.
	maxQuotes = 20
	// maxScore is the upper end of the scale that the model is asked for.
	maxScore = 10
	// maxModelName bounds the name that a server gives its model.
	maxModelName = 100
)

// read takes an answer apart. Anything but exactly what the schema asks for makes it useless: a model that breaks its schema, or was made
// to, can't be trusted with the rest.
func read(completion *openai.ChatCompletion) (*reply, error) {
	answered := &reply{
		model: modelName(completion.Model), promptTokens: max(0, completion.Usage.PromptTokens),
		completedTokens: max(0, completion.Usage.CompletionTokens),
	}
	if len(completion.Choices) == 0 {
		return answered, errBadAnswer
	}
	choice := completion.Choices[0]
	if choice.Message.Refusal != "" || choice.FinishReason == "content_filter" {
		return answered, errRefused
	}
	// "length" is an answer that the budget cut off; a model without tools has no business to end otherwise.
	if choice.FinishReason != "stop" {
		return answered, errBadAnswer
	}
	var err error
	answered.views, err = readViews(choice.Message.Content)
	return answered, err
}

// writtenView is one criterion as the schema spells it.
type writtenView struct {
	Score  json.RawMessage `json:"score"`
	Quotes []string        `json:"quotes"`
}

func readViews(content string) ([]prescreen.View, error) {
	decoder := json.NewDecoder(strings.NewReader(content))
	decoder.DisallowUnknownFields()
	var written map[string]writtenView
	if err := decoder.Decode(&written); err != nil {
		return nil, errBadAnswer
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errBadAnswer
	}
	names := prescreen.ViewedCriteria()
	if len(written) != len(names) {
		return nil, errBadAnswer
	}
	var views []prescreen.View
	for _, name := range names {
		view, ok := written[name].view(name)
		if !ok {
			return nil, errBadAnswer
		}
		views = append(views, view)
	}
	return views, nil
}

// view checks what the schema says about one criterion. An absent criterion has neither a score nor quotes.
func (w writtenView) view(name string) (prescreen.View, bool) {
	if w.Score == nil || w.Quotes == nil || len(w.Quotes) > maxQuotes {
		return prescreen.View{}, false
	}
	view := prescreen.View{Criterion: name, Quotes: w.Quotes}
	if bytes.Equal(w.Score, []byte("null")) {
		return view, true
	}
	var score float64
	if err := json.Unmarshal(w.Score, &score); err != nil || score < 0 || score > maxScore {
		return prescreen.View{}, false
	}
	view.Score = &score
	return view, true
}

// modelName is the server's name for its model, as far as it can be stored and shown.
func modelName(name string) string {
	name = strings.Map(func(letter rune) rune {
		if letter <= ' ' || letter > '~' {
			return -1
		}
		return letter
	}, name)
	if name == "" {
		return "unnamed"
	}
	return name[:min(len(name), maxModelName)]
}
