package main

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestRun(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		command  []string
		code     int
		hasError bool
	}{
		"GivesTheCommandsExitCode": {command: []string{"sh", "-c", "exit 3"}, code: 3},
		"GivesTheSignalThatEndedIt": {
			command: []string{"sh", "-c", "kill -TERM $$"}, code: 143,
		},
		"NamesTheServer": {
			command: []string{"sh", "-c", `case "$TEST_DATABASE_URL" in postgres://*) ;; *) exit 9 ;; esac`}, code: 0,
		},
		"ReportsACommandThatIsNotThere": {command: []string{"no-such-command"}, code: exitUsage, hasError: true},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			code, err := run(test.command)
			require.Equal(t, test.code, code)
			require.Equal(t, test.hasError, err != nil)
		})
	}
}
