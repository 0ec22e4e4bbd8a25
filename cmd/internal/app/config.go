package app

import (
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
	"go.uber.org/zap"
)

// Config is all that an operator can set. Each setting is an environment variable; some have a flag, too. Secrets come from the
// environment only, for flags are seen by everyone on the machine.
type Config struct {
	// Database.
	DatabaseURL       string `env:"DATABASE_URL" secret:"url" doc:"the Postgres to use; without it, serve runs one of its own in the data directory"`
	DirectDatabaseURL string `env:"GREENROOM_DIRECT_DATABASE_URL" secret:"url" doc:"the same Postgres past any pooler, for LISTEN; DATABASE_URL if empty"`
	DataDir           string `env:"GREENROOM_DATA_DIR" doc:"where serve keeps its own Postgres and development keys"`
	MaxConns          int32  `env:"GREENROOM_MAX_CONNS" envDefault:"20" doc:"connections in the pool"`

	// HTTP.
	Listen       string        `env:"GREENROOM_LISTEN" envDefault:"127.0.0.1:8080" doc:"the address to serve HTTP on"`
	PublicURL    string        `env:"GREENROOM_PUBLIC_URL" doc:"where clients and candidates reach this service; http://LISTEN if empty"`
	InterviewURL string        `env:"GREENROOM_INTERVIEW_URL" doc:"the interview front end that the candidate's page leads to, with interview_token added; no button if empty"`
	ReadTimeout  time.Duration `env:"GREENROOM_READ_TIMEOUT" envDefault:"20s" doc:"how long a request may take to arrive"`
	MaxWait      time.Duration `env:"GREENROOM_MAX_WAIT" envDefault:"30s" doc:"the longest that a request waits for its outcome"`
	MaxWaiters   int           `env:"GREENROOM_MAX_WAITERS" envDefault:"10000" doc:"how many requests may wait at once in this process; more are answered 202"`
	RateLimit    float64       `env:"GREENROOM_RATE_LIMIT" envDefault:"200" doc:"requests per second for each merchant; 0 for no limit"`
	RateBurst    int           `env:"GREENROOM_RATE_BURST" envDefault:"400" doc:"how many of them may come at once"`
	DrainDelay   time.Duration `env:"GREENROOM_DRAIN_DELAY" envDefault:"0s" doc:"how long a stopping process stays reachable but unready, for load balancers to notice"`

	// Operators.
	OpsListen string `env:"GREENROOM_OPS_LISTEN" doc:"the address of /livez, /readyz and Prometheus' /metrics for operators, which needs no token; not served if empty"`

	// Access tokens of callers.
	AuthIssuer      string `env:"GREENROOM_AUTH_ISSUER" doc:"the issuer of access tokens, such as https://<project>.supabase.co/auth/v1"`
	AuthAudience    string `env:"GREENROOM_AUTH_AUDIENCE" envDefault:"authenticated" doc:"their audience"`
	AuthJWKSURL     string `env:"GREENROOM_AUTH_JWKS_URL" doc:"the issuer's keys; ISSUER/.well-known/jwks.json if empty"`
	AuthHS256Secret string `env:"GREENROOM_AUTH_HS256_SECRET" secret:"all" doc:"a legacy shared secret; only set it if tokens are still signed with it"`

	// Keys of our own.
	SigningKeys string `env:"GREENROOM_SIGNING_KEYS" secret:"all" doc:"private JWKS that signs interview links, newest key first; greenroom keys makes one"`
	EmbedKeys   string `env:"GREENROOM_EMBED_KEYS" secret:"all" doc:"id:base64 keys that seal embed keys, newest first; greenroom keys makes one"`

	// Pipeline.
	Fuse        bool          `env:"GREENROOM_FUSE" envDefault:"true" doc:"let a worker go straight on with the next stage"`
	GroupCommit bool          `env:"GREENROOM_GROUP_COMMIT" envDefault:"true" doc:"let concurrent writes share a transaction"`
	MaxWorkers  int           `env:"GREENROOM_MAX_WORKERS" envDefault:"100" doc:"jobs of one queue that run at once in this process"`
	TokenTTL    time.Duration `env:"GREENROOM_TOKEN_TTL" envDefault:"4320h" doc:"how long an interview link works"`

	// Remote model.
	LLMBaseURL     string        `env:"GREENROOM_LLM_BASE_URL" secret:"url" doc:"an endpoint that speaks OpenAI's chat completions, such as https://api.openai.com/v1; pre-screening is in-process alone if empty"`
	LLMModel       string        `env:"GREENROOM_LLM_MODEL" doc:"the model to ask there"`
	LLMAPIKey      string        `env:"GREENROOM_LLM_API_KEY" secret:"all" doc:"its key, if it wants one"`
	LLMTimeout     time.Duration `env:"GREENROOM_LLM_TIMEOUT" envDefault:"20s" doc:"the longest that a task waits for it, retries included"`
	LLMMaxTokens   int           `env:"GREENROOM_LLM_MAX_TOKENS" envDefault:"16000" doc:"tokens of one task, question and answer together; longer résumés are assessed in-process"`
	LLMConcurrency int           `env:"GREENROOM_LLM_CONCURRENCY" envDefault:"8" doc:"jobs of each of its queues that ask it at once in this process"`
	LLMTemperature float64       `env:"GREENROOM_LLM_TEMPERATURE" envDefault:"0" doc:"the sampling temperature; below 0 sends none, for models that refuse it"`
	LLMTexts       bool          `env:"GREENROOM_LLM_TEXTS" envDefault:"true" doc:"let it also write position descriptions and interview questions"`
	LLMInputPrice  float64       `env:"GREENROOM_LLM_INPUT_PRICE" envDefault:"0" doc:"what a million tokens asked cost, for adding up"`
	LLMOutputPrice float64       `env:"GREENROOM_LLM_OUTPUT_PRICE" envDefault:"0" doc:"what a million tokens answered cost, for adding up"`

	LogLevel string `env:"GREENROOM_LOG_LEVEL" envDefault:"info" doc:"debug, info, warn or error"`

	// Dev turns on the demo merchant, the own token issuer and readable logs. A flag only: no environment should switch it on by accident.
	Dev bool
}

