package db_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"greenroom/db"
	"greenroom/db/dbtest"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/interview"
)

func TestRequestsInsert(t *testing.T) {
	t.Parallel()

	merchant := newTenant(t, dbtest.Tx(t))
	other := newTenant(t, merchant.conn)
	keyed := func(owner tenant, key string, digest byte) db.NewRequest {
		return db.NewRequest{
			CaseKey: db.CaseKey{MerchantID: owner.id, ID: newID()}, Request: ask("a@example.com", "Cook"), Class: enrolment.Interactive,
			CreatedAt: testTime(), IdempotencyKey: key, IdempotencyFingerprint: [32]byte{digest},
		}
	}
	batch := []db.NewRequest{
		keyed(merchant, "same", 1), keyed(merchant, "same", 2), keyed(merchant, "", 0), keyed(merchant, "", 0), keyed(other, "same", 3),
	}
	stored, err := db.RequestsInsert(t.Context(), merchant.conn, batch)
	require.NoError(t, err)
	require.Equal(t, map[uuid.UUID]bool{batch[0].ID: true, batch[2].ID: true, batch[3].ID: true, batch[4].ID: true}, stored)
	again, err := db.RequestsInsert(t.Context(), merchant.conn, []db.NewRequest{keyed(merchant, "same", 1)})
	require.NoError(t, err)
	require.Empty(t, again)
	repeated, err := db.RequestsInsert(t.Context(), merchant.conn, batch[2:4])
	require.NoError(t, err, "an insert whose acknowledgement got lost may be repeated")
	require.Empty(t, repeated)
	for i, owner := range map[int]tenant{0: merchant, 4: other} {
		id, digest, err := db.RequestByIdempotencyKey(t.Context(), merchant.conn, owner.id, "same")
		require.NoError(t, err)
		require.Equal(t, batch[i].ID, id)
		require.Equal(t, batch[i].IdempotencyFingerprint, digest)
	}
}

// fail ends a request of the tenant, as a job of kind carrier.
func (n tenant) fail(t *testing.T, id uuid.UUID, carrier enrolment.Stage, problem *enrolment.Problem) (db.RequestEnd, bool, error) {
	t.Helper()

	return db.RequestFail(t.Context(), n.conn, db.CaseKey{MerchantID: n.id, ID: id}, carrier, problem, testTime())
}

func TestRequestFail(t *testing.T) {
	t.Parallel()

	merchant := newTenant(t, dbtest.Tx(t))
	waiting, done := merchant.accept(t, ask("a@example.com", "Cook")), merchant.finish(t, ask("b@example.com", "Cook"))
	problem := enrolment.NewProblem(fault.New(fault.Internal, "broken", "it is broken"))
	end, ended, err := merchant.fail(t, waiting.ID, enrolment.ResolvePosition, problem)
	require.NoError(t, err)
	require.True(t, ended)
	require.Equal(t, db.RequestEnd{Version: 2, Awaited: true}, end)
	failed := merchant.get(t, waiting.ID)
	require.Equal(t, enrolment.Failed, failed.State)
	require.Equal(t, problem, failed.Problem)
	_, ended, err = merchant.fail(t, done.ID, enrolment.ResolvePosition, problem)
	require.NoError(t, err)
	require.False(t, ended)
	require.Equal(t, enrolment.Succeeded, merchant.get(t, done.ID).State)
	handedOn := merchant.accept(t, ask("c@example.com", "Cook"))
	_, ended, err = merchant.fail(t, handedOn.ID, enrolment.Prescreen, problem)
	require.NoError(t, err)
	require.False(t, ended, "another kind of job is responsible for it")
}

