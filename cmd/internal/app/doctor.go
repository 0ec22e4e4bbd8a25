package app

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.uber.org/zap"

	"greenroom/api"
	"greenroom/db"
	"greenroom/internal/accesstoken"
	"greenroom/internal/embedkey"
	"greenroom/internal/fault"
)

// examineTimeout bounds each of the doctor's checks.
const examineTimeout = 5 * time.Second

// Finding is what the doctor found about one subject.
type Finding struct {
	Subject string
	Found   string
	// Mend says what to do; empty when nothing is wrong.
	Mend string
}

// Examine checks what a process needs, each thing on its own, so that one fault doesn't hide the next.
func Examine(ctx context.Context, config Config) []Finding {
	return []Finding{
		examineConfig(config), examineDatabase(ctx, config), examineSchema(ctx, config), examineSigningKeys(config),
		examineEmbedKeys(config), examineJWKS(ctx, config),
	}
}

func examineConfig(config Config) Finding {
	finding := Finding{Subject: "configuration", Found: "complete"}
	if err := config.check(Serve.parts()); err != nil {
		finding.Found = strings.ReplaceAll(err.Error(), "\n", "; ")
		finding.Mend = "set what is missing; `greenroom --help` explains every setting, and `serve --dev` needs none of them"
	}
	return finding
}

func examineDatabase(ctx context.Context, config Config) Finding {
	if config.DatabaseURL == "" {
		return Finding{Subject: "database", Found: "DATABASE_URL isn't set: serve would run a Postgres of its own"}
	}
	if err := inDatabase(ctx, config, func(context.Context, *pgxpool.Pool) error { return nil }); err != nil {
		return Finding{
			Subject: "database", Found: err.Error(),
			Mend: "check host, port, user and password in DATABASE_URL, and that the server accepts connections from here",
		}
	}
	return Finding{Subject: "database", Found: "it answers"}
}

func examineSchema(ctx context.Context, config Config) Finding {
	if config.DatabaseURL == "" {
		return Finding{Subject: "migrations", Found: "serve migrates its own Postgres"}
	}
	err := inDatabase(ctx, config, db.VerifySchema)
	if err == nil {
		return Finding{Subject: "migrations", Found: "the schema is this version's"}
	}
	finding := Finding{Subject: "migrations", Found: fault.From(err).Message, Mend: "run `greenroom migrate up`"}
	if fault.From(err).Code != db.ErrSchemaOutdated.Code {
		finding.Mend = "mend the database first"
	}
	return finding
}

// inDatabase opens the database for one check.
func inDatabase(ctx context.Context, config Config, check func(ctx context.Context, pool *pgxpool.Pool) error) error {
	ctx, cancel := context.WithTimeout(ctx, examineTimeout)
	defer cancel()
	pool, err := db.Open(ctx, config.DatabaseURL, db.Options{ApplicationName: "greenroom doctor"})
	if err != nil {
		return err
	}
	defer pool.Close()
	return check(ctx, pool)
}

func examineSigningKeys(config Config) Finding {
	keyring, err := accesstoken.ParseKeyring([]byte(config.SigningKeys))
	if err != nil {
		return Finding{Subject: "signing keys", Found: err.Error(), Mend: "set GREENROOM_SIGNING_KEYS; `greenroom keys` prints a fresh one"}
	}
	return Finding{Subject: "signing keys", Found: fmt.Sprintf("interview links are signed with key %s", keyring.SigningKeyID())}
}

func examineEmbedKeys(config Config) Finding {
	if _, err := embedkey.ParseSealer(config.EmbedKeys); err != nil {
		return Finding{Subject: "embed keys", Found: err.Error(), Mend: "set GREENROOM_EMBED_KEYS; `greenroom keys` prints a fresh one"}
	}
	return Finding{Subject: "embed keys", Found: "readable"}
}

// examineJWKS loads the issuer's keys the way the API does.
func examineJWKS(ctx context.Context, config Config) Finding {
	finding := Finding{Subject: "token issuer", Found: "its keys load"}
	authenticator, err := api.NewAuthenticator(ctx, api.AuthConfig{
		Issuer: config.AuthIssuer, Audience: config.AuthAudience, JWKSURL: config.AuthJWKSURL, Logger: zap.NewNop(),
	})
	if err != nil {
		finding.Found, finding.Mend = err.Error(), "set GREENROOM_AUTH_ISSUER to your project's issuer"
		return finding
	}
	defer authenticator.Close()
	if authenticator.Ready() {
		return finding
	}
	finding.Found = "its keys can't be loaded, or there are none"
	finding.Mend = fmt.Sprintf("open %s from this machine; it must answer %d with at least one key", jwksURL(config), http.StatusOK)
	return finding
}

func jwksURL(config Config) string {
	if config.AuthJWKSURL != "" {
		return config.AuthJWKSURL
	}
	return strings.TrimRight(config.AuthIssuer, "/") + "/.well-known/jwks.json"
}
