package api

import (
	"context"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"greenroom/db"
	"greenroom/internal/fault"
	"greenroom/internal/identity"
)

type identityKey struct{}

// authenticated is the middleware of operations that need a caller.
func (a *API) authenticated(ctx huma.Context, next func(huma.Context)) {
	caller, err := a.config.Authenticator.Authenticate(ctx.Context(), ctx.Header("Authorization"))
	if err != nil {
		a.refuse(ctx, err)
		return
	}
	next(huma.WithValue(ctx, identityKey{}, caller))
}

// refuse writes a problem from a middleware.
func (*API) refuse(ctx huma.Context, err error) {
	// The answer is on its way already when writing fails; there is nobody left to tell.
	_ = writeProblem(unwrap(ctx), problemOf(ctx.Context(), err))
}

func callerFrom(ctx context.Context) identity.Identity {
	caller, _ := ctx.Value(identityKey{}).(identity.Identity)
	return caller
}

// Acting is embedded by inputs of operations that an admin or a parent merchant may call for another merchant.
type Acting struct {
	MerchantID string `query:"merchant_id" doc:"The merchant to act for; honoured for admins and for merchants with sub-merchants, ignored otherwise" format:"uuid"`
}

func (q Acting) requested() (*uuid.UUID, error) {
	return optionalID("merchant_id", q.MerchantID)
}

// optionalID parses an id from the query; empty gives nil.
func optionalID(name, text string) (*uuid.UUID, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // Absent is neither an id nor an error.
	}
	id, err := uuid.Parse(text)
	if err != nil {
		return nil, invalidParameter(name, "must be a UUID")
	}
	return &id, nil
}

func invalidParameter(name, message string) *fault.Error {
	return fault.InvalidFields([]fault.Field{{Name: name, Code: "invalid_format", Message: name + " " + message}})
}

// tenant is the merchant that the caller acts for in this request.
func (a *API) tenant(ctx context.Context, requested *uuid.UUID) (uuid.UUID, error) {
	merchantID, err := a.tenants.resolve(ctx, callerFrom(ctx), requested)
	if err != nil {
		return uuid.Nil, err
	}
	exchangeFrom(ctx).merchantID = merchantID
	return merchantID, nil
}

// tenants finds out who may act for whom.
type tenants struct {
	pool *pgxpool.Pool
	// known are merchants that exist. They are never deleted, so this never goes stale, and it saves each ordinary request a statement.
	known sync.Map
}

func newTenants(pool *pgxpool.Pool) *tenants { return &tenants{pool: pool} }

func (t *tenants) resolve(ctx context.Context, caller identity.Identity, requested *uuid.UUID) (uuid.UUID, error) {
	if requested == nil && caller.MerchantID != nil {
		if _, known := t.known.Load(*caller.MerchantID); known {
			return *caller.MerchantID, nil
		}
	}
	facts, err := db.MerchantFactsGet(ctx, t.pool, caller.MerchantID, requested)
	if err != nil {
		return uuid.Nil, err
	}
	if facts.OwnExists {
		t.known.Store(*caller.MerchantID, true)
	}
	return identity.ResolveMerchant(caller, requested, facts)
}
