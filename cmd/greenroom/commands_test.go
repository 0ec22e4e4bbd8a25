package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/cmd/internal/app"
	"greenroom/db/dbtest"
)

// runToEnd runs a command to its end and returns what it printed, on either stream.
func runToEnd(t *testing.T, environment []string, arguments ...string) (printed string, err error) {
	t.Helper()

	text, err := command(t, environment, arguments...).CombinedOutput()
	return string(text), err
}

func writePolicy(t *testing.T, policy string) string {
	t.Helper()

	path := filepath.Join(t.TempDir(), "policy.json")
	require.NoError(t, os.WriteFile(path, []byte(policy), 0o600))
	return path
}

func TestCommands(t *testing.T) {
	t.Parallel()

	t.Run("DoctorFindsNothingWhereAllIsWell", func(t *testing.T) {
		t.Parallel()

		printed, err := runToEnd(t, newCluster(t).environment, "doctor")
		require.NoError(t, err, printed)
		require.NotContains(t, printed, "FAIL")
		require.Contains(t, printed, "the schema is this version's")
	})

	t.Run("DoctorSaysHowToMend", func(t *testing.T) {
		t.Parallel()

		printed, err := runToEnd(t, []string{"DATABASE_URL=postgres://someone:hushhush@127.0.0.1:1/nowhere"}, "doctor")
		require.Error(t, err)
		for _, said := range []string{
			"GREENROOM_SIGNING_KEYS", "GREENROOM_EMBED_KEYS", "GREENROOM_AUTH_ISSUER", "check host, port, user and password", "greenroom keys",
		} {
			require.Contains(t, printed, said)
		}
		require.NotContains(t, printed, "hushhush")
	})

	t.Run("HelpNamesEverySetting", func(t *testing.T) {
		t.Parallel()

		printed, err := runToEnd(t, nil, "--help")
		require.NoError(t, err)
		for _, setting := range (app.Config{}).Settings() {
			require.Contains(t, printed, setting.Name+" ")
			require.Contains(t, printed, setting.Doc)
		}
	})

	t.Run("MerchantSetPolicyIsForTheRequestsAfterIt", func(t *testing.T) {
		t.Parallel()

		c := newCluster(t)
		set := func(merchant, policy string) (string, error) {
			return runToEnd(t, c.environment, "merchant", "set-policy", "--merchant", merchant, "--policy", writePolicy(t, policy))
		}
		for policy, said := range map[string]string{
			`{"resume_score_acept": 8}`:                           "keys that aren't known: resume_score_acept;",
			`{"resume_score_reject": 8}`:                          "resume_score_reject must not be above resume_score_accept, which is 7",
			`{"rules": [{"kind": "language", "language": "zz"}]}`: "a language that pre-screening knows",
		} {
			printed, err := set(c.merchant.String(), policy)
			require.Error(t, err, policy)
			require.Contains(t, printed, said)
		}
		printed, err := set(uuid.NewString(), `{}`)
		require.Error(t, err)
		require.Contains(t, printed, "there is no merchant with this id")
		require.Equal(t, 1, c.count(t, "SELECT count(*) FROM merchants WHERE settings = '{}'"), "nothing is stored")

		printed, err = set(c.merchant.String(), `{"auto_reject": false, "resume_score_accept": 10}`)
		require.NoError(t, err, printed)
		require.Regexp(t, `^Kitchens has policy version [0-9a-f]{32}:\n`, printed)
		require.Contains(t, printed, `"auto_reject": false`)
		version := regexp.MustCompile("[0-9a-f]{32}").FindString(printed)
		server := start(t, append(c.environment, "GREENROOM_LISTEN=127.0.0.1:0"), "serve")
		require.Equal(t, "recruiter_action", enrol(t, server.awaitReady(t), c.token(t), "a@example.com").Status)
		require.Equal(t, 1, c.count(t, "SELECT count(*) FROM assessments WHERE policy_version = '"+version+"'"))
		require.Equal(t, 1, c.count(t, "SELECT count(*) FROM audit_events WHERE action = 'merchant.policy_set'"))

		printed, err = set(c.merchant.String(), `{}`)
		require.NoError(t, err, printed)
		require.Contains(t, printed, `"resume_score_accept": 7`)
		require.Contains(t, printed, `"auto_reject": false`, "a protection stays until it is taken back")
		printed, err = set(c.merchant.String(), `{"auto_reject": true}`)
		require.NoError(t, err, printed)
		require.Contains(t, printed, `"auto_reject": true`)
		require.NotContains(t, printed, "interview_policy_invalid")
	})

	t.Run("MerchantSetPolicyMendsWhatCannotBeRead", func(t *testing.T) {
		t.Parallel()

		c := newCluster(t)
		policy := writePolicy(t, `{"resume_score_accept": 8}`)
		for stored, mended := range map[string]string{
			`"none"`:                            `{"pre_screening": {"resume_score_accept": 8}}`,
			`null`:                              `{"pre_screening": {"resume_score_accept": 8}}`,
			`[1]`:                               `{"pre_screening": {"resume_score_accept": 8}}`,
			`{"auto_reject": "no", "other": 1}`: `{"auto_reject": false, "other": 1, "pre_screening": {"resume_score_accept": 8}}`,
			`{"auto_reject": true, "pre_screening": ["resume_score_accept"]}`: `{"auto_reject": true, "pre_screening": {"resume_score_accept": 8}}`,
		} {
			_, err := c.pool.Exec(t.Context(), "UPDATE merchants SET settings = $1", stored)
			require.NoError(t, err)
			printed, err := runToEnd(t, c.environment, "merchant", "set-policy", "--merchant", c.merchant.String(), "--policy", policy)
			require.NoError(t, err, printed)
			var now string
			require.NoError(t, c.pool.QueryRow(t.Context(), "SELECT settings::text FROM merchants").Scan(&now))
			require.JSONEq(t, mended, now, stored)
		}
	})

	t.Run("MerchantSetPolicyNamesContradictedInterviews", func(t *testing.T) {
		t.Parallel()

		ids := make([]uuid.UUID, 22)
		for i := range ids {
			ids[i] = uuid.New()
		}
		var out strings.Builder
		warnOfContradicted(&out, ids[:20])
		require.Contains(t, out.String(), "doesn't go with it: 20. ")
		require.Contains(t, out.String(), ids[19].String())
		require.NotContains(t, out.String(), "more")
		out.Reset()
		warnOfContradicted(&out, ids)
		require.Contains(t, out.String(), "doesn't go with it: 22. ")
		require.NotContains(t, out.String(), ids[20].String())
		require.Contains(t, out.String(), "\n    and 2 more\n")
	})

	t.Run("MigrateGoesDownAndUp", func(t *testing.T) {
		t.Parallel()

		environment := newCluster(t).environment
		printed, err := runToEnd(t, environment, "migrate", "status")
		require.NoError(t, err, printed)
		require.NotContains(t, printed, "pending")
		printed, err = runToEnd(t, environment, "migrate", "down")
		require.NoError(t, err, printed)
		printed, err = runToEnd(t, environment, "migrate", "status")
		require.NoError(t, err, printed)
		require.Contains(t, printed, "pending")
		printed, err = runToEnd(t, environment, "work")
		require.Error(t, err)
		require.Contains(t, printed, "run `greenroom migrate up`")
		printed, err = runToEnd(t, environment, "migrate", "up")
		require.NoError(t, err, printed)
		printed, err = runToEnd(t, environment, "migrate", "status")
		require.NoError(t, err, printed)
		require.NotContains(t, printed, "pending")
	})

	t.Run("OpenAPIIsJSON", func(t *testing.T) {
		t.Parallel()

		printed, err := command(t, nil, "openapi").Output()
		require.NoError(t, err)
		var document struct {
			OpenAPI string         `json:"openapi"`
			Paths   map[string]any `json:"paths"`
		}
		require.NoError(t, json.Unmarshal(printed, &document))
		require.Regexp(t, `^3\.1\.`, document.OpenAPI)
		require.Contains(t, document.Paths, "/v1/enrolments")
	})

	t.Run("WorkNeedsKeys", func(t *testing.T) {
		t.Parallel()

		printed, err := runToEnd(t, []string{"DATABASE_URL=" + dbtest.URL(t)}, "work")
		require.Error(t, err)
		require.Contains(t, printed, "GREENROOM_SIGNING_KEYS")
	})

	t.Run("ReplayFailsInTheEndIfAnyEnrolmentDid", func(t *testing.T) {
		t.Parallel()

		c := newCluster(t)
		server := start(t, append(c.environment, "GREENROOM_LISTEN=127.0.0.1:0"), "serve")
		accepted := enrol(t, server.awaitReady(t), c.token(t), "a@example.com")
		_, err := c.pool.Exec(t.Context(), `UPDATE interviews SET settings = settings || '{"custom_scoring": {"pre_screening":
			{"resume_score_reject": 6, "resume_score_accept": 9}}}'`)
		require.NoError(t, err)
		printed, err := runToEnd(t, c.environment, "replay", "--policy", writePolicy(t, `{"resume_score_accept": 5}`))
		require.Error(t, err)
		require.Contains(t, printed, "enrolment "+accepted.ID)
		require.Contains(t, printed, "failed: policy: resume_score_accept must not be below resume_score_reject, which is 6")
		require.Contains(t, printed, "looked at: 1, decided differently: 0, changed: 0, failed: 1")
		require.Contains(t, printed, "not every enrolment could be decided again")
	})

	t.Run("ReplayRefusesPoliciesThatWouldDoNothing", func(t *testing.T) {
		t.Parallel()

		environment := []string{"DATABASE_URL=" + dbtest.URL(t)}
		for policy, said := range map[string]string{
			`null`: "must be a JSON object",
			`{"custom_scoring": {"pre_screening": {"resume_score_accept": 8}}}`: "custom_scoring;",
			`{"resume_score_acept": 8, "weights": {"skils": 1}}`:                "resume_score_acept, weights.skils;",
			`{"resume_score_accept": 11}`:                                       "resume_score_accept must be between 0 and 10",
		} {
			printed, err := runToEnd(t, environment, "replay", "--policy", writePolicy(t, policy))
			require.Error(t, err, policy)
			require.Contains(t, printed, said)
			require.NotContains(t, printed, "looked at")
		}
		printed, err := runToEnd(t, environment, "replay", "--policy", writePolicy(t, `{"weights": {"skills": 1}}`))
		require.NoError(t, err, printed)
		require.Contains(t, printed, "Enrolments looked at: 0")
	})

	t.Run("TokenLeavesMakingTheDataDirectoryToTheServer", func(t *testing.T) {
		t.Parallel()

		dataDir := newDataDir(t)
		printed, err := runToEnd(t, nil, "token", "--data-dir", dataDir)
		require.Error(t, err)
		require.Contains(t, printed, "serve --dev --data-dir "+dataDir)
		require.NoDirExists(t, dataDir)
	})
}
