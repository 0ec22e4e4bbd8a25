package app

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"greenroom/db"
	"greenroom/db/embedded"
)

var errOwnSchemaOutdated = errors.New("the data directory's database isn't at this version's schema; greenroom serve brings it there")

// WithDatabase lets a command work beside the service, on the same database: DATABASE_URL, or the Postgres that serve keeps in the data
// directory, whether serve runs or not.
func WithDatabase(ctx context.Context, config Config, name string, work func(ctx context.Context, pool *pgxpool.Pool) error) (err error) {
	own := config.DatabaseURL == ""
	if own {
		url, release, err := embedded.Attach(ctx, embedded.Options{DataDir: config.DataDir})
		if errors.Is(err, embedded.ErrNeverUsed) {
			return fmt.Errorf("%w; set DATABASE_URL, or --data-dir to where greenroom serve keeps its own", err)
		}
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, release(context.WithoutCancel(ctx))) }()
		config.DatabaseURL = url
	}
	pool, err := db.Open(ctx, config.DatabaseURL, db.Options{ApplicationName: name})
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := db.VerifySchema(ctx, pool); err != nil {
		if own && errors.Is(err, db.ErrSchemaOutdated) {
			return errOwnSchemaOutdated
		}
		return err
	}
	return work(ctx, pool)
}
