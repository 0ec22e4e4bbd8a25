package enrolment_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/interview"
	"greenroom/internal/position"
	"greenroom/internal/seniority"
)

// numbered is an id that a failing test shows in a readable way.
func numbered(n byte) uuid.UUID { return uuid.UUID{15: n} }

func resolveTime() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) }

func describedRequest() enrolment.Request {
	return enrolment.Request{
		Candidate: enrolment.Candidate{Name: "Ada", Email: "Ada@example.com", EmailKey: "ada@example.com", CountryCode: "PT", Resume: "Cook"},
		Position:  enrolment.Position{Name: "Cook", Location: "Lisbon", CountryCode: "PT", Language: "en"},
	}
}

func foundPosition(level seniority.Level) *position.Position {
	return &position.Position{
		ID: numbered(20), Name: "Cook", Location: "Lisbon", CountryCode: "PT", Language: "en", TemplateID: position.DefaultTemplateID,
		SeniorityLevel: level,
	}
}

func TestResolutionCheck(t *testing.T) {
	t.Parallel()

	template := interview.Overrides{}
	coded := foundPosition("")
	coded.ExternalID = "C-1"
	for _, test := range []struct {
		name       string
		change     func(p *enrolment.Position)
		resolution enrolment.Resolution
		want       error
	}{
		{"AcceptsADescription", func(*enrolment.Position) {}, enrolment.Resolution{}, nil},
		{
			"AcceptsItsOwnCode", func(p *enrolment.Position) { p.ID, p.ExternalID = new(numbered(20)), "C-1" },
			enrolment.Resolution{Position: coded},
			nil,
		},
		{
			"AcceptsItsTemplate", func(p *enrolment.Position) { p.TemplateID = new(numbered(9)) },
			enrolment.Resolution{Template: &template},
			nil,
		},
		{
			"RefusesAnotherCode", func(p *enrolment.Position) { p.ID, p.ExternalID = new(numbered(20)), "C-2" },
			enrolment.Resolution{Position: coded},
			enrolment.ErrPositionMismatch,
		},
		{
			"RefusesAnUnknownCodeWithoutDescription", func(p *enrolment.Position) { *p = enrolment.Position{ExternalID: "C-1"} },
			enrolment.Resolution{},
			enrolment.ErrPositionCodeNotFound,
		},
		{
			"RefusesAnUnknownID", func(p *enrolment.Position) { p.ID = new(numbered(20)) },
			enrolment.Resolution{},
			enrolment.ErrPositionNotFound,
		},
		{
			"RefusesAnUnknownTemplate", func(p *enrolment.Position) { p.TemplateID = new(numbered(9)) },
			enrolment.Resolution{Position: coded},
			enrolment.ErrTemplateNotFound,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			request := describedRequest()
			test.change(&request.Position)
			err := test.resolution.Check(request)
			if test.want == nil {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, test.want)
			require.NotEmpty(t, fault.From(err).Fields)
		})
	}
}

func TestResolutionWantedSettings(t *testing.T) {
	t.Parallel()

	stored := interview.Defaults()
	stored.Attempts, stored.Salary = 7, "stored"
	byDefault := enrolment.Resolution{
		Position: foundPosition(""), Default: &interview.Definition{Settings: stored}, Template: &interview.Overrides{Attempts: new(5)},
	}
	for _, test := range []struct {
		name         string
		resolution   enrolment.Resolution
		template     *uuid.UUID
		described    bool
		asked        interview.Overrides
		wantAttempts int
		wantSalary   string
	}{
		{"AnotherTemplateStartsFromThatTemplate", byDefault, new(numbered(9)), false, interview.Overrides{}, 5, ""},
		{"DefaultInterviewStaysUnderTheRequest", byDefault, nil, false, interview.Overrides{Attempts: new(2)}, 2, "stored"},
		{"DefaultInterviewWinsOverItsTemplate", byDefault, new(position.DefaultTemplateID), false, interview.Overrides{}, 7, "stored"},
		{"DescribedAgainGetsTheTemplatesDefaults", byDefault, nil, true, interview.Overrides{}, 5, ""},
		{"PlatformComesFirst", enrolment.Resolution{}, nil, true, interview.Overrides{}, interview.Defaults().Attempts, ""},
		{
			"RequestComesLast",
			enrolment.Resolution{Template: byDefault.Template},
			nil, true,
			interview.Overrides{Salary: new("asked")},
			5,
			"asked",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			request := describedRequest()
			if !test.described {
				request.Position = enrolment.Position{ExternalID: "C-1"}
			}
			request.Position.TemplateID, request.Settings = test.template, test.asked
			settings, err := test.resolution.WantedSettings(request)
			require.NoError(t, err)
			require.Equal(t, test.wantAttempts, settings.Attempts)
			require.Equal(t, test.wantSalary, settings.Salary)
		})
	}
}

