// Package embedkey makes the keys with which merchants sign embed URLs, and seals them for storage. A sealed key opens only for the
// merchant that it was sealed for. The package refuses to keep a plain key anywhere but in its caller's hands.
package embedkey

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/google/uuid"
)

const (
	idPrefix  = "egi_"
	keyPrefix = "egk_"
	// idSize makes ids that nobody guesses, though they are no secret.
	idSize = 16
	// keySize is the size of HMAC-SHA-256's output: a longer key adds no strength.
	keySize = 32
	// sealKeySize selects AES-256.
	sealKeySize = 32
	// sealKeyIDPattern leaves out what separates the list's parts.
	sealKeyIDPattern = `^[A-Za-z0-9._-]{1,64}$`
)

// Key is a merchant's embed key.
type Key struct {
	// ID is public: it stands in embed URLs.
	ID string
	// SigningKey is the secret, as text that merchants can paste. Its bytes as they stand are the HMAC key.
	SigningKey string
}

// Generate makes a key out of random.
func Generate(random io.Reader) (Key, error) {
	var material [idSize + keySize]byte
	if _, err := io.ReadFull(random, material[:]); err != nil {
		return Key{}, fmt.Errorf("read random bytes for an embed key: %w", err)
	}
	return Key{
		ID:         idPrefix + base64.RawURLEncoding.EncodeToString(material[:idSize]),
		SigningKey: keyPrefix + base64.RawURLEncoding.EncodeToString(material[idSize:]),
	}, nil
}

// ErrNotOpened says that a sealed key can't be opened: it was changed, is another merchant's, or its sealing key is gone. Which of them
// is nobody's business.
var ErrNotOpened = errors.New("sealed embed key can't be opened")

// Sealer encrypts embed keys with AES-256-GCM. It is safe for concurrent use.
type Sealer struct {
	sealing string
	ciphers map[string]cipher.AEAD
}

// ParseSealer reads "id:key,id:key", each key 32 bytes in standard base64. The first key seals, all of them open: to rotate, put a new
// one in front. Its errors never quote a key.
func ParseSealer(list string) (*Sealer, error) {
	sealer := &Sealer{ciphers: make(map[string]cipher.AEAD)}
	plausible := regexp.MustCompile(sealKeyIDPattern)
	for place, entry := range strings.Split(list, ",") {
		id, encoded, found := strings.Cut(strings.TrimSpace(entry), ":")
		_, taken := sealer.ciphers[id]
		if !found || taken || !plausible.MatchString(id) {
			return nil, fmt.Errorf("sealing key %d: want an id of its own that matches %s, a colon and the key", place, sealKeyIDPattern)
		}
		gcm, err := newCipher(encoded)
		if err != nil {
			return nil, fmt.Errorf("sealing key %d: %w", place, err)
		}
		sealer.ciphers[id] = gcm
		if place == 0 {
			sealer.sealing = id
		}
	}
	return sealer, nil
}

func newCipher(encoded string) (cipher.AEAD, error) {
	key, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || len(key) != sealKeySize {
		return nil, fmt.Errorf("want %d bytes in base64", sealKeySize)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, errors.New("not an AES key")
	}
	// A random nonce is safe for 2^32 keys under one sealing key, more than there will be merchants.
	return cipher.NewGCMWithRandomNonce(block)
}

// Seal encrypts a signing key for one merchant: the sealing key's id with its length in front, then what GCM makes, nonce first.
func (s *Sealer) Seal(merchantID uuid.UUID, signingKey string) []byte {
	sealed := append([]byte{byte(len(s.sealing))}, s.sealing...)
	//nolint:gosec // The nonce is no constant: this cipher makes a random one and wants none.
	return s.ciphers[s.sealing].Seal(sealed, nil, []byte(signingKey), merchantID[:])
}

// Open decrypts what Seal made for the same merchant. Errors: ErrNotOpened.
func (s *Sealer) Open(merchantID uuid.UUID, sealed []byte) (string, error) {
	if len(sealed) == 0 || len(sealed) < 1+int(sealed[0]) {
		return "", ErrNotOpened
	}
	id, encrypted := sealed[1:1+int(sealed[0])], sealed[1+int(sealed[0]):]
	gcm, ok := s.ciphers[string(id)]
	if !ok {
		return "", ErrNotOpened
	}
	opened, err := gcm.Open(nil, nil, encrypted, merchantID[:])
	if err != nil {
		return "", ErrNotOpened
	}
	return string(opened), nil
}
