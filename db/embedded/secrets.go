package embedded

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"

	"greenroom/internal/fault"
)

// secrets are what it takes to connect. They are written before the cluster is made, so that no cluster exists without its passwords.
type secrets struct {
	AdminPassword string `json:"admin_password"`
	AppPassword   string `json:"app_password"`
	Port          int    `json:"port"`
}

var errSecretsLost = fault.New(fault.Unavailable, "database_secrets_lost",
	"the data directory has a database but its file secrets is missing or damaged; restore it from a backup")

// loadSecrets reads the secrets, or makes them when there is no cluster that needs old ones.
func loadSecrets(path string, clusterExists bool) (secrets, error) {
	var found secrets
	content, err := os.ReadFile(path) //nolint:gosec // The operator chooses the data directory.
	if err == nil {
		err = json.Unmarshal(content, &found)
	}
	if err == nil && found.AdminPassword != "" && found.AppPassword != "" {
		return found, nil
	}
	if clusterExists {
		return secrets{}, errSecretsLost.WithCause(err)
	}
	made := secrets{AdminPassword: rand.Text(), AppPassword: rand.Text()}
	return made, made.save(path)
}

// save replaces the file in one step, so that a crash leaves the old or the new one.
func (s secrets) save(path string) error {
	content, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("encode the database's secrets: %w", err)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".secrets-") // Mode 0600.
	if err != nil {
		return fmt.Errorf("write the database's secrets: %w", err)
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write the database's secrets: %w", errors.Join(err, os.Remove(file.Name())))
	}
	return nil
}

// freePort returns wanted if it is free, else another free port. Somebody may take it before the server does: starting is retried.
func freePort(wanted int) (int, error) {
	listener, err := net.Listen("tcp", fmt.Sprintf("%s:%d", listenAddress, wanted)) //nolint:noctx // Doesn't block.
	if err != nil && wanted != 0 {
		listener, err = net.Listen("tcp", listenAddress+":0") //nolint:noctx // Doesn't block.
	}
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	address, ok := listener.Addr().(*net.TCPAddr)
	if err := listener.Close(); err != nil || !ok {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	return address.Port, nil
}
