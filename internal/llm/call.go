package llm

import (
	"context"
	"errors"
	"net/http"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/shared"

	"greenroom/internal/fault"
	"greenroom/internal/prescreen"
)

// Why an assessment went without the model. The client library's errors are never wrapped: they hold what the server wrote, and that can
// be the résumé.
var (
	errBadAnswer   = fault.New(fault.Malformed, "model_bad_answer", "the model's answer can't be used")
	errCircuitOpen = fault.New(fault.Unavailable, "model_circuit_open", "the model has failed too often lately and isn't asked for the moment")
	errOverBudget  = fault.New(fault.TooLarge, "model_over_budget", "the position and the résumé exceed the token budget")
	errRateLimited = fault.New(fault.RateLimited, "model_rate_limited", "the model's endpoint takes no more calls for now")
	errRefused     = fault.New(fault.Malformed, "model_refused", "the model refused to answer")
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
	views                         []prescreen.View
	promptTokens, completedTokens int64
}

// version names the model as the server does, with the revision of our question.
func (r *reply) version() string { return r.model + "+" + promptRevision }

// call asks once, with the client library's retries. With some errors there is a reply: its tokens were used all the same.
func (a *Assessor) call(ctx context.Context, asked question) (*reply, error) {
	params := openai.ChatCompletionNewParams{
		MaxCompletionTokens: openai.Int(int64(a.answerTokens())),
		Messages: []openai.ChatCompletionMessageParamUnion{
			openai.SystemMessage(instructions), openai.UserMessage(asked.position), openai.UserMessage(asked.resume),
		},
		Model: a.config.Model,
		ResponseFormat: openai.ChatCompletionNewParamsResponseFormatUnion{OfJSONSchema: &shared.ResponseFormatJSONSchemaParam{
			JSONSchema: shared.ResponseFormatJSONSchemaJSONSchemaParam{Name: "opinion", Schema: schema(), Strict: openai.Bool(true)},
		}},
	}
	if a.config.Temperature >= 0 {
		params.Temperature = openai.Float(a.config.Temperature)
	}
	var response *http.Response
	completion, err := a.chat.New(ctx, params, option.WithResponseInto(&response))
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
	}
	return errRejected
}
