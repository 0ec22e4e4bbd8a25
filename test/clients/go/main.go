// Command client does the main job of the API with the generated Go client: it says what it has done, or what was not as the document
// promises. It refuses to know anything that isn't in openapi.json.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"
	"greenroom.example/client/client"
)

// patience bounds the whole run.
const patience = time.Minute

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	token := os.Getenv("GREENROOM_TOKEN")
	greenroom, err := client.NewClientWithResponses(os.Getenv("GREENROOM_URL"),
		client.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
			request.Header.Set("Authorization", "Bearer "+token)
			return nil
		}))
	if err != nil {
		return err
	}
	for _, step := range []struct {
		name string
		do   func(ctx context.Context, greenroom *client.ClientWithResponses) error
	}{
		{"wait for a decision", waitForDecision},
		{"poll for a decision", pollForDecision},
		{"read what is invalid", readInvalidFields},
		{"decide as a recruiter", decide},
		{"page through the list", pageThroughList},
	} {
		if err := step.do(ctx, greenroom); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		fmt.Println("done:", step.name)
	}
	return nil
}

// application is a valid request; every candidate is another one.
func application(candidate string) client.EnrolmentRequest {
	return client.EnrolmentRequest{
		CandidateName: "Candidate of " + candidate, CandidateEmail: openapi_types.Email(candidate + "@example.com"),
		CandidateCountryCode: "NL", CandidateResume: "Backend engineer. 2019-2025 Acme B.V.: Go services on PostgreSQL.",
		PositionName: new("Senior Backend Engineer"), PositionLocation: new("remote"), PositionCountryCode: new("NL"),
		MojitoLanguageCode: new(client.EnrolmentRequestMojitoLanguageCodeEn),
	}
}

func waitForDecision(ctx context.Context, greenroom *client.ClientWithResponses) error {
	answer, err := greenroom.CreateEnrolmentWithResponse(ctx, nil, application("go-waits"))
	if err != nil {
		return err
	}
	switch {
	case answer.JSON200 == nil:
		return unexpected(answer.HTTPResponse, answer.Body)
	case answer.JSON200.Status == nil || !answer.JSON200.Status.Valid():
		return errors.New("no decision")
	case answer.JSON200.InterviewUrl == nil:
		return errors.New("no interview URL")
	}
	return nil
}

func pollForDecision(ctx context.Context, greenroom *client.ClientWithResponses) error {
	accepted, err := greenroom.CreateEnrolmentWithResponse(ctx,
		&client.CreateEnrolmentParams{Prefer: new("respond-async"), IdempotencyKey: new("go-client-1")}, application("go-polls"))
	if err != nil {
		return err
	}
	if accepted.JSON202 == nil {
		return unexpected(accepted.HTTPResponse, accepted.Body)
	}
	if accepted.HTTPResponse.Header.Get("Location") == "" || accepted.HTTPResponse.Header.Get("Retry-After") == "" {
		return errors.New("202 without Location or Retry-After")
	}
	for {
		answer, err := greenroom.GetEnrolmentWithResponse(ctx, accepted.JSON202.Id, &client.GetEnrolmentParams{Prefer: new("wait=5")})
		if err != nil {
			return err
		}
		switch {
		case answer.JSON200 == nil:
			return unexpected(answer.HTTPResponse, answer.Body)
		case answer.JSON200.State == client.EnrolmentStateSucceeded:
			return nil
		case answer.JSON200.State == client.EnrolmentStateFailed || answer.JSON200.State == client.EnrolmentStateCanceled:
			return fmt.Errorf("ended %s", answer.JSON200.State)
		}
	}
}

func readInvalidFields(ctx context.Context, greenroom *client.ClientWithResponses) error {
	request := application("go-errs")
	request.CandidateCountryCode, request.CandidateName = "NLD", ""
	answer, err := greenroom.CreateEnrolmentWithResponse(ctx, nil, request)
	if err != nil {
		return err
	}
	problem := answer.ApplicationproblemJSON422
	if problem == nil || problem.Errors == nil {
		return unexpected(answer.HTTPResponse, answer.Body)
	}
	wrong := map[string]bool{}
	for _, field := range *problem.Errors {
		wrong[field.Field] = field.Code != "" && field.Message != ""
	}
	if len(wrong) != 2 || !wrong["candidate_country_code"] || !wrong["candidate_name"] {
		return fmt.Errorf("named %v", wrong)
	}
	return nil
}

func decide(ctx context.Context, greenroom *client.ClientWithResponses) error {
	enrolled, err := greenroom.CreateEnrolmentWithResponse(ctx, nil, application("go-decides"))
	if err != nil {
		return err
	}
	if enrolled.JSON200 == nil {
		return unexpected(enrolled.HTTPResponse, enrolled.Body)
	}
	decision := client.RecruiterDecision{Decision: client.Accept, Reason: "Convincing."}
	params := client.DecideEnrolmentParams{IfMatch: enrolled.HTTPResponse.Header.Get("ETag")}
	decided, err := greenroom.DecideEnrolmentWithResponse(ctx, enrolled.JSON200.Id, &params, decision)
	if err != nil {
		return err
	}
	if decided.JSON200 == nil || decided.JSON200.Status == nil || *decided.JSON200.Status != client.EnrolmentStatusRecruiterAccept {
		return unexpected(decided.HTTPResponse, decided.Body)
	}
	again, err := greenroom.DecideEnrolmentWithResponse(ctx, enrolled.JSON200.Id, &params, decision)
	if err != nil {
		return err
	}
	if again.ApplicationproblemJSON412 == nil {
		return unexpected(again.HTTPResponse, again.Body)
	}
	return nil
}

func pageThroughList(ctx context.Context, greenroom *client.ClientWithResponses) error {
	params := client.ListEnrolmentsParams{Limit: new(int64(1)), State: new(client.ListEnrolmentsParamsStateSucceeded)}
	seen := map[string]bool{}
	for range 2 {
		page, err := greenroom.ListEnrolmentsWithResponse(ctx, &params)
		if err != nil {
			return err
		}
		if page.JSON200 == nil || len(page.JSON200.Data) != 1 || !page.JSON200.HasMore || page.JSON200.NextCursor == nil {
			return unexpected(page.HTTPResponse, page.Body)
		}
		seen[page.JSON200.Data[0].Id.String()] = true
		params.Cursor = page.JSON200.NextCursor
	}
	if len(seen) != 2 {
		return errors.New("both pages show the same enrolment")
	}
	return nil
}

func unexpected(response *http.Response, body []byte) error {
	return fmt.Errorf("unexpected answer %s: %s", response.Status, body)
}
