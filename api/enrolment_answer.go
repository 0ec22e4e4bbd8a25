package api

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	mathrand "math/rand/v2"
	"net/url"
	"strconv"
	"time"

	"github.com/google/uuid"

	"greenroom/db"
	"greenroom/internal/accesstoken"
	"greenroom/internal/embedkey"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
)

// Enrolment is the answer about one request: the result as far as there is one, and how far it has come.
type Enrolment struct {
	ID                 uuid.UUID  `json:"id" format:"uuid" doc:"This request's id"`
	State              string     `json:"state" enum:"queued,running,succeeded,failed,canceled" doc:"How far the request has come"`
	Stage              string     `json:"stage" enum:"resolve_position,detect_seniority,prescreen,tokenise_url" doc:"The stage that runs next, or ran last"`
	Status             string     `json:"status,omitempty" enum:"ai_accept,ai_reject,already-applied,recruiter_accept,recruiter_action,recruiter_reject" doc:"The decision, as it stands now"`
	InterviewURL       string     `json:"interview_url,omitempty" format:"uri" doc:"Where the candidate goes on; rejections have one too"`
	PositionDefSetID   *uuid.UUID `json:"position_def_set_id,omitempty" format:"uuid" doc:"The position"`
	InterviewDefSetID  *uuid.UUID `json:"interview_def_set_id,omitempty" format:"uuid" doc:"The interview definition"`
	ProfileInterviewID *uuid.UUID `json:"profile_interview_id,omitempty" format:"uuid" doc:"This candidate's enrolment for the position"`
	Reason             string     `json:"reason,omitempty" doc:"One sentence that a recruiter can read, for every status but acceptance"`
	EmbedID            string     `json:"embed_id,omitempty" doc:"The merchant's embed id; only with is_embedded"`
	EmbedSigningKey    string     `json:"embed_signing_key,omitempty" doc:"The key that signs embed URLs; only with is_embedded"`

	Score              *float64            `json:"score,omitempty" minimum:"0" maximum:"10" doc:"How well the résumé fits, from 0 to 10"`
	Assessment         map[string]any      `json:"assessment,omitempty" doc:"The pre-screening in full: criteria, facts, evidence, policy and engine"`
	SeniorityLevel     string              `json:"seniority_level,omitempty" enum:"entry-level,intermediate,senior,managerial,director,executive" doc:"The position's level"`
	SenioritySource    string              `json:"seniority_source,omitempty" enum:"request,position,detected,default" doc:"Where the level comes from"`
	SeniorityDetection *SeniorityDetection `json:"seniority_detection,omitempty" doc:"What the level was detected from; missing where it was given"`
	Stages             map[string]Stage    `json:"stages" doc:"What became of each stage; a stage that was not needed is missing"`
	Problem            *Problem            `json:"problem,omitempty" doc:"Why a failed request failed"`
	Warnings           []string            `json:"warnings" nullable:"false" doc:"What was ignored in the request"`
	ImportID           *uuid.UUID          `json:"import_id,omitempty" format:"uuid" doc:"The import that the request came with"`
	Links              Links               `json:"links" doc:"Where to go from here"`
	CreatedAt          time.Time           `json:"created_at" doc:"When the request was accepted"`
	UpdatedAt          time.Time           `json:"updated_at" doc:"When the answer last changed"`
	CompletedAt        *time.Time          `json:"completed_at,omitempty" doc:"When the request was over"`
}

// SeniorityDetection is what a position's title and description say about its level.
type SeniorityDetection struct {
	Level      string              `json:"level" enum:"entry-level,intermediate,senior,managerial,director,executive" doc:"The level"`
	Way        string              `json:"way,omitempty" enum:"assistant,assistant-manager,contributor,default,description,grade,head,lead,manager,range,senior,senior-manager,starter,vp,word" doc:"How it was decided"`
	Confidence float64             `json:"confidence" minimum:"0" maximum:"1" doc:"How sure that is: calibrated on labelled titles, 0.5 for a guess"`
	Evidence   []SeniorityEvidence `json:"evidence" nullable:"false" doc:"The words that speak for the level"`
	Convention string              `json:"convention,omitempty" enum:"Z1-plain-manager,Z2-head-of,Z3-senior-manager,Z4-vp,Z5-lead" doc:"The convention that decided, for titles that people read differently"`
	Default    bool                `json:"default" doc:"Whether nothing told a level, and the platform's default was taken"`
}

