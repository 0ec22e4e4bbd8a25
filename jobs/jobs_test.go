package jobs_test

import (
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/internal/enrolment"
	"greenroom/jobs"
)

func TestInsert(t *testing.T) {
	t.Parallel()

	merchantID, requestID := uuid.UUID{1}, uuid.UUID{2}
	for _, stage := range enrolment.Stages() {
		for _, class := range enrolment.Classes() {
			t.Run(string(stage)+"/"+string(class), func(t *testing.T) {
				t.Parallel()

				job := jobs.Insert(stage, class, merchantID, requestID)
				require.Equal(t, string(stage), job.Args.Kind())
				require.Equal(t, string(stage)+"_"+string(class), job.InsertOpts.Queue)
				require.Equal(t, jobs.MaxAttempts, job.InsertOpts.MaxAttempts)
				encoded, err := json.Marshal(job.Args)
				require.NoError(t, err)
				// Stored jobs outlive the version that made them: these names never change.
				require.JSONEq(t, `{"merchant_id": "`+merchantID.String()+`", "request_id": "`+requestID.String()+`"}`, string(encoded))
			})
		}
	}

	t.Run("UnknownStagePanics", func(t *testing.T) {
		t.Parallel()

		require.Panics(t, func() { jobs.Insert("cook", enrolment.Bulk, merchantID, requestID) })
	})
}
