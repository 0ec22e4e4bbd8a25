package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"greenroom/db"
	"greenroom/internal/fault"
)

// readyTimeout bounds the checks behind /readyz, so that a probe gets its answer in time.
const readyTimeout = 2 * time.Second

var (
	errDraining    = fault.New(fault.Unavailable, "draining", "this process is stopping")
	errKeysMissing = fault.New(fault.Unavailable, "no_keys", "the token issuer's keys haven't been loaded yet")
)

func (a *API) registerHealth() {
	a.fiber.Get("/livez", func(c *fiber.Ctx) error { return c.SendString("ok") })
	a.fiber.Get("/readyz", func(c *fiber.Ctx) error {
		if err := a.ready(c.UserContext()); err != nil {
			return err
		}
		return c.SendString("ok")
	})
	healthy := huma.Response{Description: "ok", Content: map[string]*huma.MediaType{
		fiber.MIMETextPlain: {Schema: &huma.Schema{Type: huma.TypeString}, Example: "ok"},
	}}
	a.describe("getLiveness", "/livez", "Whether the process is alive", "Looks at nothing but the process itself.", healthy)
	a.describe("getReadiness", "/readyz", "Whether the process can do its work", "The database answers, the token issuer's keys are "+
		"there, and it isn't stopping. What is amiss is in the problem's `code`.", healthy, http.StatusServiceUnavailable)
}

// ready says whether this process can do its work: it is not stopping, the database answers, the issuer's keys are there.
func (a *API) ready(ctx context.Context) error {
	select {
	case <-a.stopping:
		return errDraining
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	if err := db.Ping(ctx, a.config.Pool); err != nil {
		return err
	}
	if !a.config.Authenticator.Ready() {
		return errKeysMissing
	}
	if a.config.Ready == nil {
		return nil
	}
	return a.config.Ready(ctx)
}
