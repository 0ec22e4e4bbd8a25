// Package clients_test runs the clients that openapi.json generates (test/clients) against the real wiring: what the document promises is
// what a program gets that knows nothing else.
package clients_test

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"greenroom/cmd/internal/app/apptest"
	"greenroom/db/dbtest"
	"greenroom/internal/enrolment"
	"greenroom/internal/identity"
)

// patience bounds what a client may take, which includes being compiled.
const patience = 5 * time.Minute

// root is the project's folder.
var root = filepath.Join("..", "..", "..")

func TestMain(m *testing.M) {
	dbtest.Main(m,
		// fasthttp starts these once for the process and never ends the first.
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"))
}

// testBundle is a merchant of its own and the way to its folder of test/clients.
type testBundle struct {
	url    string
	token  string
	folder string
}

func setup(t *testing.T, service *apptest.Service, folder string) testBundle {
	t.Helper()
	merchantID := service.Merchant(t, enrolment.MerchantSettings{})
	return testBundle{
		url: service.URL, token: service.Token(t, &merchantID, identity.Recruiter), folder: filepath.Join(root, "test", "clients", folder),
	}
}

// run runs a program in the bundle's folder, and wants it to succeed.
func (b testBundle) run(t *testing.T, program string, arguments ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, program, arguments...)
	command.Dir = b.folder
	command.Env = append(os.Environ(), "GREENROOM_URL="+b.url, "GREENROOM_TOKEN="+b.token)
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
}

func TestGeneratedClients(t *testing.T) {
	t.Parallel()

	service := apptest.Start(t)

	t.Run("GoDoesTheMainJob", func(t *testing.T) {
		t.Parallel()

		setup(t, service, "go").run(t, "go", "run", ".")
	})

	t.Run("TypeScriptDoesTheMainJob", func(t *testing.T) {
		t.Parallel()

		bundle := setup(t, service, "ts")
		bundle.requireTypeScript(t)
		// Beside node_modules, for node looks for packages in the folders above a program.
		built, err := os.MkdirTemp(bundle.folder, "build-") //nolint:usetesting // See above.
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, os.RemoveAll(built)) })
		bundle.run(t, "node", filepath.Join("node_modules", "typescript", "bin", "tsc"), "--outDir", filepath.Base(built))
		bundle.run(t, "node", filepath.Join(filepath.Base(built), "main.js"))
	})
}

// requireTypeScript leaves the test out, unless all must run, on a machine without node or the packages that prepare-tests.sh gets.
func (b testBundle) requireTypeScript(t *testing.T) {
	t.Helper()
	_, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(filepath.Join(b.folder, "node_modules", "typescript"))
	}
	if err == nil {
		return
	}
	require.NotEqual(t, "1", os.Getenv("GREENROOM_REQUIRE_BROWSER"), "the TypeScript client can't be tested: %v", err)
	t.Skipf("THE TYPESCRIPT CLIENT IS NOT TESTED: %v (run scripts/prepare-tests.sh)", err)
}

func TestServedDocument(t *testing.T) {
	t.Parallel()

	served := apptest.Start(t).Get(t, "", "/openapi.json")
	require.Equal(t, http.StatusOK, served.Status)
	committed, err := os.ReadFile(filepath.Join(root, "openapi.json"))
	require.NoError(t, err)
	require.Equal(t, everywhere(t, committed), everywhere(t, served.Raw), "make generate")
}

// everywhere is a document without what differs between servers: their address and their version.
func everywhere(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var document map[string]any
	require.NoError(t, json.Unmarshal(text, &document))
	delete(document, "servers")
	info, ok := document["info"].(map[string]any)
	require.True(t, ok)
	delete(info, "version")
	return document
}
