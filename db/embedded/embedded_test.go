package embedded_test

import (
	"bufio"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"greenroom/db/embedded"
)

// childVariable turns the test program into a process that runs a server on the named data directory until it is killed.
const childVariable = "GREENROOM_TEST_EMBEDDED_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childVariable); dir != "" {
		runUntilKilled(dir)
	}
	goleak.VerifyTestMain(m)
}

func runUntilKilled(dir string) {
	server, err := embedded.Start(context.Background(), embedded.Options{DataDir: dir})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(server.URL())
	select {}
}

// dataDir is a new folder that the server's user can reach, which those of t.TempDir are not when root runs the tests.
func dataDir(t *testing.T) string {
	t.Helper()

	dir, err := os.MkdirTemp("", "greenroom-embedded-test-") //nolint:usetesting // See above.
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	require.NoError(t, os.Chmod(dir, 0o711))
	return dir
}

func start(t *testing.T, options embedded.Options) *embedded.Server {
	t.Helper()

	server, err := embedded.Start(t.Context(), options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Stop(context.WithoutCancel(t.Context()))) })
	return server
}

func connect(t *testing.T, address string) *pgx.Conn {
	t.Helper()

	conn, err := pgx.Connect(t.Context(), address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

func TestAttach(t *testing.T) {
	t.Parallel()

	options := embedded.Options{DataDir: dataDir(t)}
	_, _, err := embedded.Attach(t.Context(), options)
	require.ErrorIs(t, err, embedded.ErrNeverUsed)
	require.ErrorContains(t, err, options.DataDir)
	require.NoDirExists(t, filepath.Join(options.DataDir, "postgres"))

	server := start(t, options)
	running, release, err := embedded.Attach(t.Context(), options)
	require.NoError(t, err)
	require.Equal(t, server.URL(), running)
	require.NoError(t, release(t.Context()))
	require.NoError(t, connect(t, running).Ping(t.Context()), "another's server goes on")
	require.NoError(t, server.Stop(t.Context()))

	stopped, release, err := embedded.Attach(t.Context(), options)
	require.NoError(t, err)
	require.NoError(t, connect(t, stopped).Ping(t.Context()))
	require.NoError(t, release(t.Context()))
	_, err = pgx.Connect(t.Context(), stopped)
	require.Error(t, err)
}

func TestStart(t *testing.T) {
	t.Parallel()

	t.Run("AppRoleOwnsItsDatabaseAndIsNoSuperuser", func(t *testing.T) {
		t.Parallel()

		server := start(t, embedded.Options{Ephemeral: true})
		conn := connect(t, server.URL())
		_, err := conn.Exec(t.Context(), "CREATE TABLE things (id int)")
		require.NoError(t, err)
		var superuser, lowersBeyondASCII bool
		require.NoError(t, conn.QueryRow(t.Context(), "SELECT rolsuper, lower('É') = 'é' FROM pg_roles WHERE rolname = current_user").
			Scan(&superuser, &lowersBeyondASCII))
		require.False(t, superuser)
		require.True(t, lowersBeyondASCII)
	})

	t.Run("EphemeralLeavesNothingBehind", func(t *testing.T) {
		t.Parallel()

		server := start(t, embedded.Options{Ephemeral: true})
		var dir string
		require.NoError(t, connect(t, server.AdminURL()).QueryRow(t.Context(), "SHOW data_directory").Scan(&dir))
		require.NoError(t, server.Stop(t.Context()))
		require.NoDirExists(t, filepath.Dir(dir))
		<-server.Done()
	})

	t.Run("KeepsDataPortAndPasswordsOverRestarts", func(t *testing.T) {
		t.Parallel()

		options := embedded.Options{DataDir: dataDir(t)}
		first := start(t, options)
		_, err := connect(t, first.URL()).Exec(t.Context(), "CREATE TABLE things AS SELECT 42 AS id")
		require.NoError(t, err)
		require.NoError(t, first.Stop(t.Context()))

		second := start(t, options)
		require.Equal(t, first.URL(), second.URL())
		var id int
		require.NoError(t, connect(t, second.URL()).QueryRow(t.Context(), "SELECT id FROM things").Scan(&id))
		require.Equal(t, 42, id)
	})

	t.Run("ListensOnLoopbackOnly", func(t *testing.T) {
		t.Parallel()

		server := start(t, embedded.Options{Ephemeral: true})
		var addresses, sockets string
		require.NoError(t, connect(t, server.AdminURL()).
			QueryRow(t.Context(), "SELECT current_setting('listen_addresses'), current_setting('unix_socket_directories')").
			Scan(&addresses, &sockets))
		require.Equal(t, "127.0.0.1", addresses)
		require.Empty(t, sockets)
	})

	t.Run("RefusesASecondServerAndNamesTheHolder", func(t *testing.T) {
		t.Parallel()

		options := embedded.Options{DataDir: dataDir(t)}
		start(t, options)
		_, err := embedded.Start(t.Context(), options)
		require.ErrorIs(t, err, embedded.ErrInUse)
		require.ErrorContains(t, err, "process "+strconv.Itoa(os.Getpid()))
	})

	t.Run("RefusesAClusterWithoutItsSecrets", func(t *testing.T) {
		t.Parallel()

		options := embedded.Options{DataDir: dataDir(t)}
		require.NoError(t, start(t, options).Stop(t.Context()))
		secrets := filepath.Join(options.DataDir, "secrets")
		info, err := os.Stat(secrets)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
		require.NoError(t, os.Remove(secrets))
		_, err = embedded.Start(t.Context(), options)
		require.ErrorContains(t, err, "secrets")
	})

	t.Run("RefusesADataDirItsUserCannotReach", func(t *testing.T) {
		t.Parallel()

		if os.Geteuid() != 0 {
			t.Skip("only root starts the server as another user")
		}
		closed := dataDir(t)
		require.NoError(t, os.Chmod(closed, 0o700))
		_, err := embedded.Start(t.Context(), embedded.Options{DataDir: filepath.Join(closed, "data")})
		require.ErrorIs(t, err, embedded.ErrUnreachable)
		require.ErrorContains(t, err, "/var/lib/greenroom")
	})

	t.Run("RemovesAPidFileWhoseNumberIsSomebodyElses", func(t *testing.T) {
		t.Parallel()

		options := embedded.Options{DataDir: dataDir(t)}
		require.NoError(t, start(t, options).Stop(t.Context()))
		pidFile := filepath.Join(options.DataDir, "postgres", "postmaster.pid")
		content := fmt.Sprintf("%d\n%s\n1\n5432\n\n127.0.0.1\n", os.Getpid(), filepath.Dir(pidFile))
		require.NoError(t, os.WriteFile(pidFile, []byte(content), 0o600))
		connect(t, start(t, options).URL())
	})

	t.Run("StartsAgainAfterOursWasKilled", func(t *testing.T) {
		t.Parallel()

		dir := dataDir(t)
		child := exec.CommandContext(t.Context(), os.Args[0])
		child.Env = append(os.Environ(), childVariable+"="+dir)
		output, err := child.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, child.Start())
		line, err := bufio.NewReader(output).ReadString('\n')
		require.NoError(t, err)
		address, err := url.Parse(strings.TrimSpace(line))
		require.NoError(t, err)
		_, err = connect(t, address.String()).Exec(t.Context(), "CREATE TABLE things AS SELECT 42 AS id")
		require.NoError(t, err)
		require.NoError(t, child.Process.Kill())
		require.Error(t, child.Wait())

		server := start(t, embedded.Options{DataDir: dir})
		var id int
		require.NoError(t, connect(t, server.URL()).QueryRow(t.Context(), "SELECT id FROM things").Scan(&id))
		require.Equal(t, 42, id)
	})

	t.Run("StartsAgainAfterTheServerWasKilled", func(t *testing.T) {
		t.Parallel()

		options := embedded.Options{DataDir: dataDir(t)}
		first := start(t, options)
		_, err := connect(t, first.URL()).Exec(t.Context(), "CREATE TABLE things AS SELECT 42 AS id")
		require.NoError(t, err)
		content, err := os.ReadFile(filepath.Join(options.DataDir, "postgres", "postmaster.pid"))
		require.NoError(t, err)
		pid, err := strconv.Atoi(strings.SplitN(string(content), "\n", 2)[0])
		require.NoError(t, err)
		require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
		<-first.Done()
		require.NoError(t, first.Stop(t.Context()))

		second := start(t, options)
		var id int
		require.NoError(t, connect(t, second.URL()).QueryRow(t.Context(), "SELECT id FROM things").Scan(&id))
		require.Equal(t, 42, id)
	})

	t.Run("StopsWhenTheContextEnds", func(t *testing.T) {
		t.Parallel()

		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := embedded.Start(ctx, embedded.Options{Ephemeral: true})
		require.ErrorIs(t, err, context.Canceled)
	})
}
