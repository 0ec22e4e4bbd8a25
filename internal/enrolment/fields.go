package enrolment

import (
	"slices"

	"greenroom/internal/interview"
	"greenroom/internal/lang"
	"greenroom/internal/seniority"
)

// The limits that the contract leaves to this project are here with it; each is far above honest use.
const (
	maxResume      = 256 << 10
	maxDescription = 64 << 10
)

// fields is the contract's table of 42 fields (CONTRACT: Request body), in its order.
//
//nolint:gochecknoglobals // Never written: built once, since every request goes through it.
var fields = slices.Concat(candidateFields(), positionFields(), processFields(), messageFields(), interviewFields(), detailFields())

func candidateFields() []Field {
	return []Field{
		{
			Name: "candidate_name", Kind: Text, Need: Required, Min: 1, Max: 200,
			Doc: "The candidate's name, as they write it.", Example: "Nadia Petrova",
			target: func(d *Decoded) any { return &d.Request.Candidate.Name },
		},
		{
			Name: "candidate_email", Kind: Email, Need: Required, Min: 1, Max: 254,
			Doc:     "The candidate's e-mail address. It is their identity: compared trimmed and case-folded.",
			Example: "nadia.petrova@example.com",
			target:  func(d *Decoded) any { return &d.Request.Candidate.Email },
		},
		{
			Name: "candidate_country_code", Kind: Country, Need: Required,
			Doc: "The country the candidate lives in: ISO 3166-1 alpha-2, in any case.", Example: "NL",
			target: func(d *Decoded) any { return &d.Request.Candidate.CountryCode },
		},
		{
			Name: "candidate_resume", Kind: Lines, Need: Required, Min: 1, Max: maxResume, InBytes: true,
			Doc:     "The candidate's résumé as plain text, up to 256 KiB.",
			Example: "Nadia Petrova\nBackend engineer\n\n2019–2026 Acme B.V., Amsterdam: Go, PostgreSQL, Kubernetes …",
			target:  func(d *Decoded) any { return &d.Request.Candidate.Resume },
		},
		{
			Name: "candidate_external_id", Kind: Text, Max: 200,
			Doc: "Your own id for the candidate; stored with them and given back.", Example: "ats-88214",
			target: func(d *Decoded) any { return &d.Request.Candidate.ExternalID },
		},
		{
			Name: "candidate_linkedin_url", Kind: WebURL, Max: 2048,
			Doc: "The candidate's LinkedIn page: an http or https URL.", Example: "https://www.linkedin.com/in/nadia-petrova",
			target: func(d *Decoded) any { return &d.Request.Candidate.LinkedInURL },
		},
		{
			Name: "candidate_video_introduction", Kind: Word, Words: []string{"optional", "required"},
			Doc: "Whether the candidate may or must record a video introduction; not asked for when absent.", Example: "optional",
			target: func(d *Decoded) any { return &d.Request.Settings.CandidateVideo },
		},
	}
}

func positionFields() []Field {
	return []Field{
		{
			Name: "position_def_set_id", Kind: UUID,
			Doc:     "An existing position to enrol the candidate for, instead of describing one.",
			Example: "0198c5e2-7b1a-7c3e-9f00-3d2a6b1c4e5f",
			target:  func(d *Decoded) any { return &d.Request.Position.ID },
		},
		{
			Name: "position_external_id", Kind: Text, Max: 200,
			Doc:     "Your own code for the position: looked up, and created with this code when the position fields are there.",
			Example: "REQ-2026-118",
			target:  func(d *Decoded) any { return &d.Request.Position.ExternalID },
		},
		{
			Name: "position_name", Kind: Text, Need: Conditional, Min: 1, Max: 300,
			Doc: "The position's title.", Example: "Senior Backend Engineer",
			target: func(d *Decoded) any { return &d.Request.Position.Name },
		},
		{
			Name: "position_location", Kind: Text, Need: Conditional, Min: 1, Max: 300,
			Doc: "Where the work is done, such as a city or remote.", Example: "remote",
			target: func(d *Decoded) any { return &d.Request.Position.Location },
		},
		{
			Name: "position_country_code", Kind: Country, Need: Conditional,
			Doc: "The position's country: ISO 3166-1 alpha-2, in any case.", Example: "NL",
			target: func(d *Decoded) any { return &d.Request.Position.CountryCode },
		},
		{
			Name: "mojito_language_code", Kind: Word, Need: Conditional, Words: words(lang.Codes()),
			Doc:     "The language of the interview. br is Brazilian Portuguese, pt European Portuguese, no Norwegian Bokmål.",
			Example: "en",
			target:  func(d *Decoded) any { return &d.Request.Position.Language },
		},
		{
			Name: "position_description", Kind: Lines, Max: 2000,
			Doc:     "What the candidate reads about the position; written from the position's data when absent.",
			Example: "Build the services behind our booking platform, in a team of six.",
			target:  func(d *Decoded) any { return &d.Request.Settings.Description },
		},
		{
			Name: "position_description_long", Kind: Lines, Max: maxDescription, InBytes: true,
			Doc:     "The full description in Markdown, up to 64 KiB; written from the position's data when absent.",
			Example: "## The role\n\nYou design and run Go services on PostgreSQL.",
			target:  func(d *Decoded) any { return &d.Request.Settings.DescriptionLong },
		},
	}
}

