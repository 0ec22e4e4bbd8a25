package db

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"greenroom/db/internal/sqlcgen"
	"greenroom/internal/enrolment"
	"greenroom/internal/interview"
	"greenroom/internal/lang"
	"greenroom/internal/position"
	"greenroom/internal/seniority"
)

// CaseKey names one case within its tenant.
type CaseKey struct {
	MerchantID uuid.UUID
	ID         uuid.UUID
}

// NewRequest is an accepted request to be stored.
type NewRequest struct {
	CaseKey
	Request   enrolment.Request
	Warnings  []string
	Class     enrolment.Class
	Awaited   bool
	CreatedAt time.Time
	// IdempotencyKey is empty when the client sent none.
	IdempotencyKey         string
	IdempotencyFingerprint [32]byte
}

// RequestsInsert stores requests and returns the ids of those that were new. A request that is missing from them is stored already, or has
// an idempotency key that an earlier one holds; RequestByIdempotencyKey tells which.
func RequestsInsert(ctx context.Context, conn TX, requests []NewRequest) (map[uuid.UUID]bool, error) {
	inserted, err := sqlcgen.New().RequestInsertMany(ctx, conn, &sqlcgen.RequestInsertManyParams{
		MerchantIds:     column(requests, func(r NewRequest) uuid.UUID { return r.MerchantID }),
		Ids:             column(requests, func(r NewRequest) uuid.UUID { return r.ID }),
		Payloads:        column(requests, func(r NewRequest) []byte { return encode(r.Request) }),
		Warnings:        column(requests, func(r NewRequest) []byte { return encode(append([]string{}, r.Warnings...)) }),
		EmailKeys:       column(requests, func(r NewRequest) string { return r.Request.Candidate.EmailKey }),
		Classes:         column(requests, func(r NewRequest) string { return string(r.Class) }),
		Awaited:         column(requests, func(r NewRequest) bool { return r.Awaited }),
		IdempotencyKeys: column(requests, func(r NewRequest) string { return r.IdempotencyKey }),
		IdempotencyFingerprints: column(requests, func(r NewRequest) []byte {
			if r.IdempotencyKey == "" {
				return []byte{}
			}
			return r.IdempotencyFingerprint[:]
		}),
		CreatedAts: column(requests, func(r NewRequest) time.Time { return r.CreatedAt }),
	})
	if err != nil {
		return nil, interpret("insert requests", err)
	}
	ids := make(map[uuid.UUID]bool, len(inserted))
	for _, id := range inserted {
		ids[id] = true
	}
	return ids, nil
}

// RequestByIdempotencyKey finds the request that holds a key, and its body's fingerprint. Errors: ErrNotFound.
func RequestByIdempotencyKey(ctx context.Context, conn TX, merchantID uuid.UUID, key string) (uuid.UUID, [32]byte, error) {
	row, err := sqlcgen.New().RequestByIdempotencyKey(ctx, conn,
		&sqlcgen.RequestByIdempotencyKeyParams{MerchantID: merchantID, IdempotencyKey: &key})
	if err != nil {
		return uuid.Nil, [32]byte{}, interpret("find the request of an idempotency key", err)
	}
	var fingerprint [32]byte
	copy(fingerprint[:], row.IdempotencyFingerprint)
	return row.ID, fingerprint, nil
}

// CasesLoad reads cases for workers; keys that don't exist are missing from the answer.
func CasesLoad(ctx context.Context, conn TX, keys []CaseKey) (map[CaseKey]enrolment.Case, error) {
	rows, err := sqlcgen.New().RequestLoadMany(ctx, conn, &sqlcgen.RequestLoadManyParams{
		MerchantIds: column(keys, func(k CaseKey) uuid.UUID { return k.MerchantID }),
		Ids:         column(keys, func(k CaseKey) uuid.UUID { return k.ID }),
	})
	if err != nil {
		return nil, interpret("load cases", err)
	}
	cases := make(map[CaseKey]enrolment.Case, len(rows))
	for _, row := range rows {
		loaded, err := toCase(row)
		if err != nil {
			return nil, err
		}
		cases[CaseKey{row.MerchantID, row.ID}] = loaded
	}
	return cases, nil
}

