package embedded

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

const (
	adminDatabase = "postgres"
	adminRole     = "postgres"
	appDatabase   = "greenroom"
	appRole       = "greenroom"
)

// ensureDatabase makes the application's role and database if they are missing, and keeps the role's password what the secrets say.
func ensureDatabase(ctx context.Context, adminURL string, known secrets) (err error) {
	conn, err := pgx.Connect(ctx, adminURL)
	if err != nil {
		return fmt.Errorf("connect as the database's administrator: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	var roleExists, databaseExists bool
	err = conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1), EXISTS (SELECT FROM pg_database WHERE datname = $2)`,
		appRole, appDatabase).Scan(&roleExists, &databaseExists)
	if err != nil {
		return fmt.Errorf("look for the application's database: %w", err)
	}
	verb := "CREATE"
	if roleExists {
		verb = "ALTER"
	}
	// Utility statements take no parameters; a generated password has nothing in it to quote.
	if _, err := conn.Exec(ctx, fmt.Sprintf("%s ROLE %s LOGIN PASSWORD '%s'", verb, appRole, known.AppPassword)); err != nil {
		return fmt.Errorf("make the application's role: %w", err)
	}
	if databaseExists {
		return nil
	}
	if _, err := conn.Exec(ctx, fmt.Sprintf("CREATE DATABASE %s OWNER %s", appDatabase, appRole)); err != nil {
		return fmt.Errorf("make the application's database: %w", err)
	}
	return nil
}
