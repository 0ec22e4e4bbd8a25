package enrolment

import (
	"time"

	"github.com/google/uuid"

	"greenroom/internal/fault"
	"greenroom/internal/interview"
	"greenroom/internal/position"
	"greenroom/internal/questions"
	"greenroom/internal/seniority"
)

// Faults of resolving. An id of another merchant gives the same answer as one that doesn't exist.
var (
	ErrPositionNotFound = &fault.Error{
		Kind: fault.NotFound, Code: "position_not_found", Message: "there is no position with this id or code",
		Fields: []fault.Field{{
			Name: "position_def_set_id", Pointer: "/position_def_set_id", Code: "not_found", Message: "there is no position with this id",
		}},
	}
	// ErrPositionCodeNotFound comes with the fields that are missing to create the position.
	ErrPositionCodeNotFound = fault.New(fault.NotFound, "position_not_found",
		"there is no position with this position_external_id, and the fields that would create one are missing")
	ErrPositionMismatch = fault.InvalidFields([]fault.Field{{
		Name: "position_external_id", Pointer: "/position_external_id", Code: "mismatch",
		Message: "position_external_id isn't the code of the position that position_def_set_id names",
	}})
	ErrTemplateNotFound = &fault.Error{
		Kind: fault.NotFound, Code: "template_not_found", Message: "there is no interview template with this id",
		Fields: []fault.Field{{
			Name: "interview_template_id", Pointer: "/interview_template_id", Code: "not_found",
			Message: "there is no interview template with this id",
		}},
	}
)

// alreadyApplied is the reason that goes with the status of the same name.
const alreadyApplied = "This candidate is already enrolled for this position, and no recruiter has decided yet; " +
	"the existing enrolment is returned."

// TemplateOrDefault is the interview template that the request asks for, or the platform's default.
func (p Position) TemplateOrDefault() uuid.UUID {
	if p.TemplateID == nil {
		return position.DefaultTemplateID
	}
	return *p.TemplateID
}

// Fingerprint identifies the position that the request describes.
func (p Position) Fingerprint() [32]byte {
	return position.Fingerprint(p.Name, p.Location, p.CountryCode, p.Language, p.TemplateOrDefault())
}

// Check finds what keeps a request from being resolved, from what the database knows. It returns nil when nothing does.
func (r Resolution) Check(asked Request) error {
	request := asked.Position
	if request.TemplateID != nil && r.Template == nil {
		return ErrTemplateNotFound
	}
	if r.Position == nil {
		switch {
		case request.ID != nil:
			return ErrPositionNotFound
		case !request.Described():
			return PositionCodeNotFound(asked)
		}
		return nil
	}
	if request.ID != nil && request.ExternalID != "" && request.ExternalID != r.Position.ExternalID {
		return ErrPositionMismatch
	}
	return nil
}

// PositionCodeNotFound is ErrPositionCodeNotFound with the fields that request lacks.
func PositionCodeNotFound(request Request) error {
	found := *ErrPositionCodeNotFound
	found.Fields = MissingPositionFields(request)
	return &found
}

// WantedSettings are the settings of the interview that the request means. A request that describes its position gets the contract's
// defaults for what it leaves out: the platform's and the template's. One that only names the position gets those of the position's default
// interview, for whoever set the position up has said there what it is. The request's own settings go on top.
func (r Resolution) WantedSettings(request Request) (interview.Settings, error) {
	base, err := r.baseSettings(request)
	if err != nil {
		return interview.Settings{}, err
	}
	return base.Apply(request.Settings)
}

// baseSettings are what the request's own settings go on top of.
func (r Resolution) baseSettings(request Request) (interview.Settings, error) {
	switch {
	case r.onDefault(request.Position):
		return r.Default.Settings, nil
	case r.Template != nil:
		return interview.Defaults().Apply(*r.Template)
	}
	return interview.Defaults(), nil
}

// baseName says whose settings those are.
func (r Resolution) baseName(request Request) string {
	if r.onDefault(request.Position) {
		return interviewName(r.Default.ID)
	}
	return "interview template " + request.Position.TemplateOrDefault().String()
}

// onDefault reports whether the request's own settings go on top of the position's default interview.
func (r Resolution) onDefault(request Position) bool {
	return r.Default != nil && request.named() && !r.otherTemplate(request)
}

// named reports whether the request means a position by name alone: by its id, or by its code without describing it.
func (p Position) named() bool { return p.ID != nil || !p.Described() }

// otherTemplate reports whether the request asks for another template than its position was made with.
func (r Resolution) otherTemplate(request Position) bool {
	return r.Position != nil && request.TemplateID != nil && *request.TemplateID != r.Position.TemplateID
}

// Resolver turns a resolution into the outcome of the first stage.
type Resolver struct {
	Case       Case
	Resolution Resolution
	// Wanted is the interview that the request means. Its zero ID asks for a new one.
	Wanted interview.Definition
	Now    time.Time
	NewID  func() uuid.UUID
}

// Outcome decides what has to be created and which stage comes next. The dossier is what the stages after this one need to know, so that
// they needn't wait until it is stored; nil when none of them does.
func (r Resolver) Outcome() (*Outcome, *Dossier) {
	if outcome := r.existing(); outcome != nil {
		return outcome, nil
	}
	outcome := &Outcome{Case: r.Case}
	found := r.resolvePosition(outcome)
	wanted := r.resolveInterview(outcome, found)
	r.resolveCandidate(outcome)
	existing := r.Resolution.Existing
	if existing != nil {
		outcome.TakeOver = &TakeOver{EnrolmentID: existing.ID, OwnerID: existing.OwnerID}
		outcome.Progress.EnrolmentID = &existing.ID
	} else {
		outcome.Enrolment = &NewEnrolment{ID: r.NewID()}
		if known := r.Resolution.Candidate; known != nil {
			outcome.Enrolment.CandidateID = known.ID
		}
		outcome.Progress.EnrolmentID = &outcome.Enrolment.ID
	}
	return outcome, &Dossier{Merchant: r.Resolution.Merchant, Position: found, Interview: wanted}
}

