// Package migrations holds the schema as numbered goose migrations. Applying them is db.Migrate's work; this package refuses to hold code.
package migrations

import "embed"

// FS holds every migration file. A file is never edited once released: a change is a new file.
//
//go:embed *.sql
var FS embed.FS