// resolve runs the resolver on a case numbered 1, with new ids from 100 on.
func resolve(request enrolment.Request, resolution enrolment.Resolution, wanted interview.Definition) *enrolment.Outcome {
	next := byte(99)
	outcome, _ := enrolment.Resolver{
		Case: enrolment.Case{
			MerchantID: numbered(1), ID: numbered(2), Request: request,
			Progress: enrolment.Progress{State: enrolment.Running, Stage: enrolment.ResolvePosition},
		},
		Resolution: resolution, Wanted: wanted, Now: resolveTime(),
		NewID: func() uuid.UUID { next++; return numbered(next) },
	}.Outcome()
	return outcome
}

func TestResolverCreates(t *testing.T) {
	t.Parallel()

	t.Run("EverythingNew", func(t *testing.T) {
		t.Parallel()

		outcome := resolve(describedRequest(), enrolment.Resolution{}, interview.Definition{Settings: interview.Defaults()})
		require.Equal(t, "Cook", outcome.Position.Name)
		require.Empty(t, outcome.Position.SenioritySource)
		require.Equal(t, describedRequest().Position.Fingerprint(), outcome.Position.Fingerprint)
		require.True(t, outcome.Interview.Default)
		require.Equal(t, outcome.Position.ID, outcome.Interview.PositionID)
		require.Nil(t, outcome.Interview.Questions)
		require.Equal(t, "ada@example.com", outcome.Candidate.EmailKey)
		require.Equal(t, outcome.Enrolment.ID, *outcome.Progress.EnrolmentID)
		require.Nil(t, outcome.TakeOver)
		require.Equal(t, enrolment.DetectSeniority, outcome.Progress.Stage)
	})

	t.Run("GivenSeniorityNeedsNoDetection", func(t *testing.T) {
		t.Parallel()

		request, settings := describedRequest(), interview.Defaults()
		request.Settings.SeniorityLevel, settings.SeniorityLevel = new(seniority.Director), seniority.Director
		outcome := resolve(request, enrolment.Resolution{}, interview.Definition{Settings: settings})
		require.Equal(t, enrolment.SourceRequest, outcome.Position.SenioritySource)
		require.Equal(t, seniority.Director, outcome.Position.SeniorityLevel)
		require.NotEmpty(t, outcome.Interview.Questions)
		require.Equal(t, enrolment.Prescreen, outcome.Progress.Stage)
		require.Equal(t, enrolment.SourceRequest, outcome.Progress.SenioritySource)
	})

	t.Run("KnownInterviewIsUsed", func(t *testing.T) {
		t.Parallel()

		known := interview.Definition{ID: numbered(30), PositionID: numbered(20), HasQuestions: true}
		outcome := resolve(describedRequest(), enrolment.Resolution{Position: foundPosition("senior"), Default: &known}, known)
		require.Nil(t, outcome.Position)
		require.Nil(t, outcome.Interview)
		require.Nil(t, outcome.Questions)
		require.Equal(t, numbered(30), *outcome.Progress.InterviewID)
		require.Equal(t, enrolment.SourcePosition, outcome.Progress.SenioritySource)
		require.Equal(t, enrolment.Prescreen, outcome.Progress.Stage)
	})

	t.Run("KnownInterviewGetsItsMissingQuestions", func(t *testing.T) {
		t.Parallel()

		known := interview.Definition{ID: numbered(30), PositionID: numbered(20)}
		outcome := resolve(describedRequest(), enrolment.Resolution{Position: foundPosition("senior"), Default: &known}, known)
		require.Nil(t, outcome.Interview)
		require.NotEmpty(t, outcome.Questions)
	})

	t.Run("OtherSettingsMakeAVariant", func(t *testing.T) {
		t.Parallel()

		known := interview.Definition{ID: numbered(30), PositionID: numbered(20), Default: true, HasQuestions: true}
		outcome := resolve(describedRequest(), enrolment.Resolution{Position: foundPosition("senior"), Default: &known},
			interview.Definition{PositionID: numbered(20), Settings: interview.Defaults()})
		require.False(t, outcome.Interview.Default)
		require.NotEqual(t, known.ID, outcome.Interview.ID)
		require.NotEmpty(t, outcome.Interview.Questions)
	})
}

