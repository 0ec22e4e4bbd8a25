package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"greenroom/internal/fault"
	"greenroom/migrations"
)

// ErrSchemaOutdated says that the database isn't at the schema that this binary needs.
var ErrSchemaOutdated = fault.New(fault.Unavailable, "schema_outdated",
	"the database isn't at this version's schema; run `greenroom migrate up`")

// MigrationStatus is one migration and when it was applied; zero AppliedAt: not yet.
type MigrationStatus struct {
	Name      string
	AppliedAt time.Time
}

// Migrate brings the database at url to the newest schema: ours, then River's. Several processes may call it at once.
func Migrate(ctx context.Context, url string) error {
	return withProvider(url, func(provider *goose.Provider) error {
		if _, err := provider.Up(ctx); err != nil {
			return fmt.Errorf("migrate up: %w", err)
		}
		return migrateRiver(ctx, url, rivermigrate.DirectionUp, nil)
	})
}

// MigrateDown undoes our newest migration. When none of ours is left afterwards, River's tables go too.
func MigrateDown(ctx context.Context, url string) error {
	return withProvider(url, func(provider *goose.Provider) error {
		if _, err := provider.Down(ctx); err != nil && !errors.Is(err, goose.ErrNoNextVersion) {
			return fmt.Errorf("migrate down: %w", err)
		}
		version, err := provider.GetDBVersion(ctx)
		if err != nil {
			return fmt.Errorf("read the schema version: %w", err)
		}
		if version > 0 {
			return nil
		}
		return migrateRiver(ctx, url, rivermigrate.DirectionDown, &rivermigrate.MigrateOpts{TargetVersion: -1})
	})
}

// MigrationStatuses lists our migrations in order.
func MigrationStatuses(ctx context.Context, url string) ([]MigrationStatus, error) {
	var statuses []MigrationStatus
	err := withProvider(url, func(provider *goose.Provider) error {
		found, err := provider.Status(ctx)
		if err != nil {
			return fmt.Errorf("read the migrations' status: %w", err)
		}
		for _, status := range found {
			statuses = append(statuses, MigrationStatus{Name: status.Source.Path, AppliedAt: status.AppliedAt})
		}
		return nil
	})
	return statuses, err
}

// VerifySchema fails with ErrSchemaOutdated unless every migration, ours and River's, is applied. It changes nothing.
func VerifySchema(ctx context.Context, pool *pgxpool.Pool) error {
	// Asked first, for goose makes its table where there is none, and whoever only verifies may not be allowed to.
	var migrated bool
	if err := pool.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", goose.DefaultTablename).Scan(&migrated); err != nil {
		return interpret("look for the schema version", err)
	}
	if !migrated {
		return ErrSchemaOutdated
	}
	database := stdlib.OpenDBFromPool(pool)
	defer func() { _ = database.Close() }()
	provider, err := newProvider(database)
	if err != nil {
		return err
	}
	pending, err := provider.HasPending(ctx)
	if err != nil {
		return interpret("read the schema version", err)
	}
	if pending {
		return ErrSchemaOutdated
	}
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return fmt.Errorf("build River's migrator: %w", err)
	}
	result, err := migrator.Validate(ctx, nil)
	if err != nil {
		return interpret("check River's schema", err)
	}
	if !result.OK {
		return ErrSchemaOutdated
	}
	return nil
}

func withProvider(url string, work func(provider *goose.Provider) error) error {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return fmt.Errorf("read the database URL: %w", err)
	}
	database := stdlib.OpenDB(*config)
	defer func() { _ = database.Close() }()
	provider, err := newProvider(database)
	if err != nil {
		return err
	}
	return work(provider)
}

func newProvider(database *sql.DB) (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, fmt.Errorf("build the migration lock: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, database, migrations.FS, goose.WithSessionLocker(locker))
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return provider, nil
}

// riverMigrationLock is the advisory lock under which River's migrations run, for River takes none of its own.
const riverMigrationLock = 0x677265656e726d // "greenrm"

func migrateRiver(ctx context.Context, url string, direction rivermigrate.Direction, options *rivermigrate.MigrateOpts) error {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer pool.Close()
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return fmt.Errorf("build River's migrator: %w", err)
	}
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return interpret("reach the database", err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(riverMigrationLock)); err != nil {
		return interpret("lock River's migrations", err)
	}
	// Closing the connection at the end releases the lock too, so an error here changes nothing.
	defer func() { _, _ = conn.Exec(ctx, "SELECT pg_advisory_unlock($1)", int64(riverMigrationLock)) }()
	if _, err := migrator.Migrate(ctx, direction, options); err != nil {
		return fmt.Errorf("migrate River's tables: %w", err)
	}
	return nil
}
