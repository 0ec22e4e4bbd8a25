package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"
	"go.uber.org/zap"

	"greenroom/db"
	"greenroom/db/embedded"
	"greenroom/internal/accesstoken"
	"greenroom/internal/devissuer"
	"greenroom/internal/enrolment"
	"greenroom/internal/identity"
	"greenroom/internal/interview"
)

// The demo data of --dev. The ids are fixed, so that examples in the documentation work everywhere.
//
//nolint:gochecknoglobals // Constants that Go can't spell.
var (
	DemoMerchantID    = uuid.MustParse("00000000-0000-7000-8000-0000000000d1")
	DemoSubMerchantID = uuid.MustParse("00000000-0000-7000-8000-0000000000d2")
	DemoTemplateID    = uuid.MustParse("00000000-0000-7000-8000-0000000000d3")
	demoRecruiterID   = uuid.MustParse("00000000-0000-7000-8000-0000000000d4")
)

// keysFolder holds the development keys, below the data directory.
const keysFolder = "keys"

// Surroundings are what serve brings along when it isn't given a database or, in development, an issuer.
type Surroundings struct {
	closers []func(ctx context.Context) error
}

// Close stops them, last started first.
func (s *Surroundings) Close(ctx context.Context) error {
	var problems []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		problems = append(problems, s.closers[i](ctx))
	}
	s.closers = nil
	return errors.Join(problems...)
}

// Surround starts what config lacks and returns config with it filled in: a Postgres of its own when there is no DATABASE_URL, and with
// Dev also keys, a token issuer and the demo merchant. Close the surroundings after the app, also after an error.
func Surround(ctx context.Context, config Config, logger *zap.Logger) (*Surroundings, Config, error) {
	around := &Surroundings{}
	if config.DataDir == "" {
		dir, err := embedded.DefaultDataDir()
		if err != nil {
			return around, config, fmt.Errorf("choose a data directory: %w", err)
		}
		config.DataDir = dir
	}
	own := config.DatabaseURL == ""
	if own {
		server, err := embedded.Start(ctx, embedded.Options{DataDir: config.DataDir, Logger: logger})
		if err != nil {
			return around, config, err
		}
		around.closers = append(around.closers, server.Stop)
		config.DatabaseURL = server.URL()
	}
	if own || config.Dev {
		if err := db.Migrate(ctx, config.DatabaseURL); err != nil {
			return around, config, err
		}
	}
	if !config.Dev {
		return around, config, nil
	}
	return around, config, around.develop(ctx, &config, logger)
}

// develop adds what only a development server has.
func (s *Surroundings) develop(ctx context.Context, config *Config, logger *zap.Logger) error {
	keys := filepath.Join(config.DataDir, keysFolder)
	// Passable for all, because the user who runs the database for root must get through it.
	if err := os.MkdirAll(config.DataDir, 0o711); err != nil { //nolint:gosec // See above; what is in it is closed.
		return fmt.Errorf("make the data directory: %w", err)
	}
	if err := fillKeys(keys, config); err != nil {
		return err
	}
	if err := s.startIssuer(ctx, keys, config, logger); err != nil {
		return err
	}
	return seedDemo(ctx, config.DatabaseURL)
}

// fillKeys makes the keys that the environment doesn't give, once, and keeps them for the next start.
func fillKeys(dir string, config *Config) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder of the development keys: %w", err)
	}
	for _, key := range []struct {
		file  string
		value *string
		make  func() (string, error)
	}{
		{"interview-signing.jwks.json", &config.SigningKeys, NewSigningKeys},
		{"embed-sealing.txt", &config.EmbedKeys, NewEmbedKeys},
	} {
		if *key.value != "" {
			continue
		}
		var err error
		if *key.value, err = readOrMake(filepath.Join(dir, key.file), key.make); err != nil {
			return err
		}
	}
	return nil
}

func readOrMake(path string, create func() (string, error)) (string, error) {
	found, err := os.ReadFile(path) //nolint:gosec // The operator chose the data directory.
	if err == nil {
		return string(found), nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("read a development key: %w", err)
	}
	made, err := create()
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(path, []byte(made), 0o600); err != nil {
		return "", fmt.Errorf("keep a development key: %w", err)
	}
	return made, nil
}

// NewSigningKeys makes a value for GREENROOM_SIGNING_KEYS.
func NewSigningKeys() (string, error) {
	keys, err := accesstoken.NewKeyringJSON()
	return string(keys), err
}

// NewEmbedKeys makes a value for GREENROOM_EMBED_KEYS.
func NewEmbedKeys() (string, error) {
	const aes256 = 32
	key := make([]byte, aes256)
	if _, err := rand.Read(key); err != nil {
		return "", fmt.Errorf("read random bytes: %w", err)
	}
	return time.Now().UTC().Format("2006-01-02") + ":" + base64.StdEncoding.EncodeToString(key), nil
}

// startIssuer serves the development issuer's keys over real HTTP, so that authentication runs as it does with Supabase.
func (s *Surroundings) startIssuer(ctx context.Context, keys string, config *Config, logger *zap.Logger) error {
	issuer, err := devissuer.Open(keys)
	if err != nil {
		return err
	}
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen for the development issuer: %w", err)
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	stopped := make(chan error, 1)
	go func() { stopped <- issuer.Serve(background, listener) }()
	s.closers = append(s.closers, func(context.Context) error { stop(); return <-stopped })
	config.AuthIssuer = devissuer.IssuerURL
	config.AuthJWKSURL = "http://" + listener.Addr().String() + devissuer.JWKSPath
	logger.Info("serving development keys", zap.String("jwks_url", config.AuthJWKSURL))
	return nil
}

// seedDemo creates the demo merchant with a sub-merchant and a template.
func seedDemo(ctx context.Context, url string) error {
	pool, err := db.Open(ctx, url, db.Options{ApplicationName: "greenroom seed"})
	if err != nil {
		return err
	}
	defer pool.Close()
	merchants := []db.NewMerchant{
		{ID: DemoMerchantID, Name: "Demo Kitchens", Settings: enrolment.MerchantSettings{}},
		{ID: DemoSubMerchantID, ParentID: &DemoMerchantID, Name: "Demo Kitchens Lisbon", Settings: enrolment.MerchantSettings{}},
	}
	for _, merchant := range merchants {
		if err := db.MerchantUpsert(ctx, pool, merchant); err != nil {
			return err
		}
	}
	attempts, followups := 2, 1
	return db.TemplateUpsert(ctx, pool, DemoTemplateID, &DemoMerchantID, "Short first interview",
		interview.Overrides{Attempts: &attempts, MaxFollowups: &followups})
}

// DevelopmentToken makes an access token for the development server on dataDir. It leaves making that directory to the server, who knows
// how its database's user gets in.
func DevelopmentToken(dataDir string, merchantID *uuid.UUID, role identity.Role, ttl time.Duration) (string, error) {
	if _, err := os.Stat(dataDir); errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("there is no data directory %s yet; start greenroom serve --dev --data-dir %[1]s first", dataDir)
	}
	issuer, err := devissuer.Open(filepath.Join(dataDir, keysFolder))
	if err != nil {
		return "", err
	}
	return issuer.Token(devissuer.Claims{Subject: demoRecruiterID, MerchantID: merchantID, Role: role, TTL: ttl}, time.Now())
}