func TestResolverCandidate(t *testing.T) {
	t.Parallel()

	sent := describedRequest().Candidate
	for _, test := range []struct {
		name   string
		change func(known *enrolment.Candidate)
		sent   func(sent *enrolment.Candidate)
		writes bool
	}{
		{"KeepsAnUnchangedProfile", func(*enrolment.Candidate) {}, func(*enrolment.Candidate) {}, false},
		{
			"KeepsWhatIsNotSent", func(k *enrolment.Candidate) { k.ExternalID, k.LinkedInURL = "7", "https://x" },
			func(*enrolment.Candidate) {}, false,
		},
		{"WritesANewCode", func(*enrolment.Candidate) {}, func(s *enrolment.Candidate) { s.ExternalID = "7" }, true},
		{"WritesANewCountry", func(k *enrolment.Candidate) { k.CountryCode = "ES" }, func(*enrolment.Candidate) {}, true},
		{"WritesANewName", func(k *enrolment.Candidate) { k.Name = "Eve" }, func(*enrolment.Candidate) {}, true},
		{"WritesANewProfileURL", func(*enrolment.Candidate) {}, func(s *enrolment.Candidate) { s.LinkedInURL = "https://y" }, true},
		{"WritesANewSpellingOfTheAddress", func(k *enrolment.Candidate) { k.Email = "ada@example.com" }, func(*enrolment.Candidate) {}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			request, known := describedRequest(), enrolment.CandidateRecord{ID: numbered(40), Candidate: sent}
			test.change(&known.Candidate)
			test.sent(&request.Candidate)
			outcome := resolve(request, enrolment.Resolution{Candidate: &known}, interview.Definition{})
			require.Equal(t, test.writes, outcome.Candidate != nil)
			require.Equal(t, known.ID, outcome.Enrolment.CandidateID)
			if test.writes {
				require.Equal(t, known.ID, outcome.Candidate.ID)
			}
		})
	}
}

func TestResolverExisting(t *testing.T) {
	t.Parallel()

	own, other := numbered(2), numbered(3)
	owned := func(owner uuid.UUID, state enrolment.State, status enrolment.Status) enrolment.Existing {
		return enrolment.Existing{OwnerID: owner, OwnerState: state, Status: status}
	}
	for _, test := range []struct {
		name       string
		existing   enrolment.Existing
		wantStatus enrolment.Status
		wantTaken  bool
	}{
		{"CanceledOwnerIsSucceeded", owned(other, enrolment.Canceled, ""), "", true},
		{"DecidedIsAlreadyApplied", owned(other, enrolment.Succeeded, enrolment.AIReject), enrolment.AlreadyApplied, false},
		{"FailedOwnerIsSucceeded", owned(other, enrolment.Failed, ""), "", true},
		{"FailedOwnerWhoDecidedIsNot", owned(other, enrolment.Failed, enrolment.AIAccept), enrolment.AlreadyApplied, false},
		{"OwnDecisionIsKept", owned(own, enrolment.Running, enrolment.AIAccept), enrolment.AIAccept, false},
		{"OwnUndecidedGoesOn", owned(own, enrolment.Running, ""), "", true},
		{"RecruitersAcceptanceIsAnswered", owned(other, enrolment.Succeeded, enrolment.RecruiterAccept), enrolment.RecruiterAccept, false},
		{"RecruitersRejectionIsAnswered", owned(other, enrolment.Canceled, enrolment.RecruiterReject), enrolment.RecruiterReject, false},
		{"UndecidedIsAlreadyApplied", owned(other, enrolment.Running, ""), enrolment.AlreadyApplied, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			existing := test.existing
			existing.ID, existing.InterviewID, existing.Reason = numbered(50), numbered(30), "because"
			outcome := resolve(describedRequest(), enrolment.Resolution{Position: foundPosition("senior"), Existing: &existing},
				interview.Definition{ID: numbered(31), HasQuestions: true})
			require.Equal(t, existing.ID, *outcome.Progress.EnrolmentID)
			require.Equal(t, test.wantStatus, outcome.Progress.Status)
			require.Nil(t, outcome.Enrolment)
			if test.wantTaken {
				require.Equal(t, &enrolment.TakeOver{EnrolmentID: existing.ID, OwnerID: existing.OwnerID}, outcome.TakeOver)
				require.Equal(t, numbered(31), *outcome.Progress.InterviewID)
				require.Equal(t, enrolment.Prescreen, outcome.Progress.Stage)
				return
			}
			require.Nil(t, outcome.TakeOver)
			require.Nil(t, outcome.Candidate)
			require.Equal(t, existing.InterviewID, *outcome.Progress.InterviewID)
			require.Equal(t, enrolment.TokeniseURL, outcome.Progress.Stage)
			require.NotEmpty(t, outcome.Progress.Reason)
		})
	}
}