// TestTenancy asks for everything that one merchant has in the name of another.
func TestTenancy(t *testing.T) {
	t.Parallel()

	owner := newTenant(t, dbtest.Pool(t))
	stranger := newTenant(t, owner.conn)
	done := owner.finish(t, ask("a@example.com", "Cook"))
	failed := owner.accept(t, ask("b@example.com", "Baker"))
	_, _, err := owner.fail(t, failed.ID, enrolment.ResolvePosition, nil)
	require.NoError(t, err)
	waiting := owner.accept(t, ask("c@example.com", "Porter"))
	template := newID()
	require.NoError(t, db.TemplateUpsert(t.Context(), owner.conn, template, &owner.id, "Own", ask("", "").Settings))

	type asking func(ctx context.Context, tx pgx.Tx) (found bool, err error)
	for name, ask := range map[string]asking{
		"AccessRevoke": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			revoked, err := db.AccessRevoke(ctx, tx, stranger.id, *done.EnrolmentID, testTime())
			return revoked > 0, err
		},
		"AccessStart": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			_, err := db.AccessStart(ctx, tx, db.Access{
				MerchantID: stranger.id, EnrolmentID: *done.EnrolmentID, Interview: interview.Definition{ID: *done.InterviewID},
			})
			return err == nil, err
		},
		"CasesLoad": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			found, err := db.CasesLoad(ctx, tx, []db.CaseKey{{MerchantID: stranger.id, ID: done.ID}})
			return len(found) > 0, err
		},
		"DecidedList": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			found, err := db.DecidedList(ctx, tx, db.ReplayFilter{MerchantID: &stranger.id}, 10)
			return len(found) > 0, err
		},
		"DossiersLoad": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			found, err := db.DossiersLoad(ctx, tx, []db.InterviewKey{{MerchantID: stranger.id, InterviewID: *done.InterviewID}})
			return len(found) > 0, err
		},
		"EnrolmentLock": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			_, err := db.EnrolmentLock(ctx, tx, stranger.id, done.ID)
			return err == nil, err
		},
		"InterviewByHash": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			_, _, err := db.InterviewByHash(ctx, tx, stranger.id, *done.PositionID, resolved(done).Interview.Hash)
			return err == nil, err
		},
		"InterviewPolicyList": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			found, err := db.InterviewPolicyList(ctx, tx, stranger.id, uuid.Nil, 10)
			return len(found) > 0, err
		},
		"PositionIdentify": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			_, err := db.PositionIdentify(ctx, tx, stranger.id, done.PositionID, "")
			return err == nil, err
		},
		"RequestCancel": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			return false, db.RequestCancel(ctx, tx, stranger.id, waiting.ID, testTime())
		},
		"RequestChanges": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			found, err := db.RequestChanges(ctx, tx, []db.CaseKey{{MerchantID: stranger.id, ID: done.ID}})
			return len(found) > 0, err
		},
		"RequestFail": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			_, ended, err := db.RequestFail(ctx, tx, db.CaseKey{MerchantID: stranger.id, ID: waiting.ID}, enrolment.ResolvePosition, nil, testTime())
			return ended, err
		},
		"RequestGet": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			_, err := db.RequestGet(ctx, tx, stranger.id, done.ID)
			return err == nil, err
		},
		"RequestList": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			found, err := db.RequestList(ctx, tx, stranger.id, db.RequestFilter{PositionID: done.PositionID}, 10)
			return len(found) > 0, err
		},
		"RequestRetry": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			_, err := db.RequestRetry(ctx, tx, stranger.id, failed.ID, testTime())
			return err == nil, err
		},
		"ResolutionsLoad": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			found, err := db.ResolutionsLoad(ctx, tx, []db.ResolutionKey{
				{MerchantID: stranger.id, PositionID: done.PositionID, TemplateID: template, EmailKey: "a@example.com"},
				{MerchantID: stranger.id, Fingerprint: done.Request.Position.Fingerprint(), EmailKey: "a@example.com"},
			})
			if err != nil {
				return false, err
			}
			require.Len(t, found, 2)
			return found[0].Position != nil || found[1].Position != nil || found[0].Template != nil || found[0].Candidate != nil, nil
		},
		"TemplateExists": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			return db.TemplateExists(ctx, tx, stranger.id, template)
		},
		"TextsStore": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			key := db.InterviewKey{MerchantID: stranger.id, InterviewID: *done.InterviewID}
			if err := db.TextsStore(ctx, tx, key, "stranger", interview.Texts{Description: "theirs"}, nil); err != nil {
				return false, err
			}
			untold, err := db.UntoldGet(ctx, tx, db.InterviewKey{MerchantID: owner.id, InterviewID: *done.InterviewID})
			return untold.Told, err
		},
		"UntoldGet": func(ctx context.Context, tx pgx.Tx) (bool, error) {
			_, err := db.UntoldGet(ctx, tx, db.InterviewKey{MerchantID: stranger.id, InterviewID: *done.InterviewID})
			return err == nil, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			err := db.WithTx(t.Context(), owner.conn, func(tx pgx.Tx) error {
				found, err := ask(t.Context(), tx)
				require.False(t, found)
				return err
			})
			if err != nil {
				require.Equal(t, fault.NotFound, fault.KindOf(err))
			}
			require.Equal(t, done, owner.load(t, done.ID))
			require.Equal(t, enrolment.Queued, owner.load(t, waiting.ID).State)
		})
	}
}

