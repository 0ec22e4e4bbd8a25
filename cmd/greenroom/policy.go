package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"greenroom/internal/fault"
	"greenroom/internal/prescreen"
)

// readPolicy reads a pre-screening policy from a file. A request's unknown keys are ignored, since clients send them; an operator's are
// refused, for a misspelt one would silently do nothing.
func readPolicy(path string) (map[string]any, error) {
	text, err := os.ReadFile(path) //nolint:gosec // The operator names it.
	if err != nil {
		return nil, fmt.Errorf("read the policy: %w", err)
	}
	var policy map[string]any
	if err := json.Unmarshal(text, &policy); err != nil {
		return nil, fmt.Errorf("read the policy: %w", err)
	}
	if policy == nil {
		return nil, errors.New("read the policy: it must be a JSON object")
	}
	var unknown []string
	for _, keys := range prescreen.UnknownKeys(policy) {
		unknown = append(unknown, strings.Join(keys, "."))
	}
	if unknown != nil {
		return nil, fmt.Errorf("the policy has keys that aren't known: %s; the file holds what a request has inside custom_scoring.pre_screening",
			strings.Join(unknown, ", "))
	}
	if problems := prescreen.Check(policy); len(problems) > 0 {
		return nil, fmt.Errorf("the policy is invalid: %w", fault.InvalidFields(problems))
	}
	return policy, nil
}
