package identity_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/internal/fault"
	"greenroom/internal/identity"
)

func TestParseRole(t *testing.T) {
	t.Parallel()

	for text, want := range map[string]identity.Role{
		"": identity.Integration, "admin": identity.Admin, "integration": identity.Integration, "recruiter": identity.Recruiter,
	} {
		role, ok := identity.ParseRole(text)
		require.True(t, ok, text)
		require.Equal(t, want, role)
	}
	for _, text := range []string{"Admin", "admin ", "service_role"} {
		_, ok := identity.ParseRole(text)
		require.False(t, ok, text)
	}
}

func TestPowers(t *testing.T) {
	t.Parallel()

	for role, want := range map[identity.Role]struct{ decides, admin bool }{
		identity.Admin: {decides: true, admin: true}, identity.Integration: {}, identity.Recruiter: {decides: true}, "": {},
	} {
		caller := identity.Identity{Role: role}
		require.Equal(t, want.decides, caller.MayDecide(), role)
		require.Equal(t, want.admin, caller.IsAdmin(), role)
	}
}

func TestResolveMerchant(t *testing.T) {
	t.Parallel()

	own, other := uuid.New(), uuid.New()
	alone := identity.MerchantFacts{OwnExists: true}
	parent := identity.MerchantFacts{OwnExists: true, OwnHasChildren: true}
	namesOther := func(facts identity.MerchantFacts) identity.MerchantFacts { facts.RequestedExists = true; return facts }
	namesChild := namesOther(parent)
	namesChild.RequestedIsChild = true

	tests := map[string]struct {
		role      identity.Role
		own       *uuid.UUID
		requested *uuid.UUID
		facts     identity.MerchantFacts
		want      uuid.UUID
		wantErr   *fault.Error
	}{
		"AdminNamesAnyMerchant":            {role: identity.Admin, requested: &other, facts: namesOther(identity.MerchantFacts{}), want: other},
		"AdminNamesOwnMerchant":            {role: identity.Admin, own: &own, requested: &own, facts: namesOther(alone), want: own},
		"AdminNamesUnknownMerchant":        {role: identity.Admin, requested: &other, wantErr: identity.ErrMerchantNotAllowed},
		"AdminWithMerchantNamesNone":       {role: identity.Admin, own: &own, facts: alone, want: own},
		"AdminWithoutMerchantNamesNone":    {role: identity.Admin, wantErr: identity.ErrNoMerchant},
		"OrdinaryTokenNamesNone":           {own: &own, facts: alone, want: own},
		"OrdinaryTokenNamingOtherIgnored":  {own: &own, requested: &other, facts: namesOther(alone), want: own},
		"OrdinaryTokenOfUnknownMerchant":   {own: &own, wantErr: identity.ErrNoMerchant},
		"OrdinaryTokenWithoutMerchant":     {requested: &other, facts: namesOther(identity.MerchantFacts{}), wantErr: identity.ErrNoMerchant},
		"ParentNamesChild":                 {own: &own, requested: &other, facts: namesChild, want: other},
		"ParentNamesItself":                {own: &own, requested: &own, facts: namesOther(parent), want: own},
		"ParentNamesNone":                  {own: &own, facts: parent, want: own},
		"ParentNamesStranger":              {own: &own, requested: &other, facts: namesOther(parent), wantErr: identity.ErrMerchantNotAllowed},
		"ParentNamesUnknownLikeStranger":   {own: &own, requested: &other, facts: parent, wantErr: identity.ErrMerchantNotAllowed},
		"RecruiterOfParentNamesChild":      {role: identity.Recruiter, own: &own, requested: &other, facts: namesChild, want: other},
		"RecruiterNamingOtherMerchantOwns": {role: identity.Recruiter, own: &own, requested: &other, facts: namesOther(alone), want: own},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			caller := identity.Identity{MerchantID: test.own, Role: test.role}
			got, err := identity.ResolveMerchant(caller, test.requested, test.facts)
			if test.wantErr != nil {
				require.ErrorIs(t, err, test.wantErr)
				require.Equal(t, fault.Forbidden, fault.KindOf(err))
				require.Equal(t, uuid.Nil, got)
				return
			}
			require.NoError(t, err)
			require.Equal(t, test.want, got)
		})
	}
}