// SeniorityEvidence is one piece of a position's text that speaks for its level.
type SeniorityEvidence struct {
	Text   string `json:"text" doc:"Verbatim"`
	From   string `json:"from" enum:"title,description" doc:"Where it is"`
	Offset int    `json:"offset" minimum:"0" doc:"Its place there, in bytes"`
	Level  string `json:"level" enum:"entry-level,intermediate,senior,managerial,director,executive" doc:"What it says by itself"`
	Rule   string `json:"rule" doc:"The entry of the data files that found it"`
}

// Stage is what became of one stage.
type Stage struct {
	Attempts    int        `json:"attempts" minimum:"0" doc:"How often the stage was begun"`
	StartedAt   *time.Time `json:"started_at,omitempty" doc:"When it was first begun"`
	CompletedAt *time.Time `json:"completed_at,omitempty" doc:"When it was done"`
	RetryAt     *time.Time `json:"retry_at,omitempty" doc:"When a stage that failed for the moment is tried again"`
	LastError   string     `json:"last_error,omitempty" doc:"The code of the newest failure"`
}

// Links are the addresses that make sense in the enrolment's state.
type Links struct {
	Self     string `json:"self" format:"uri" doc:"This answer"`
	Cancel   string `json:"cancel,omitempty" format:"uri" doc:"POST to cancel; while it isn't over"`
	Decision string `json:"decision,omitempty" format:"uri" doc:"POST a recruiter's decision; once there is an enrolment, for those who may decide"`
	Retry    string `json:"retry,omitempty" format:"uri" doc:"POST to try again; after a failure"`
}

// summary renders what lists show of a request: all but the assessment, the URL and the embed key.
func (a *API) summary(ctx context.Context, request db.Request) Enrolment {
	answer := Enrolment{
		ID: request.ID, State: string(request.State), Stage: string(request.Stage), Status: string(request.Status),
		PositionDefSetID: request.PositionID, InterviewDefSetID: request.InterviewID, ProfileInterviewID: request.EnrolmentID,
		Reason: request.Reason, SeniorityLevel: string(request.SeniorityLevel), SenioritySource: string(request.SenioritySource),
		Stages: make(map[string]Stage, len(request.Stages)), Warnings: append([]string{}, request.Warnings...),
		ImportID: request.ImportID, Links: a.links(ctx, request), CreatedAt: request.CreatedAt.UTC(), UpdatedAt: request.UpdatedAt.UTC(),
		CompletedAt: request.CompletedAt,
	}
	for stage, stageRun := range request.Stages {
		answer.Stages[string(stage)] = Stage(stageRun)
	}
	if request.Problem != nil {
		answer.Problem = newProblem(faultOf(request.Problem), "")
	}
	return answer
}

// render renders a request in full.
func (a *API) render(ctx context.Context, request db.Request) (Enrolment, error) {
	answer := a.summary(ctx, request)
	answer.SeniorityDetection = detectionOf(request)
	if request.Assessment != nil {
		if err := json.Unmarshal(request.Assessment, &answer.Assessment); err != nil {
			return answer, fmt.Errorf("decode the assessment of request %s: %w", request.ID, err)
		}
		if score, ok := answer.Assessment["score"].(float64); ok {
			answer.Score = &score
		}
	}
	if request.Token != nil {
		token, err := a.config.Keyring.Sign(accesstoken.Claims{
			ID: request.Token.ID, EnrolmentID: request.Token.EnrolmentID, InterviewID: request.Token.InterviewID,
			IssuedAt: request.Token.IssuedAt, ExpiresAt: request.Token.ExpiresAt, KeyID: request.Token.KeyID,
		})
		if err != nil {
			return answer, fmt.Errorf("sign the token of request %s: %w", request.ID, err)
		}
		answer.InterviewURL = accesstoken.InterviewURL(a.config.PublicURL, request.Token.InterviewID, token)
	}
	if request.Embedded {
		return answer, a.addEmbedKey(ctx, request.MerchantID, &answer)
	}
	return answer, nil
}

