package embedded

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"greenroom/internal/fault"
)

// ErrNeverUsed says that a data directory holds no database; the message names the directory.
var ErrNeverUsed = fault.New(fault.NotFound, "data_dir_never_used", "there is no database in the data directory")

// Attach finds the server of a data directory that a process of ours has used before: the one that another process runs there, or else one
// that it starts. release stops the server if it was started here. Errors: ErrNeverUsed.
func Attach(ctx context.Context, options Options) (url string, release func(context.Context) error, err error) {
	dir, err := resolveDataDir(options.DataDir)
	if err != nil {
		return "", nil, err
	}
	major, err := clusterMajor(filepath.Join(dir, "postgres"))
	if err != nil {
		return "", nil, err
	}
	if major == 0 {
		return "", nil, ErrNeverUsed.WithMessage(fmt.Sprintf("there is no database in the data directory %s", dir))
	}
	server, err := Start(ctx, options)
	if err == nil {
		return server.URL(), server.Stop, nil
	}
	if !errors.Is(err, ErrInUse) {
		return "", nil, err
	}
	known, err := loadSecrets(filepath.Join(dir, "secrets"), true)
	return (&Server{secrets: known}).URL(), func(context.Context) error { return nil }, err
}
