package api

import (
	"fmt"

	"github.com/gofiber/fiber/v2"
)

func (a *API) registerDocs() {
	a.openSchemas()
	document, err := a.OpenAPI()
	if err != nil {
		// The document comes from types that are fixed at compile time.
		panic(fmt.Sprintf("api: the OpenAPI document can't be encoded: %v", err))
	}
	a.fiber.Get("/openapi.json", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, "application/vnd.oai.openapi+json")
		return c.Send(document)
	})
}
