package enrolment

import (
	"fmt"

	"github.com/google/uuid"

	"greenroom/internal/fault"
	"greenroom/internal/interview"
	"greenroom/internal/prescreen"
)

// ErrMerchantPolicy says that a merchant's stored settings give no policy. No request is to blame and no retry by itself can help: somebody
// has to set them right. The message says what is wrong.
var ErrMerchantPolicy = fault.New(fault.Conflict, "merchant_policy_invalid", "the merchant's pre-screening settings are invalid")

// ErrInterviewPolicy says that the policy of an interview, or of the template that it is made from, can't be laid over its merchant's:
// mostly because the merchant's has changed since. As with ErrMerchantPolicy, no request is to blame; the message says which it is and why.
var ErrInterviewPolicy = fault.New(fault.Conflict, "interview_policy_invalid", "the interview's pre-screening policy can't be used")

// PolicyLayer is something that is laid over a merchant's pre-screening policy.
type PolicyLayer struct {
	// Name and Pointer say where its problems are reported: the field that holds the layer, and the way to it.
	Name, Pointer string
	Override      map[string]any
}

// InterviewLayer is an interview's layer, named as requests send it.
func InterviewLayer(settings interview.Settings) PolicyLayer {
	override, _ := settings.CustomScoring["pre_screening"].(map[string]any)
	return PolicyLayer{Name: "custom_scoring", Pointer: "/custom_scoring/pre_screening", Override: override}
}

// Policy lays layers over the platform's policy and the merchant's. Errors: ErrMerchantPolicy; an Invalid fault when a layer doesn't go
// with those below it, which the layer alone can't tell.
func (m Merchant) Policy(layers ...PolicyLayer) (prescreen.Policy, error) {
	policy, err := m.ownPolicy()
	if err != nil {
		return policy, err
	}
	protected := !policy.AutoReject
	for _, layer := range layers {
		var problems []fault.Field
		if policy, problems = policy.Merge(layer.Override); len(problems) > 0 {
			return policy, fault.InvalidFields(fault.Below(problems, layer.Name, layer.Pointer))
		}
	}
	// Last, for it protects candidates: nothing that is laid over the merchant's choice may turn it off.
	policy.AutoReject = policy.AutoReject && !protected
	return policy, nil
}

// CheckPolicy finds what is wrong with the policy that the request would be decided under, in an interview with the settings that it
// wants. Errors: ErrMerchantPolicy; ErrInterviewPolicy when it is wrong without the request's own layer; an Invalid fault when that layer
// is to blame.
func (r Resolution) CheckPolicy(request Request, wanted interview.Settings) error {
	_, err := r.Merchant.Policy(InterviewLayer(wanted))
	if err == nil || fault.KindOf(err) != fault.Invalid {
		return err
	}
	base, errBase := r.baseSettings(request)
	if errBase != nil {
		return errBase
	}
	if _, errBelow := r.Merchant.Policy(InterviewLayer(base)); errBelow != nil {
		return interviewPolicyInvalid(r.baseName(request), errBelow)
	}
	// Told apart from what it is laid over, the request's layer is blamed for what it has sent.
	own := interview.Settings{CustomScoring: request.Settings.CustomScoring}
	if _, errApart := r.Merchant.Policy(InterviewLayer(base), InterviewLayer(own)); errApart != nil {
		return errApart
	}
	return err
}

// Policy is what the dossier's interview is decided under. Errors: ErrMerchantPolicy; ErrInterviewPolicy.
func (d *Dossier) Policy() (prescreen.Policy, error) {
	policy, err := d.Merchant.Policy(InterviewLayer(d.Interview.Settings))
	if err != nil && fault.KindOf(err) == fault.Invalid {
		err = interviewPolicyInvalid(interviewName(d.Interview.ID), err)
	}
	return policy, err
}

// interviewPolicyInvalid puts what is wrong with a stored layer into words: its fields are none that a client sent.
func interviewPolicyInvalid(name string, cause error) error {
	return ErrInterviewPolicy.WithMessage(fmt.Sprintf("the pre-screening policy of %s can't be used: %s", name, fault.From(cause).Message))
}

func interviewName(id uuid.UUID) string { return "interview " + id.String() }

// ownPolicy is the platform's policy with the merchant's on top.
func (m Merchant) ownPolicy() (prescreen.Policy, error) {
	if m.Unreadable != nil {
		return prescreen.Policy{}, ErrMerchantPolicy.WithCause(m.Unreadable)
	}
	policy, problems := prescreen.DefaultPolicy().Merge(m.Settings.PreScreening)
	if invalid := fault.InvalidFields(problems); invalid != nil {
		return policy, ErrMerchantPolicy.WithMessage(ErrMerchantPolicy.Message + ": " + invalid.Message)
	}
	if off := m.Settings.AutoReject; off != nil && !*off {
		policy.AutoReject = false
	}
	return policy, nil
}
