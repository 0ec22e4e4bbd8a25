// Program testpostgres runs a command with an empty Postgres that lives as long as the command: `testpostgres -- go test ./...`. The
// command finds it in TEST_DATABASE_URL. One server for all packages saves each of them starting its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"greenroom/db/embedded"
)

const (
	// exitUsage and exitNoServer keep clear of the codes of `go test`, which are 1 and 2.
	exitUsage    = 64
	exitNoServer = 70
	// signalBase turns a signal's number into an exit code, as shells do.
	signalBase = 128
	// stopTimeout bounds the server's stop; it holds nothing worth waiting for.
	stopTimeout = 15 * time.Second
)

func main() {
	arguments := os.Args[1:]
	if len(arguments) > 0 && arguments[0] == "--" {
		arguments = arguments[1:]
	}
	if len(arguments) == 0 {
		fmt.Fprintln(os.Stderr, "usage: testpostgres [--] command [argument ...]")
		os.Exit(exitUsage)
	}
	code, err := run(arguments)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testpostgres:", err)
	}
	os.Exit(code)
}

// run executes the command beside a server and returns the command's exit code.
func run(arguments []string) (code int, err error) {
	// Signals are caught before the server starts: a Ctrl-C at any moment must not leave it behind.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	ctx := context.Background()
	server, err := embedded.Start(ctx, embedded.Options{Ephemeral: true})
	if err != nil {
		return exitNoServer, err
	}
	defer func() {
		stopCtx, cancel := context.WithTimeout(ctx, stopTimeout)
		defer cancel()
		if stopErr := server.Stop(stopCtx); stopErr != nil {
			err = errors.Join(err, stopErr)
			code = max(code, 1)
		}
	}()
	return execute(arguments, server.AdminURL(), signals)
}

// execute runs the command to its end, passing signals on to it.
func execute(arguments []string, address string, signals <-chan os.Signal) (int, error) {
	//nolint:gosec,noctx // Running the caller's command is the point, and its end is the command's own affair.
	command := exec.Command(arguments[0], arguments[1:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.Env = append(os.Environ(), "TEST_DATABASE_URL="+address)
	if err := command.Start(); err != nil {
		return exitUsage, fmt.Errorf("start the command: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	for {
		select {
		case received := <-signals:
			// The only error is that the command has just ended.
			_ = command.Process.Signal(received)
		case err := <-ended:
			return exitCode(err)
		}
	}
}

func exitCode(err error) (int, error) {
	if err == nil {
		return 0, nil
	}
	exited, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return 1, fmt.Errorf("wait for the command: %w", err)
	}
	if status, ok := exited.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return signalBase + int(status.Signal()), nil
	}
	return exited.ExitCode(), nil
}
