package api

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"
)

//go:embed web
var web embed.FS

// assetTypes are the kinds of files that pages load.
func assetTypes() map[string]string {
	return map[string]string{".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
}

// stylesheetPath is where a stylesheet is served: named by its content, so that it may be cached for good.
func stylesheetPath(name string) string {
	digest := sha256.Sum256(asset(name))
	base, extension, _ := strings.Cut(name, ".")
	return "/assets/" + base + "." + hex.EncodeToString(digest[:6]) + "." + extension
}

// asset reads an embedded file.
func asset(name string) []byte {
	content, err := web.ReadFile("web/" + name)
	if err != nil {
		// Embedded at build time: a missing one can't be shipped unnoticed, for every start reads them all.
		panic(fmt.Sprintf("api: %v", err))
	}
	return content
}

func (a *API) registerAssets() {
	for _, name := range []string{"candidate.css", "docs.css"} {
		a.serveAsset(stylesheetPath(name), name, "public, max-age=31536000, immutable")
	}
	a.serveAsset("/assets/icon.svg", "icon.svg", "public, max-age=86400")
	a.serveAsset("/favicon.ico", "icon.svg", "public, max-age=86400")
}

func (a *API) serveAsset(address, name, caching string) {
	content, mediaType := asset(name), assetTypes()[path.Ext(name)]
	a.fiber.Get(address, func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, mediaType)
		c.Set(fiber.HeaderCacheControl, caching)
		return c.Send(content)
	})
}

// pagePolicy is the Content-Security-Policy of pages: nothing but our own stylesheet and pictures, no scripts, no frames.
const pagePolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// sendPage answers with a page.
func sendPage(c *fiber.Ctx, status int, language string, content []byte) error {
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	c.Set(fiber.HeaderContentSecurityPolicy, pagePolicy)
	c.Set(fiber.HeaderContentLanguage, language)
	return c.Status(status).Send(content)
}
