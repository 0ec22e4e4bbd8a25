package accesstoken

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"github.com/MicahParks/jwkset"
	"github.com/golang-jwt/jwt/v5"
)

// keyIDPattern keeps key ids short enough for maxLength and free of anything that needs escaping in JSON.
const keyIDPattern = `^[A-Za-z0-9._-]{1,64}$`

// Keyring holds the service's signing keys. It is safe for concurrent use.
type Keyring struct {
	keys    map[string]key
	signing string
	public  []byte
}

// key is one pair. Its private half is nil when the key only verifies.
type key struct {
	public  ed25519.PublicKey
	private ed25519.PrivateKey
}

// NewKeyringJSON makes the private JWKS of a keyring with one fresh key.
func NewKeyringJSON() ([]byte, error) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("generate a signing key: %w", err)
	}
	digest := sha256.Sum256(public)
	entry, err := marshalKey(private, base64.RawURLEncoding.EncodeToString(digest[:12]))
	if err != nil {
		return nil, err
	}
	return json.Marshal(jwkset.JWKSMarshal{Keys: []jwkset.JWKMarshal{entry}})
}

// ParseKeyring reads a JWKS of Ed25519 keys. The first signs new tokens and must be private. The others verify, and make again what they
// once signed if they are private too; a retired key can be kept as its public half alone.
func ParseKeyring(privateJWKS []byte) (*Keyring, error) {
	var set jwkset.JWKSMarshal
	if err := json.Unmarshal(privateJWKS, &set); err != nil {
		// The decoder's error may quote the input, which is secret.
		return nil, errors.New("keyring is not a JWKS")
	}
	if len(set.Keys) == 0 {
		return nil, errors.New("keyring has no keys")
	}
	plausible := regexp.MustCompile(keyIDPattern)
	ring := &Keyring{keys: make(map[string]key, len(set.Keys)), signing: set.Keys[0].KID}
	public := jwkset.JWKSMarshal{Keys: make([]jwkset.JWKMarshal, 0, len(set.Keys))}
	for place, entry := range set.Keys {
		_, taken := ring.keys[entry.KID]
		if taken || !plausible.MatchString(entry.KID) {
			return nil, fmt.Errorf("keyring: key %d needs a kid of its own that matches %s", place, keyIDPattern)
		}
		pair, err := parseKey(entry)
		if err != nil {
			return nil, fmt.Errorf("keyring: key %d: %w", place, err)
		}
		published, err := marshalKey(pair.public, entry.KID)
		if err != nil {
			return nil, err
		}
		ring.keys[entry.KID] = pair
		public.Keys = append(public.Keys, published)
	}
	if ring.keys[ring.signing].private == nil {
		return nil, errors.New("keyring: the first key signs and must be private")
	}
	var err error
	ring.public, err = json.Marshal(public)
	return ring, err
}

// PublicJWKS is the keyring's public half, for those who verify elsewhere.
func (k *Keyring) PublicJWKS() []byte { return bytes.Clone(k.public) }

// SigningKeyID names the key that signs new tokens; store it with what a token is made again from.
func (k *Keyring) SigningKeyID() string { return k.signing }

func (k *Keyring) private(id string) (ed25519.PrivateKey, error) {
	if private := k.keys[id].private; private != nil {
		return private, nil
	}
	return nil, fmt.Errorf("keyring has no private key %q", id)
}

// verificationKey finds a token's key for the parser.
func (k *Keyring) verificationKey(token *jwt.Token) (any, error) {
	id, _ := token.Header["kid"].(string)
	found, ok := k.keys[id]
	if !ok {
		return nil, errors.New("unknown key id")
	}
	return found.public, nil
}

func parseKey(entry jwkset.JWKMarshal) (key, error) {
	parsed, err := jwkset.NewJWKFromMarshal(entry, jwkset.JWKMarshalOptions{Private: true}, jwkset.JWKValidateOptions{})
	if err != nil {
		return key{}, errors.New("is not a valid JWK")
	}
	switch material := parsed.Key().(type) {
	case ed25519.PrivateKey:
		// A private half that doesn't belong to the public one would sign what nobody can verify, and leak itself doing so.
		if !ed25519.NewKeyFromSeed(material.Seed()).Equal(material) {
			return key{}, errors.New("has halves that don't belong together")
		}
		public, _ := material.Public().(ed25519.PublicKey)
		return key{public: public, private: material}, nil
	case ed25519.PublicKey:
		return key{public: material}, nil
	default:
		return key{}, errors.New("is not an Ed25519 key")
	}
}

// marshalKey writes a key as JWK, with its private half only if it has one.
func marshalKey(material any, id string) (jwkset.JWKMarshal, error) {
	made, err := jwkset.NewJWKFromKey(material, jwkset.JWKOptions{
		Marshal:  jwkset.JWKMarshalOptions{Private: true},
		Metadata: jwkset.JWKMetadataOptions{ALG: jwkset.AlgEdDSA, KID: id, USE: jwkset.UseSig},
	})
	if err != nil {
		return jwkset.JWKMarshal{}, fmt.Errorf("write a key as JWK: %w", err)
	}
	return made.Marshal(), nil
}
