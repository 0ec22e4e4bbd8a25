package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"greenroom/db"
	"greenroom/migrations"
)

// templateLock is the advisory lock under which the template is built: packages are tested by processes of their own.
const templateLock = 0x67726e746d706c // "grntmpl"

// buildTemplate makes the server's migrated template database, unless another process has, and returns its name. A template counts only
// once it is marked as one, so that an unfinished one, left by a killed process, is made again.
func buildTemplate(ctx context.Context, on *server) (string, error) {
	digest, err := schemaDigest()
	if err != nil {
		return "", err
	}
	name := "greenroom_template_" + digest
	err = on.withConn(ctx, func(conn *pgx.Conn) error {
		if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(templateLock)); err != nil {
			return err
		}
		var ready bool
		err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)", name).Scan(&ready)
		if err != nil || ready {
			return err
		}
		if _, err := conn.Exec(ctx, fmt.Sprintf("DROP DATABASE IF EXISTS %s WITH (FORCE)", name)); err != nil {
			return err
		}
		if _, err := conn.Exec(ctx, "CREATE DATABASE "+name); err != nil {
			return err
		}
		if err := db.Migrate(ctx, on.databaseURL(name)); err != nil {
			return err
		}
		// Cloning needs a template that nobody is connected to.
		_, err = conn.Exec(ctx, fmt.Sprintf("ALTER DATABASE %s WITH IS_TEMPLATE true ALLOW_CONNECTIONS false", name))
		return err
	})
	if err != nil {
		return "", fmt.Errorf("build the template database: %w", err)
	}
	return name, nil
}

// schemaDigest identifies the schema: our migrations and River's.
func schemaDigest() (string, error) {
	digest := sha256.New()
	names, err := fs.Glob(migrations.FS, "*.sql")
	if err != nil {
		return "", fmt.Errorf("list the migrations: %w", err)
	}
	for _, name := range names {
		content, err := fs.ReadFile(migrations.FS, name)
		if err != nil {
			return "", fmt.Errorf("read the migrations: %w", err)
		}
		if _, err := fmt.Fprintf(digest, "%s %d\n%s", name, len(content), content); err != nil {
			return "", err
		}
	}
	river, err := rivermigrate.New(riverpgxv5.New(nil), nil)
	if err != nil {
		return "", fmt.Errorf("read River's migrations: %w", err)
	}
	versions := river.AllVersions()
	if len(versions) == 0 {
		return "", errors.New("read River's migrations: there are none")
	}
	for _, version := range versions {
		if _, err := fmt.Fprintf(digest, "%d\n%s", version.Version, version.SQLUp); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(digest.Sum(nil)[:8]), nil
}