func processFields() []Field {
	return []Field{
		{
			Name: "interview_template_id", Kind: UUID,
			Doc:     "A template of yours or of the platform; the platform's default template when absent.",
			Example: "0198c5e2-8a40-7d11-8c5b-94f1a2b3c4d5",
			target:  func(d *Decoded) any { return &d.Request.Position.TemplateID },
		},
		{
			Name: "merchant_id", Kind: UUID,
			Doc:     "The merchant to act for. Honoured for admin and sub-merchant-operator tokens only; the token's merchant otherwise.",
			Example: "0198c5e2-9c77-7a02-b3d4-5e6f70819203",
			target:  func(d *Decoded) any { return &d.MerchantID },
		},
		{
			Name: "recruiter_profile_id", Kind: UUID, Doc: "The recruiter who owns the interview.",
			Example: "0198c5e2-a5d0-7b64-a1b2-c3d4e5f60718",
			target:  func(d *Decoded) any { return &d.Request.Settings.RecruiterProfileID },
		},
		{
			Name: "interview_attempts", Kind: Integer, Min: 1, Max: 20, Default: interview.Defaults().Attempts,
			Doc: "How often the candidate may take the interview.", Example: 3,
			target: func(d *Decoded) any { return &d.Request.Settings.Attempts },
		},
		{
			Name: "seniority_level", Kind: Word, Words: words(seniority.Levels()),
			Doc: "How senior the position is; detected from its title and description when absent.", Example: "senior",
			target: func(d *Decoded) any { return &d.Request.Settings.SeniorityLevel },
		},
		{
			Name: "result_view", Kind: Word, Default: interview.Defaults().ResultView,
			Words: []string{"none", "minimal", "minimal_with_score", "advanced", "full", "full_expand_scores"},
			Doc:   "How much of the result the candidate sees.", Example: "minimal",
			target: func(d *Decoded) any { return &d.Request.Settings.ResultView },
		},
		{
			Name: "custom_scoring", Kind: Object, Members: scoringFields(), Open: true,
			Doc: "Scoring settings, merged key by key over the platform's defaults. Known keys are checked, unknown keys are kept.",
			Example: map[string]any{
				"early_stop": true, "max_score": 100,
				"pre_screening": map[string]any{"resume_score_accept": 7, "resume_score_reject": 2},
			},
			target: func(d *Decoded) any { return &d.Request.Settings.CustomScoring },
		},
		{
			Name: "use_enhanced_expectations", Kind: Flag, Default: false,
			Doc: "A reserved flag; stored and passed on.", Example: false,
			target: func(d *Decoded) any { return &d.Request.Settings.EnhancedExpectations },
		},
	}
}

func messageFields() []Field {
	return []Field{
		{
			Name: "include_rapport_question", Kind: Flag, Default: false,
			Doc: "Open the interview with a question that breaks the ice.", Example: true,
			target: func(d *Decoded) any { return &d.Request.Settings.IncludeRapport },
		},
		{
			Name: "include_closing_prompt", Kind: Flag, Default: interview.Defaults().IncludeClosing,
			Doc: "Close the interview with room for the candidate's own remarks.", Example: true,
			target: func(d *Decoded) any { return &d.Request.Settings.IncludeClosing },
		},
		{
			Name: "instructional_video", Kind: Flag, Default: false,
			Doc: "Show a video with instructions before the interview.", Example: true,
			target: func(d *Decoded) any { return &d.Request.Settings.InstructionalVideo },
		},
		{
			Name: "instructional_video_custom_text", Kind: Lines, Max: 4000,
			Doc: "A text shown with the instructional video; without instructional_video it has no effect.", Example: "Take your time.",
			target: func(d *Decoded) any { return &d.Request.Settings.InstructionalVideoText },
		},
		{
			Name: "welcome_message", Kind: Lines, Max: 4000,
			Doc:     "The greeting on the candidate's page; a standard text in the interview's language when absent.",
			Example: "Welcome, and good luck!",
			target:  func(d *Decoded) any { return &d.Request.Settings.WelcomeMessage },
		},
		{
			Name: "thank_you_message", Kind: Lines, Max: 4000,
			Doc: "The words after the interview; a standard text in the interview's language when absent.", Example: "Thank you for your time.",
			target: func(d *Decoded) any { return &d.Request.Settings.ThankYouMessage },
		},
	}
}