func toCase(row *sqlcgen.RequestLoadManyRow) (enrolment.Case, error) {
	loaded := enrolment.Case{
		MerchantID: row.MerchantID, ID: row.ID, Class: enrolment.Class(row.Class), Awaited: row.Awaited, CreatedAt: row.CreatedAt,
		Version: row.Version,
		Progress: enrolment.Progress{
			State: enrolment.State(row.State), Stage: enrolment.Stage(row.Stage), Carrier: enrolment.Stage(row.Carrier),
			PositionID: row.PositionID, InterviewID: row.InterviewID, EnrolmentID: row.EnrolmentID, TokenID: row.TokenID,
			Status: textOrEmpty[enrolment.Status](row.Status), Reason: textOrEmpty[string](row.Reason),
			SeniorityLevel:  textOrEmpty[seniority.Level](row.SeniorityLevel),
			SenioritySource: textOrEmpty[enrolment.SenioritySource](row.SenioritySource),
		},
	}
	if err := json.Unmarshal(row.Payload, &loaded.Request); err != nil {
		return loaded, fmt.Errorf("decode the payload of request %s: %w", row.ID, err)
	}
	if err := json.Unmarshal(row.Stages, &loaded.Stages); err != nil {
		return loaded, fmt.Errorf("decode the stages of request %s: %w", row.ID, err)
	}
	return loaded, nil
}

// ResolutionKey is what a position, a candidate and an enrolment are looked up by.
type ResolutionKey struct {
	MerchantID  uuid.UUID
	PositionID  *uuid.UUID
	ExternalID  string
	Fingerprint [32]byte
	TemplateID  uuid.UUID
	EmailKey    string
}

// NewResolutionKey is what a merchant's request is resolved by.
func NewResolutionKey(merchantID uuid.UUID, request enrolment.Request) ResolutionKey {
	return ResolutionKey{
		MerchantID: merchantID, PositionID: request.Position.ID, ExternalID: request.Position.ExternalID,
		Fingerprint: request.Position.Fingerprint(), TemplateID: request.Position.TemplateOrDefault(), EmailKey: request.Candidate.EmailKey,
	}
}

// ResolutionsLoad reads, for each key in order, what the database knows about it.
func ResolutionsLoad(ctx context.Context, conn TX, keys []ResolutionKey) ([]enrolment.Resolution, error) {
	ordinals := make([]int32, len(keys))
	for i := range keys {
		ordinals[i] = int32(i)
	}
	rows, err := sqlcgen.New().ResolutionLoadMany(ctx, conn, &sqlcgen.ResolutionLoadManyParams{
		Ordinals:     ordinals,
		MerchantIds:  column(keys, func(k ResolutionKey) uuid.UUID { return k.MerchantID }),
		PositionIds:  column(keys, func(k ResolutionKey) uuid.UUID { return idOrZero(k.PositionID) }),
		ExternalIds:  column(keys, func(k ResolutionKey) string { return k.ExternalID }),
		Fingerprints: column(keys, func(k ResolutionKey) []byte { return k.Fingerprint[:] }),
		TemplateIds:  column(keys, func(k ResolutionKey) uuid.UUID { return k.TemplateID }),
		EmailKeys:    column(keys, func(k ResolutionKey) string { return k.EmailKey }),
	})
	if err != nil {
		return nil, interpret("load resolutions", err)
	}
	resolutions := make([]enrolment.Resolution, len(keys))
	for _, row := range rows {
		if resolutions[row.Ordinal], err = toResolution(row); err != nil {
			return nil, err
		}
	}
	return resolutions, nil
}

func toResolution(row *sqlcgen.ResolutionLoadManyRow) (enrolment.Resolution, error) {
	var resolution enrolment.Resolution
	resolution.Merchant = toMerchant(row.MerchantName, row.MerchantSettings)
	if row.TemplateSettings != nil {
		resolution.Template = &interview.Overrides{}
		if err := json.Unmarshal(row.TemplateSettings, resolution.Template); err != nil {
			return resolution, fmt.Errorf("decode a template's settings: %w", err)
		}
	}
	if row.Found {
		resolution.Position = &position.Position{
			ID: row.PositionID, ExternalID: row.ExternalID, Name: row.Name, Location: row.Location, CountryCode: row.CountryCode,
			Language: lang.Code(row.Language), TemplateID: row.TemplateID, SeniorityLevel: seniority.Level(row.SeniorityLevel),
		}
	}
	if row.InterviewID != nil {
		resolution.Default = &interview.Definition{
			ID: *row.InterviewID, PositionID: row.PositionID, Default: true, HasQuestions: row.HasQuestions,
		}
		copy(resolution.Default.Hash[:], row.SettingsHash)
		if err := json.Unmarshal(row.InterviewSettings, &resolution.Default.Settings); err != nil {
			return resolution, fmt.Errorf("decode an interview's settings: %w", err)
		}
	}
	resolution.Candidate = toCandidate(row)
	resolution.Existing = toExisting(row)
	return resolution, nil
}

