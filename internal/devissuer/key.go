package devissuer

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/MicahParks/jwkset"
	"github.com/google/uuid"
)

const (
	keyFile = "dev-issuer-key.json"
	dirMode = 0o700
	// othersMode is what nobody but the owner may have on the key.
	othersMode = 0o077
)

// openKey reads the key in dir, made first if it isn't there.
func openKey(dir string) (jwkset.JWK, error) {
	path := filepath.Join(dir, keyFile)
	text, err := readKey(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := createKey(dir, path); err != nil {
			return jwkset.JWK{}, err
		}
		text, err = readKey(path)
	}
	if err != nil {
		return jwkset.JWK{}, err
	}
	entry, err := jwkset.NewJWKFromRawJSON(text, jwkset.JWKMarshalOptions{Private: true}, jwkset.JWKValidateOptions{})
	if err != nil {
		// The library's error may quote the key.
		return jwkset.JWK{}, errors.New("the file is not a JWK")
	}
	return entry, nil
}

func readKey(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&othersMode != 0 {
		return nil, errors.New("others may read or write the file; set its mode to 0600")
	}
	return os.ReadFile(path) //nolint:gosec // The path is the operator's own directory and a fixed name.
}

// createKey writes a fresh key aside and links it to its place: another process sees the whole file or none, and of two that create one
// at once the first wins.
func createKey(dir, path string) error {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	entry, err := newJWK(private, uuid.NewString(), true)
	if err != nil {
		return err
	}
	text, err := json.Marshal(entry.Marshal())
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return err
	}
	aside, err := writeAside(dir, text)
	if aside != "" {
		defer func() { _ = os.Remove(aside) }() // A leftover is harmless.
	}
	if err != nil {
		return err
	}
	if err := os.Link(aside, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// writeAside writes text to a file of its own, which only its owner may read, and returns its path.
func writeAside(dir string, text []byte) (string, error) {
	file, err := os.CreateTemp(dir, keyFile+".*")
	if err != nil {
		return "", err
	}
	_, err = file.Write(text)
	return file.Name(), errors.Join(err, file.Close())
}

func newJWK(key any, keyID string, private bool) (jwkset.JWK, error) {
	return jwkset.NewJWKFromKey(key, jwkset.JWKOptions{
		Marshal:  jwkset.JWKMarshalOptions{Private: private},
		Metadata: jwkset.JWKMetadataOptions{ALG: jwkset.AlgES256, KID: keyID, USE: jwkset.UseSig},
	})
}