// existing is the outcome when the candidate is enrolled for the position already, and nothing is to be created. Nil: go on.
func (r Resolver) existing() *Outcome {
	existing := r.Resolution.Existing
	if existing == nil {
		return nil
	}
	own := existing.OwnerID == r.Case.ID
	abandoned := existing.Status == "" && (existing.OwnerState == Failed || existing.OwnerState == Canceled)
	if existing.Status == "" && (own || abandoned) {
		return nil
	}
	outcome := &Outcome{Case: r.Case, Progress: r.Case.Progress}
	progress := &outcome.Progress
	progress.PositionID, progress.InterviewID, progress.EnrolmentID = &r.Resolution.Position.ID, &existing.InterviewID, &existing.ID
	progress.SeniorityLevel = r.Resolution.Position.SeniorityLevel
	if progress.SeniorityLevel != "" {
		progress.SenioritySource = SourcePosition
	}
	if own || existing.Status.ByRecruiter() {
		progress.Status, progress.Reason = existing.Status, existing.Reason
	} else {
		progress.Status, progress.Reason = AlreadyApplied, alreadyApplied
	}
	*progress = progress.Advance(TokeniseURL, r.Now)
	return outcome
}

func (r Resolver) resolvePosition(outcome *Outcome) position.Position {
	if r.Resolution.Position != nil {
		return *r.Resolution.Position
	}
	request := r.Case.Request.Position
	created := &NewPosition{
		Position: position.Position{
			ID: r.NewID(), ExternalID: request.ExternalID, Name: request.Name, Location: request.Location, CountryCode: request.CountryCode,
			Language: request.Language, TemplateID: request.TemplateOrDefault(), SeniorityLevel: r.Wanted.Settings.SeniorityLevel,
		},
		Fingerprint: request.Fingerprint(),
	}
	if created.SeniorityLevel != "" {
		created.SenioritySource = SourceRequest
	}
	outcome.Position = created
	return created.Position
}

// resolveInterview returns the interview as it is once the outcome is stored.
func (r Resolver) resolveInterview(outcome *Outcome, found position.Position) interview.Definition {
	level, source := r.seniority(found)
	wanted := r.Wanted
	created := wanted.ID == uuid.Nil
	if created {
		wanted.ID, wanted.PositionID, wanted.Default = r.NewID(), found.ID, r.Resolution.Default == nil
	}
	var asked []questions.Question
	if level != "" && !wanted.HasQuestions {
		asked = InterviewQuestions(found, wanted.Settings, level)
	}
	if created {
		wanted.Questions = asked
		outcome.Interview = &wanted
	} else {
		outcome.Questions = asked
	}
	progress := r.Case.Progress
	progress.PositionID, progress.InterviewID = &found.ID, &wanted.ID
	progress.SeniorityLevel, progress.SenioritySource = level, source
	next := Prescreen
	if level == "" {
		next = DetectSeniority
	}
	outcome.Progress = progress.Advance(next, r.Now)
	wanted.HasQuestions = wanted.HasQuestions || asked != nil
	return wanted
}

// seniority is the level that counts for this request, and where it comes from; empty when it has to be detected.
func (r Resolver) seniority(found position.Position) (seniority.Level, SenioritySource) {
	switch {
	case r.Case.Request.Settings.SeniorityLevel != nil:
		return *r.Case.Request.Settings.SeniorityLevel, SourceRequest
	case r.Wanted.Settings.SeniorityLevel != "":
		return r.Wanted.Settings.SeniorityLevel, SourcePosition
	case found.SeniorityLevel != "":
		return found.SeniorityLevel, SourcePosition
	}
	return "", ""
}

// resolveCandidate writes the profile when it is new or says something new.
func (r Resolver) resolveCandidate(outcome *Outcome) {
	sent := r.Case.Request.Candidate
	known := r.Resolution.Candidate
	if known == nil {
		outcome.Candidate = &CandidateRecord{ID: r.NewID(), Candidate: sent}
		return
	}
	changed := sent.Name != known.Name || sent.Email != known.Email || sent.CountryCode != known.CountryCode ||
		(sent.ExternalID != "" && sent.ExternalID != known.ExternalID) ||
		(sent.LinkedInURL != "" && sent.LinkedInURL != known.LinkedInURL)
	if changed {
		outcome.Candidate = &CandidateRecord{ID: known.ID, Candidate: sent}
	}
}

// InterviewQuestions are the questions of an interview with these settings, for a position of this level.
func InterviewQuestions(asked position.Position, settings interview.Settings, level seniority.Level) []questions.Question {
	return questions.Generate(QuestionsInput(asked, settings, level))
}

// QuestionsInput is what the questions of an interview with these settings depend on, for a position of this level.
func QuestionsInput(asked position.Position, settings interview.Settings, level seniority.Level) questions.Input {
	var limit *time.Duration
	if settings.MaxDuration != nil {
		duration := time.Duration(*settings.MaxDuration) * time.Second
		limit = &duration
	}
	return questions.Input{
		Language: asked.Language, Level: level, Position: asked.Name, MaxDuration: limit, Rapport: settings.IncludeRapport,
		Closing: settings.IncludeClosing,
	}
}