// explaining keeps the plan of every query that runs on it.
type explaining struct {
	db.TX
	plans *strings.Builder
}

// Query implements db.TX.
func (e explaining) Query(ctx context.Context, sql string, arguments ...any) (pgx.Rows, error) {
	rows, err := e.TX.Query(ctx, "EXPLAIN "+sql, arguments...)
	if err != nil {
		return nil, err
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, err
	}
	e.plans.WriteString(strings.Join(lines, "\n"))
	return e.TX.Query(ctx, sql, arguments...)
}

func TestRequestList(t *testing.T) {
	t.Parallel()

	pool := dbtest.Pool(t)
	merchant := newTenant(t, pool)
	done := merchant.finish(t, ask("done@example.com", "Cook"))
	failed := merchant.accept(t, ask("failed@example.com", "Cook"))
	_, _, err := merchant.fail(t, failed.ID, enrolment.ResolvePosition, nil)
	require.NoError(t, err)
	importID, crowd := newID(), 4000
	requests := make([]db.NewRequest, 0, crowd)
	for n := range crowd {
		requests = append(requests, db.NewRequest{
			CaseKey: db.CaseKey{MerchantID: merchant.id, ID: newID()}, Request: ask(fmt.Sprintf("c%d@example.com", n), "Cook"),
			Class: enrolment.Bulk, CreatedAt: testTime(),
		})
	}
	_, err = db.RequestsInsert(t.Context(), merchant.conn, requests)
	require.NoError(t, err)
	imported := requests[7].ID
	for _, statement := range []string{
		fmt.Sprintf("UPDATE enrolment_requests SET import_id = '%s' WHERE id = '%s'", importID, imported), "ANALYZE enrolment_requests",
	} {
		_, err = merchant.conn.Exec(t.Context(), statement)
		require.NoError(t, err)
	}
	newest := requests[crowd-1].ID
	for _, test := range []struct {
		name   string
		filter db.RequestFilter
		limit  int
		want   []uuid.UUID
	}{
		{"All", db.RequestFilter{}, 2, []uuid.UUID{newest, requests[crowd-2].ID}},
		{"Before", db.RequestFilter{Before: &newest}, 1, []uuid.UUID{requests[crowd-2].ID}},
		{"Email", db.RequestFilter{EmailKey: "c5@example.com"}, 10, []uuid.UUID{requests[5].ID}},
		{"Import", db.RequestFilter{ImportID: &importID}, 10, []uuid.UUID{imported}},
		{"Nothing", db.RequestFilter{EmailKey: "done@example.com", State: enrolment.Queued}, 10, []uuid.UUID{}},
		{"Position", db.RequestFilter{PositionID: done.PositionID}, 10, []uuid.UUID{done.ID}},
		{"State", db.RequestFilter{State: enrolment.Failed}, 10, []uuid.UUID{failed.ID}},
		{"Status", db.RequestFilter{Status: enrolment.AIAccept}, 10, []uuid.UUID{done.ID}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			var plans strings.Builder
			began := time.Now()
			found, err := db.RequestList(t.Context(), explaining{merchant.conn, &plans}, merchant.id, test.filter, test.limit)
			require.NoError(t, err)
			require.Less(t, time.Since(began), time.Second)
			ids := make([]uuid.UUID, 0, len(found))
			for _, request := range found {
				ids = append(ids, request.ID)
			}
			require.Equal(t, test.want, ids)
			require.NotContains(t, plans.String(), "Seq Scan on enrolment_requests")
			require.Contains(t, plans.String(), "enrolment_requests_")
		})
	}

	t.Run("PlansStayForTheFilter", func(t *testing.T) {
		t.Parallel()

		conn := begin(t, pool)
		for range 20 {
			_, err := db.RequestList(t.Context(), conn, merchant.id, db.RequestFilter{EmailKey: "c5@example.com"}, 10)
			require.NoError(t, err)
		}
		var generic int
		require.NoError(t, conn.QueryRow(t.Context(),
			"SELECT coalesce(sum(generic_plans), 0) FROM pg_prepared_statements WHERE statement LIKE '-- name: RequestList %'").Scan(&generic))
		require.Zero(t, generic, "a plan for any filter reads all requests of a merchant")
	})
}