// ConfigFromEnvironment reads the environment. Problems with single values are reported all at once.
func ConfigFromEnvironment() (Config, error) {
	config, err := env.ParseAs[Config]()
	if err != nil {
		return config, fmt.Errorf("read the environment: %w", err)
	}
	// Paths are put behind it.
	config.PublicURL = strings.TrimRight(config.PublicURL, "/")
	return config, nil
}

// Setting describes one setting for help texts and for the log.
type Setting struct {
	Name, Doc, Default string
	// Value is masked if it is secret.
	Value string
}

// Settings lists all settings with their values, secrets masked.
func (c Config) Settings() []Setting {
	var settings []Setting
	value, kind := reflect.ValueOf(c), reflect.TypeFor[Config]()
	for i := range kind.NumField() {
		tag := kind.Field(i).Tag
		if tag.Get("env") == "" {
			continue
		}
		settings = append(settings, Setting{
			Name: tag.Get("env"), Doc: tag.Get("doc"), Default: tag.Get("envDefault"),
			Value: masked(fmt.Sprint(value.Field(i).Interface()), tag.Get("secret")),
		})
	}
	return settings
}

func masked(value, secret string) string {
	switch {
	case value == "" || secret == "":
		return value
	case secret == "url":
		// Not for Postgres' other notation, "host=… password=…", which parses as a path.
		if parsed, err := url.Parse(value); err == nil && parsed.Host != "" {
			parsed.RawQuery = maskedQuery(parsed.Query())
			return parsed.Redacted()
		}
	}
	return "********"
}

// maskedQuery masks all but what can't be secret: passwords and keys have many names.
func maskedQuery(query url.Values) string {
	for name := range query {
		if name != "sslmode" {
			query.Set(name, "xxxxx")
		}
	}
	return query.Encode()
}

// LogFields are the settings that aren't empty, for the line that is logged at start.
func (c Config) LogFields() []zap.Field {
	fields := []zap.Field{zap.Bool("dev", c.Dev)}
	for _, setting := range c.Settings() {
		if setting.Value != "" {
			fields = append(fields, zap.String(strings.ToLower(strings.TrimPrefix(setting.Name, "GREENROOM_")), setting.Value))
		}
	}
	return fields
}

// check finds settings that are missing or impossible, all at once.
func (c Config) check(needs parts) error {
	var problems []error
	missing := func(name, value string) {
		if value == "" {
			problems = append(problems, fmt.Errorf("%s isn't set", name))
		}
	}
	missing("DATABASE_URL", c.DatabaseURL)
	missing("GREENROOM_SIGNING_KEYS (run `greenroom keys` to make some)", c.SigningKeys)
	if needs.api {
		missing("GREENROOM_AUTH_ISSUER", c.AuthIssuer)
		missing("GREENROOM_EMBED_KEYS (run `greenroom keys` to make some)", c.EmbedKeys)
		problems = append(problems, c.checkHTTP()...)
	}
	if c.MaxConns < minConns {
		problems = append(problems, fmt.Errorf("GREENROOM_MAX_CONNS must be at least %d", minConns))
	}
	if c.MaxWorkers < 1 || c.MaxWorkers > 10_000 {
		problems = append(problems, errors.New("GREENROOM_MAX_WORKERS must be 1 to 10000"))
	}
	if c.LLMConcurrency < 1 || c.LLMConcurrency > 1000 {
		problems = append(problems, errors.New("GREENROOM_LLM_CONCURRENCY must be 1 to 1000"))
	}
	if c.TokenTTL <= 0 {
		problems = append(problems, errors.New("GREENROOM_TOKEN_TTL must be above 0"))
	}
	return errors.Join(problems...)
}

func (c Config) checkHTTP() []error {
	var problems []error
	public, err := url.Parse(c.PublicURL)
	if c.PublicURL != "" && (err != nil || public.Host == "" || (public.Scheme != "http" && public.Scheme != "https")) {
		problems = append(problems, errors.New("GREENROOM_PUBLIC_URL must be an http or https URL"))
	}
	if c.MaxWait < 0 {
		problems = append(problems, errors.New("GREENROOM_MAX_WAIT must not be below 0"))
	}
	if c.RateLimit > 0 && c.RateBurst < 1 {
		problems = append(problems, errors.New("GREENROOM_RATE_BURST must be at least 1, or every request is refused"))
	}
	return problems
}

// minConns is what acceptances, outcomes, loads and River need so as not to wait for each other.
const minConns = 8