// detectionOf is the detection that a request's level comes from, its own or an earlier one for the same position. Nil where the level was
// given: for this request, or for the interview that it is for.
func detectionOf(request db.Request) *SeniorityDetection {
	found := request.Detection
	if found == nil || request.SenioritySource == enrolment.SourceRequest || request.SeniorityLevel != found.Level {
		return nil
	}
	shown := &SeniorityDetection{
		Level: string(found.Level), Way: string(found.Way), Confidence: found.Confidence,
		Evidence: make([]SeniorityEvidence, 0, len(found.Evidence)), Convention: found.Convention, Default: found.Default,
	}
	for _, piece := range found.Evidence {
		shown.Evidence = append(shown.Evidence, SeniorityEvidence{
			Text: piece.Text, From: piece.From, Offset: piece.Offset, Level: string(piece.Level), Rule: piece.Rule,
		})
	}
	return shown
}

// addEmbedKey adds the merchant's embed key, which is made when it is first asked for and stays the same from then on.
func (a *API) addEmbedKey(ctx context.Context, merchantID uuid.UUID, answer *Enrolment) error {
	stored, err := db.EmbedKeyGet(ctx, a.config.Pool, merchantID)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		stored, err = a.makeEmbedKey(ctx, merchantID)
	}
	if err != nil {
		return err
	}
	opened, err := a.config.Sealer.Open(merchantID, stored.SealedKey)
	if err != nil {
		return fmt.Errorf("open the embed key of merchant %s: %w", merchantID, err)
	}
	answer.EmbedID, answer.EmbedSigningKey = stored.EmbedID, opened
	return nil
}

func (a *API) makeEmbedKey(ctx context.Context, merchantID uuid.UUID) (db.EmbedKey, error) {
	made, err := embedkey.Generate(rand.Reader)
	if err != nil {
		return db.EmbedKey{}, err
	}
	key := db.EmbedKey{EmbedID: made.ID, SealedKey: a.config.Sealer.Seal(merchantID, made.SigningKey)}
	return db.EmbedKeyEnsure(ctx, a.config.Pool, merchantID, key)
}

// links offers what the enrolment's state allows. A caller who acts for another merchant needs to say so again.
func (a *API) links(ctx context.Context, request db.Request) Links {
	self := a.location(ctx, request.MerchantID, request.ID, "")
	links := Links{Self: self}
	switch {
	case !request.State.Terminal():
		links.Cancel = a.location(ctx, request.MerchantID, request.ID, "/cancel")
	case request.State == enrolment.Failed:
		links.Retry = a.location(ctx, request.MerchantID, request.ID, "/retry")
	}
	if request.EnrolmentID != nil && callerFrom(ctx).MayDecide() {
		links.Decision = a.location(ctx, request.MerchantID, request.ID, "/decision")
	}
	return links
}

// location is the absolute address of a request's answer, or of an action on it.
func (a *API) location(ctx context.Context, merchantID, id uuid.UUID, action string) string {
	address := a.config.PublicURL + "/v1/enrolments/" + id.String() + action
	if own := callerFrom(ctx).MerchantID; own == nil || *own != merchantID {
		address += "?" + url.Values{"merchant_id": {merchantID.String()}}.Encode()
	}
	return address
}

// etag changes with everything that the answer shows.
func etag(request db.Request) string {
	return fmt.Sprintf(`"v%d-%d"`, request.Version, request.EnrolmentVersion)
}

// faultOf makes a stored problem a fault again.
func faultOf(problem *enrolment.Problem) *fault.Error {
	found := fault.New(problem.Kind, problem.Code, problem.Message)
	for _, field := range problem.Fields {
		found.Fields = append(found.Fields, fault.Field(field))
	}
	return found
}

const (
	// retryAfterGrowth: a client is told to come back after a tenth of the time that the request has taken so far.
	retryAfterGrowth = 10
	retryAfterMost   = 30 * time.Second
)

// pollAfter is the Retry-After of a request that isn't over: longer the longer it takes, with a random second so that many pollers of one
// batch spread out. Empty when it is over.
func (a *API) pollAfter(request db.Request) string {
	if request.State.Terminal() {
		return ""
	}
	age := a.config.Now().Sub(request.CreatedAt)
	wait := min(time.Second+age/retryAfterGrowth, retryAfterMost)
	return strconv.Itoa(int(wait/time.Second) + mathrand.IntN(2)) //nolint:gosec // Spreading load needs no secrecy.
}
