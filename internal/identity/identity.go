// Package identity says who is calling and for which merchant they may act. Its rules are pure: whoever asks brings the facts about
// merchants along. It refuses to know tokens, headers and tables.
package identity

import (
	"github.com/google/uuid"

	"greenroom/internal/fault"
)

// Role is what a caller may do apart from their merchant.
type Role string

// The roles. A token that names none is an integration's.
const (
	Admin       Role = "admin"
	Integration Role = "integration"
	Recruiter   Role = "recruiter"
)

// ParseRole reads a role as tokens spell it; no role at all means Integration.
func ParseRole(text string) (Role, bool) {
	switch role := Role(text); role {
	case Admin, Integration, Recruiter:
		return role, true
	case "":
		return Integration, true
	default:
		return "", false
	}
}

// Identity is an authenticated caller.
type Identity struct {
	Subject uuid.UUID
	// MerchantID is the token's merchant; nil when it names none.
	MerchantID *uuid.UUID
	Role       Role
}

// IsAdmin reports whether the caller runs the platform.
func (i Identity) IsAdmin() bool { return i.Role == Admin }

// MayDecide reports whether the caller may accept or reject candidates, which no program may.
func (i Identity) MayDecide() bool { return i.Role == Recruiter || i.Role == Admin }

// MerchantFacts is what ResolveMerchant needs to know about merchants. A fact about a merchant that nobody named is false.
type MerchantFacts struct {
	// OwnExists and OwnHasChildren are about the token's merchant.
	OwnExists      bool
	OwnHasChildren bool
	// RequestedExists and RequestedIsChild (of the token's merchant) are about the merchant that the request names.
	RequestedExists  bool
	RequestedIsChild bool
}

// Why no merchant could be resolved.
var (
	// ErrMerchantNotAllowed is the same for a merchant that doesn't exist and for somebody else's, so that ids can't be probed.
	ErrMerchantNotAllowed = fault.New(fault.Forbidden, "merchant_not_allowed", "the token may not act for this merchant_id")
	// ErrNoMerchant says that there is no merchant to act for.
	ErrNoMerchant = fault.New(fault.Forbidden, "no_merchant", "the token belongs to no merchant")
)

// ResolveMerchant says for which merchant a call acts. Admins may name any merchant; a merchant with children may name itself or one of
// them; what everybody else names is ignored, as the contract says. Errors: ErrMerchantNotAllowed, ErrNoMerchant.
func ResolveMerchant(caller Identity, requested *uuid.UUID, facts MerchantFacts) (uuid.UUID, error) {
	if requested == nil || !mayName(caller, facts) {
		return ownMerchant(caller, facts)
	}
	switch {
	case caller.IsAdmin() && facts.RequestedExists:
		return *requested, nil
	case caller.MerchantID != nil && *requested == *caller.MerchantID:
		return ownMerchant(caller, facts)
	case caller.MerchantID != nil && facts.RequestedIsChild:
		return *requested, nil
	default:
		return uuid.Nil, ErrMerchantNotAllowed
	}
}

// mayName reports whether the caller's merchant_id is looked at.
func mayName(caller Identity, facts MerchantFacts) bool {
	return caller.IsAdmin() || (caller.MerchantID != nil && facts.OwnHasChildren)
}

func ownMerchant(caller Identity, facts MerchantFacts) (uuid.UUID, error) {
	if caller.MerchantID == nil || !facts.OwnExists {
		return uuid.Nil, ErrNoMerchant
	}
	return *caller.MerchantID, nil
}
