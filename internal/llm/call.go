package llm

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/shared"

	"greenroom/internal/fault"
)

// maxModelName bounds the name that a server gives its model.
const maxModelName = 100

// Why a task went without the model. The client library's errors are never wrapped: they hold what the server wrote, and that can
// be the résumé.
var (
	errBadAnswer   = fault.New(fault.Malformed, "model_bad_answer", "the model's answer can't be used")
	errCircuitOpen = fault.New(fault.Unavailable, "model_circuit_open", "the model has failed too often lately and isn't asked for the moment")
	errOverBudget  = fault.New(fault.TooLarge, "model_over_budget", "what was to be asked exceeds the token budget")
	errRateLimited = fault.New(fault.RateLimited, "model_rate_limited", "the model's endpoint takes no more calls for now")
	errRefused     = fault.New(fault.Malformed, "model_refused", "the model, or its endpoint, refused this question")
	errRejected    = fault.New(fault.Forbidden, "model_rejected", "the model's endpoint doesn't accept our calls")
	errTimeout     = fault.New(fault.Timeout, "model_timeout", "the model didn't answer in time")
	errUnavailable = fault.New(fault.Unavailable, "model_unavailable", "the model's endpoint can't be reached or is failing")
)

// endpointFailed tells failures of the endpoint, which open the circuit, from useless answers. Those come from a working endpoint, and a
// candidate may be able to provoke them: nobody's résumé shall switch the model off for others.
func endpointFailed(err error) bool { return err != nil && fault.KindOf(err) != fault.Malformed }

// boundedTransport refuses to read endless responses.
type boundedTransport struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (t boundedTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := t.next.RoundTrip(request)
	if err == nil {
		response.Body = http.MaxBytesReader(nil, response.Body, maxBody)
	}
	return response, err
}

// reply is what came back.
type reply struct {
	model                         string
	content                       string
	promptTokens, completedTokens int64
}

// version names the model as the server does, with the revision of our question.
func (r *reply) version(revision string) string { return r.model + "+" + revision }

// call asks once, with the client library's retries. With some errors there is a reply: its tokens were used all the same.
func (c *Client) call(ctx context.Context, asked prompt) (*reply, error) {
	params := openai.ChatCompletionNewParams{
		MaxCompletionTokens: openai.Int(int64(c.answerTokens())),
		Messages:            asked.messages(),
		Model:               c.config.Model,
		ResponseFormat: openai.ChatCompletionNewParamsResponseFormatUnion{OfJSONSchema: &shared.ResponseFormatJSONSchemaParam{
			JSONSchema: shared.ResponseFormatJSONSchemaJSONSchemaParam{Name: asked.answerName, Schema: asked.schema, Strict: openai.Bool(true)},
		}},
	}
	if c.config.Temperature >= 0 {
		params.Temperature = openai.Float(c.config.Temperature)
	}
	var response *http.Response
	completion, err := c.chat.New(ctx, params, option.WithResponseInto(&response))
	switch {
	case ctx.Err() != nil:
		if errors.Is(ctx.Err(), context.Canceled) {
			return nil, context.Canceled
		}
		return nil, errTimeout
	case response == nil:
		return nil, errUnavailable
	case response.StatusCode >= http.StatusBadRequest:
		return nil, statusFault(response.StatusCode)
	case err != nil || completion == nil:
		return nil, errBadAnswer
	}
	return read(completion)
}

func statusFault(status int) error {
	switch {
	case status == http.StatusTooManyRequests:
		return errRateLimited
	case status >= http.StatusInternalServerError, status == http.StatusRequestTimeout:
		return errUnavailable
	case status == http.StatusBadRequest, status == http.StatusRequestEntityTooLarge, status == http.StatusUnprocessableEntity:
		// It may be about this question alone, such as a content filter's.
		return errRefused
	}
	return errRejected
}

// read takes a completion apart as far as every task does.
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
	answered.content = choice.Message.Content
	return answered, nil
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

// decode reads what the model wrote. Anything but exactly what the schema asks for makes it useless: a model that breaks its schema, or was
// made to, can't be trusted with the rest.
func decode(content string, into any) error {
	decoder := json.NewDecoder(strings.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return errBadAnswer
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errBadAnswer
	}
	return nil
}
