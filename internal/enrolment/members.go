package enrolment

import (
	"greenroom/internal/interview"
	"greenroom/internal/lang"
)

// maxCompanyText bounds each text about the company hired for (CONTRACT is silent).
const maxCompanyText = 4000

// scoringFields are the known keys of custom_scoring. The reference names them without their types: a feature is switched on or off, or
// given details that the interview understands.
func scoringFields() []Field {
	return []Field{
		{Name: "ai_assessment_answer", Kind: Switch, Doc: "Assess every answer."},
		{Name: "ai_assessment_resume", Kind: Switch, Doc: "Assess the résumé in the interview's result."},
		{Name: "ai_assessment_session", Kind: Switch, Doc: "Assess the session as a whole."},
		{Name: "ai_pronunciation", Kind: Switch, Doc: "Assess pronunciation."},
		{Name: "early_stop", Kind: Switch, Doc: "Stop early when the outcome is clear."},
		{Name: "max_score", Kind: Number, Min: 1, Max: 1000, Doc: "The top of the interview's scale."},
		{
			Name: "pre_screening", Kind: Policy, Members: policyFields(),
			Doc: "The pre-screening policy, merged over the platform's: its thresholds, weights and rules.",
		},
		{Name: "sentiment_analysis", Kind: Switch, Doc: "Analyse sentiment."},
		{Name: "speech_cadence", Kind: Switch, Doc: "Analyse the cadence of speech."},
	}
}

// policyFields describe the plain part of a pre-screening policy to people; package prescreen checks all of it.
func policyFields() []Field {
	return []Field{
		{Name: "auto_reject", Kind: Flag, Doc: "Whether the machine may reject; otherwise a recruiter decides."},
		{Name: "resume_score_accept", Kind: Number, Max: 10, Doc: "The lowest score that is accepted."},
		{Name: "resume_score_reject", Kind: Number, Max: 10, Doc: "Scores below this are rejected; 0 turns rejecting by score off."},
	}
}

// exportFields are the known keys of pdf_export_auto_config, whose shape the reference leaves open.
func exportFields() []Field {
	return []Field{
		{Name: "enabled", Kind: Flag, Doc: "Whether a PDF is made of every result."},
		{Name: "include_scores", Kind: Flag, Doc: "Whether the PDF holds the scores."},
		{Name: "include_transcript", Kind: Flag, Doc: "Whether the PDF holds the transcript."},
		{Name: "language", Kind: Word, Words: words(lang.Codes()), Doc: "The PDF's language."},
		{Name: "recipients", Kind: TextList, Max: 50, ItemMax: 254, Doc: "Who gets the PDF."},
	}
}

// companyFields are the keys of hiring_for_company.
func companyFields() []Field {
	return []Field{
		{
			Name: "company_size", Kind: Text, Max: maxCompanyText, Doc: "How many people work there.",
			target: func(d *Decoded) any { return &company(d).CompanySize },
		},
		{
			Name: "description", Kind: Lines, Max: maxCompanyText, Doc: "What the company does.",
			target: func(d *Decoded) any { return &company(d).Description },
		},
		{
			Name: "location", Kind: Text, Max: maxCompanyText, Doc: "Where the company is.",
			target: func(d *Decoded) any { return &company(d).Location },
		},
		{
			Name: "name", Kind: Text, Max: maxCompanyText, Doc: "The company's name.",
			target: func(d *Decoded) any { return &company(d).Name },
		},
		{
			Name: "sector", Kind: Text, Max: maxCompanyText, Doc: "The company's sector.",
			target: func(d *Decoded) any { return &company(d).Sector },
		},
	}
}

// company makes the company hired for on first use, so that an object without any text leaves the merchant hiring for itself.
func company(d *Decoded) *interview.Company {
	if d.Request.Settings.Company == nil {
		d.Request.Settings.Company = &interview.Company{}
	}
	return d.Request.Settings.Company
}
