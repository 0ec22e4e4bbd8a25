package api

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
)

func TestCompressedBodies(t *testing.T) {
	t.Parallel()

	var packed bytes.Buffer
	packer := gzip.NewWriter(&packed)
	_, err := packer.Write([]byte(`{"token":"forged"}`))
	require.NoError(t, err)
	require.NoError(t, packer.Close())
	post := func(t *testing.T, encoding, body string) *http.Response {
		t.Helper()
		request := httptest.NewRequest(http.MethodPost, "/v1/access/verify", strings.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Content-Encoding", encoding)
		answer, err := New(Config{Logger: zap.NewNop(), GroupCommit: true}).Fiber().Test(request)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		return answer
	}

	t.Run("AreRefusedUnread", func(t *testing.T) {
		t.Parallel()

		for _, encoding := range []string{"gzip", "br, gzip", "deflate", "zstd"} {
			answer := post(t, encoding, packed.String())
			require.Equal(t, http.StatusUnsupportedMediaType, answer.StatusCode, encoding)
			require.Equal(t, "identity", answer.Header.Get("Accept-Encoding"), encoding)
		}
	})

	t.Run("IdentityIsNoCompression", func(t *testing.T) {
		t.Parallel()

		// An empty token is refused by the schema: the body was read.
		require.Equal(t, http.StatusUnprocessableEntity, post(t, "identity", `{"token":""}`).StatusCode)
	})
}

func TestUnreadableBodies(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		media, body, code string
		status            int
	}{
		"Empty":     {"application/json", "", "malformed_json", http.StatusUnprocessableEntity},
		"Cut":       {"application/json", "{", "malformed_json", http.StatusUnprocessableEntity},
		"OtherType": {"application/x-www-form-urlencoded", "token=x", "unsupported_media_type", http.StatusUnsupportedMediaType},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			request := httptest.NewRequest(http.MethodPost, "/v1/access/verify", strings.NewReader(test.body))
			request.Header.Set("Content-Type", test.media)
			answer, err := New(Config{Logger: zap.NewNop(), GroupCommit: true}).Fiber().Test(request)
			require.NoError(t, err)
			defer func() { require.NoError(t, answer.Body.Close()) }()
			require.Equal(t, test.status, answer.StatusCode)
			var problem Problem
			require.NoError(t, json.NewDecoder(answer.Body).Decode(&problem))
			require.Equal(t, test.code, problem.Code)
		})
	}
}
