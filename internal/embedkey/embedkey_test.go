package embedkey_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"io"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/internal/embedkey"
)

func sealKey(id, letter string) string {
	return id + ":" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte(letter), 32))
}

func sealer(tb testing.TB, list string) *embedkey.Sealer {
	tb.Helper()

	parsed, err := embedkey.ParseSealer(list)
	require.NoError(tb, err)
	return parsed
}

func TestGenerate(t *testing.T) {
	t.Parallel()

	t.Run("KeyHoldsAllRandomBytes", func(t *testing.T) {
		t.Parallel()

		random := make([]byte, 48)
		_, err := rand.Read(random)
		require.NoError(t, err)
		key, err := embedkey.Generate(bytes.NewReader(random))
		require.NoError(t, err)
		for text, want := range map[string][]byte{
			strings.TrimPrefix(key.ID, "egi_"): random[:16], strings.TrimPrefix(key.SigningKey, "egk_"): random[16:],
		} {
			decoded, err := base64.RawURLEncoding.DecodeString(text)
			require.NoError(t, err)
			require.Equal(t, want, decoded)
		}
	})

	t.Run("KeysDiffer", func(t *testing.T) {
		t.Parallel()

		first, err := embedkey.Generate(rand.Reader)
		require.NoError(t, err)
		second, err := embedkey.Generate(rand.Reader)
		require.NoError(t, err)
		require.NotEqual(t, first.ID, second.ID)
		require.NotEqual(t, first.SigningKey, second.SigningKey)
	})

	t.Run("RefusesTooFewRandomBytes", func(t *testing.T) {
		t.Parallel()

		_, err := embedkey.Generate(bytes.NewReader(make([]byte, 47)))
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	})
}

func TestSealer(t *testing.T) {
	t.Parallel()

	merchant := uuid.New()

	t.Run("OpensWhatItSealed", func(t *testing.T) {
		t.Parallel()

		ring := sealer(t, sealKey("a", "x"))
		sealed := ring.Seal(merchant, "egk_secret")
		require.NotContains(t, string(sealed), "egk_secret")
		require.NotEqual(t, sealed, ring.Seal(merchant, "egk_secret"), "the nonce must not repeat")
		opened, err := ring.Open(merchant, sealed)
		require.NoError(t, err)
		require.Equal(t, "egk_secret", opened)
	})

	t.Run("OpensAfterRotation", func(t *testing.T) {
		t.Parallel()

		sealed := sealer(t, sealKey("a", "x")).Seal(merchant, "egk_secret")
		rotated := sealer(t, sealKey("b", "y")+", "+sealKey("a", "x"))
		opened, err := rotated.Open(merchant, sealed)
		require.NoError(t, err)
		require.Equal(t, "egk_secret", opened)

		_, err = sealer(t, sealKey("b", "y")).Open(merchant, rotated.Seal(merchant, "egk_secret"))
		require.NoError(t, err, "the first key seals")
	})

	t.Run("RefusesAnotherMerchant", func(t *testing.T) {
		t.Parallel()

		ring := sealer(t, sealKey("a", "x"))
		_, err := ring.Open(uuid.New(), ring.Seal(merchant, "egk_secret"))
		require.ErrorIs(t, err, embedkey.ErrNotOpened)
	})

	t.Run("RefusesEveryChangedOrMissingByte", func(t *testing.T) {
		t.Parallel()

		ring := sealer(t, sealKey("a", "x"))
		sealed := ring.Seal(merchant, "egk_secret")
		for place := range sealed {
			changed := bytes.Clone(sealed)
			changed[place] ^= 1
			for _, bad := range [][]byte{changed, sealed[:place]} {
				_, err := ring.Open(merchant, bad)
				require.ErrorIs(t, err, embedkey.ErrNotOpened)
			}
		}
	})

	t.Run("RefusesOtherKeyOfSameID", func(t *testing.T) {
		t.Parallel()

		_, err := sealer(t, sealKey("a", "y")).Open(merchant, sealer(t, sealKey("a", "x")).Seal(merchant, "egk_secret"))
		require.ErrorIs(t, err, embedkey.ErrNotOpened)
	})
}

func TestParseSealer(t *testing.T) {
	t.Parallel()

	secret := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("x"), 32))
	for name, list := range map[string]string{
		"RefusesDuplicateIDs":   "a:" + secret + ",a:" + secret,
		"RefusesEmptyList":      "",
		"RefusesIDWithSpace":    "a b:" + secret,
		"RefusesLongID":         strings.Repeat("a", 65) + ":" + secret,
		"RefusesMissingID":      ":" + secret,
		"RefusesNoColon":        secret,
		"RefusesShortKey":       "a:" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("x"), 16)),
		"RefusesTrailingComma":  "a:" + secret + ",",
		"RefusesWhatIsNoBase64": "a:" + secret[:43] + "!",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, err := embedkey.ParseSealer(list)
			require.Error(t, err)
			require.NotContains(t, err.Error(), secret[:20])
		})
	}
}

func FuzzOpen(f *testing.F) {
	ring := sealer(f, sealKey("a", "x"))
	merchant := uuid.New()
	genuine := ring.Seal(merchant, "egk_secret")
	f.Add(genuine)
	f.Add([]byte{})
	f.Add([]byte{255})
	f.Add([]byte("\x01a"))
	f.Fuzz(func(t *testing.T, sealed []byte) {
		_, err := ring.Open(merchant, sealed)
		if !bytes.Equal(sealed, genuine) {
			require.ErrorIs(t, err, embedkey.ErrNotOpened)
		}
	})
}
