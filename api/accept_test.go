package api

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/db"
	"greenroom/internal/batcher"
)

func TestOverload(t *testing.T) {
	t.Parallel()

	late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	options := batcher.Options{MaxItems: 1, Lanes: 1, Timeout: time.Minute}
	never := func(context.Context, []db.NewRequest) ([]bool, error) { panic("nobody waits for this any more") }
	_, err := (&acceptor{batches: batcher.New(options, never)}).accept(late, db.NewRequest{})
	require.ErrorIs(t, err, errOverloaded)
	nothing := func(context.Context, []db.CaseKey) ([]*db.Request, error) { panic("nobody waits for this any more") }
	a := &API{reading: batcher.New(options, nothing)}
	_, err = a.read(late, uuid.New(), uuid.New())
	require.ErrorIs(t, err, errOverloaded)
}