func toCandidate(row *sqlcgen.ResolutionLoadManyRow) *enrolment.CandidateRecord {
	if row.CandidateID == nil {
		return nil
	}
	return &enrolment.CandidateRecord{ID: *row.CandidateID, Candidate: enrolment.Candidate{
		Email: textOrEmpty[string](row.Email), Name: textOrEmpty[string](row.CandidateName),
		CountryCode: textOrEmpty[string](row.CandidateCountryCode), ExternalID: textOrEmpty[string](row.CandidateExternalID),
		LinkedInURL: textOrEmpty[string](row.LinkedinURL),
	}}
}

func toExisting(row *sqlcgen.ResolutionLoadManyRow) *enrolment.Existing {
	if row.EnrolmentID == nil {
		return nil
	}
	return &enrolment.Existing{
		ID: *row.EnrolmentID, InterviewID: idOrZero(row.EnrolmentInterviewID), Status: textOrEmpty[enrolment.Status](row.EnrolmentStatus),
		Reason: textOrEmpty[string](row.EnrolmentReason), OwnerID: idOrZero(row.OwnerID),
		OwnerState: textOrEmpty[enrolment.State](row.OwnerState),
	}
}

// toMerchant leaves it to the policy to complain of settings that can't be read: no retry can help that, as it can with other errors.
func toMerchant(name string, settings []byte) enrolment.Merchant {
	merchant := enrolment.Merchant{Name: name}
	if err := json.Unmarshal(settings, &merchant.Settings); err != nil {
		merchant.Unreadable = fmt.Errorf("decode a merchant's settings: %w", err)
	}
	return merchant
}

// InterviewKey names one interview within its tenant.
type InterviewKey struct {
	MerchantID  uuid.UUID
	InterviewID uuid.UUID
}

// DossiersLoad reads dossiers; keys that don't exist are missing from the answer. One that can't be read says so itself, and is no error of
// the others.
func DossiersLoad(ctx context.Context, conn TX, keys []InterviewKey) (map[InterviewKey]enrolment.Dossier, error) {
	dossiers := make(map[InterviewKey]enrolment.Dossier, len(keys))
	// Many cases of one batch share an interview: it is asked for once.
	for _, key := range keys {
		dossiers[key] = enrolment.Dossier{}
	}
	distinct := make([]InterviewKey, 0, len(dossiers))
	for key := range dossiers {
		distinct = append(distinct, key)
	}
	clear(dossiers)
	rows, err := sqlcgen.New().DossierLoadMany(ctx, conn, &sqlcgen.DossierLoadManyParams{
		MerchantIds:  column(distinct, func(k InterviewKey) uuid.UUID { return k.MerchantID }),
		InterviewIds: column(distinct, func(k InterviewKey) uuid.UUID { return k.InterviewID }),
	})
	if err != nil {
		return nil, interpret("load dossiers", err)
	}
	for _, row := range rows {
		dossier := enrolment.Dossier{
			Position: position.Position{
				ID: row.PositionID, Name: row.Name, Location: row.Location, CountryCode: row.CountryCode,
				Language: lang.Code(row.Language), SeniorityLevel: textOrEmpty[seniority.Level](row.SeniorityLevel),
			},
			Merchant:  toMerchant(row.MerchantName, row.MerchantSettings),
			Interview: interview.Definition{ID: row.InterviewID, PositionID: row.PositionID, HasQuestions: row.HasQuestions},
		}
		if err := json.Unmarshal(row.InterviewSettings, &dossier.Interview.Settings); err != nil {
			dossier.Unreadable = fmt.Errorf("decode the settings of interview %s: %w", row.InterviewID, err)
		}
		dossiers[InterviewKey{row.MerchantID, row.InterviewID}] = dossier
	}
	return dossiers, nil
}

// InterviewByHash finds the variant of a position's interview with exactly these settings. Errors: ErrNotFound.
func InterviewByHash(
	ctx context.Context, conn TX, merchantID, positionID uuid.UUID, hash [32]byte,
) (id uuid.UUID, hasQuestions bool, err error) {
	row, err := sqlcgen.New().InterviewByHash(ctx, conn, &sqlcgen.InterviewByHashParams{
		MerchantID: merchantID, PositionID: positionID, SettingsHash: hash[:],
	})
	if err != nil {
		return uuid.Nil, false, interpret("find an interview by its settings", err)
	}
	return row.ID, row.HasQuestions, nil
}