func interviewFields() []Field {
	return []Field{
		{
			Name: "max_duration", Kind: Integer, Min: 120, Max: 14400, Default: interview.DefaultMaxDuration,
			Doc: "The interview's length in seconds. At most one question is asked per two minutes.", Example: 1200,
			target: func(d *Decoded) any { return &d.Request.Settings.MaxDuration },
		},
		{
			Name: "max_followups", Kind: Integer, Max: 999,
			Doc: "How many follow-up questions may be asked; the template's number when absent.", Example: 2,
			target: func(d *Decoded) any { return &d.Request.Settings.MaxFollowups },
		},
		{
			Name: "questions_random_subset", Kind: Number, Min: 0.01, Max: 0.9,
			Doc: "Ask a random part of the questions, as a fraction; all of them when absent.", Example: 0.5,
			target: func(d *Decoded) any { return &d.Request.Settings.QuestionsRandomSubset },
		},
		{
			Name: "interview_conversation_speed", Kind: Word, Words: []string{"slower", "normal", "faster"},
			Doc: "How fast the interviewer speaks; the template's speed when absent.", Example: "normal",
			target: func(d *Decoded) any { return &d.Request.Settings.ConversationSpeed },
		},
		{
			Name: "required_pronunciation", Kind: Flag, Default: false,
			Doc: "Whether the candidate's pronunciation has to be assessed.", Example: false,
			target: func(d *Decoded) any { return &d.Request.Settings.RequiredPronunciation },
		},
	}
}

func detailFields() []Field {
	return []Field{
		{
			Name: "result_enable_edit_transcript", Kind: Flag, Default: interview.Defaults().EditTranscript,
			Doc: "Whether the transcript may be edited with the result.", Example: true,
			target: func(d *Decoded) any { return &d.Request.Settings.EditTranscript },
		},
		{
			Name: "interview_department", Kind: Text, Max: 200, Doc: "The department that hires.", Example: "Engineering",
			target: func(d *Decoded) any { return &d.Request.Settings.Department },
		},
		{
			Name: "interview_salary", Kind: Text, Max: 200, Doc: "The salary, in your own words.", Example: "€ 70,000–85,000 a year",
			target: func(d *Decoded) any { return &d.Request.Settings.Salary },
		},
		{
			Name: "interview_available_till", Kind: Moment, Max: 64,
			Doc:     "Until when the interview can be taken: an RFC 3339 date (the end of that day, UTC) or date-time, in the future.",
			Example: "2030-06-30",
			target:  func(d *Decoded) any { return &d.Request.Settings.AvailableTill },
		},
		{
			Name: "tags", Kind: TextList, Max: 50, ItemMax: 100, Doc: "Labels for your own use.", Example: []any{"backend", "spring-2026"},
			target: func(d *Decoded) any { return &d.Request.Tags },
		},
		{
			Name: "hiring_for_company", Kind: Object, Members: companyFields(),
			Doc:     "The company you hire for, when it isn't yourself.",
			Example: map[string]any{"name": "Acme B.V.", "sector": "Travel", "company_size": "51-200"},
		},
		{
			Name: "pdf_export_auto_config", Kind: Object, Members: exportFields(), Open: true,
			Doc:     "The automatic PDF export; stored and passed on. Known keys are checked, unknown keys are kept. Off when absent.",
			Example: map[string]any{"enabled": true, "recipients": []any{"hiring@example.com"}, "language": "en"},
			target:  func(d *Decoded) any { return &d.Request.Settings.PDFExport },
		},
		{
			Name: "is_embedded", Kind: Flag, Default: false,
			Doc: "Make sure that the merchant has an embed key, and add embed_id and embed_signing_key to the answer.", Example: false,
			target: func(d *Decoded) any { return &d.Request.Embedded },
		},
	}
}

// words turns values of a named string type into the words of a field.
func words[W ~string](values []W) []string {
	list := make([]string, 0, len(values))
	for _, value := range values {
		list = append(list, string(value))
	}
	return list
}
