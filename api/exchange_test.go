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
	post := func(t *testing.T, encoding, body string) (status int, accepted string) {
		t.Helper()
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/access/verify", strings.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Content-Encoding", encoding)
		answer, err := New(Config{Logger: zap.NewNop(), GroupCommit: true}).Fiber().Test(request)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		return answer.StatusCode, answer.Header.Get("Accept-Encoding")
	}

	t.Run("AreRefusedUnread", func(t *testing.T) {
		t.Parallel()

		for _, encoding := range []string{"gzip", "br, gzip", "deflate", "zstd"} {
			status, accepted := post(t, encoding, packed.String())
			require.Equal(t, http.StatusUnsupportedMediaType, status, encoding)
			require.Equal(t, "identity", accepted, encoding)
		}
	})

	t.Run("IdentityIsNoCompression", func(t *testing.T) {
		t.Parallel()

		// An empty token is refused by the schema: the body was read.
		status, _ := post(t, "identity", `{"token":""}`)
		require.Equal(t, http.StatusUnprocessableEntity, status)
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

			body := strings.NewReader(test.body)
			request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/access/verify", body)
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
