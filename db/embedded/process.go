package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"go.uber.org/zap"
)

const (
	// answerInterval is the pause between two attempts to connect to a starting server.
	answerInterval = 25 * time.Millisecond
	// answerTimeout bounds a start; recovering from a crash replays at most max_wal_size, which takes seconds.
	answerTimeout = 2 * time.Minute
	// stopTimeout bounds an orderly stop, which writes out what is in memory.
	stopTimeout = 30 * time.Second
	// killTimeout is how long each of the rougher ways to stop may take.
	killTimeout = 5 * time.Second
)

// process is one run of the server.
type process struct {
	command *exec.Cmd
	// done is closed when the process has ended and its log is read to the end.
	done   chan struct{}
	err    error
	logger *zap.Logger

	mu       sync.Mutex
	lastLine string
	stopping bool
}

// startProcess runs the server program.
func startProcess(program string, arguments []string, as identity, logger *zap.Logger) (*process, error) {
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("open a pipe for the server's log: %w", err)
	}
	command := exec.Command(program, arguments...) //nolint:gosec,noctx // From locateBinaries; stop ends it, not a context.
	command.Stdout, command.Stderr = writer, writer
	as.adapt(command)
	dieWithParent(command.SysProcAttr)
	p := &process{command: command, done: make(chan struct{}), logger: logger}
	started := make(chan error, 1)
	go p.supervise(started, reader, writer)
	return p, <-started
}

// supervise starts the process and stays until it ends. The kernel ties "die with the parent" to the thread that started the process, and
// the runtime ends idle threads: so the thread is held for as long as the process lives.
func (p *process) supervise(started chan<- error, reader, writer *os.File) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer close(p.done)
	defer func() { _ = reader.Close() }()
	err := p.command.Start()
	_ = writer.Close()
	started <- err
	if err != nil {
		return
	}
	logged := make(chan struct{})
	go func() {
		defer close(logged)
		p.forwardLog(reader)
	}()
	p.err = p.command.Wait()
	// Sessions of a killed server hold the pipe until they notice; don't wait for one that hangs.
	_ = reader.SetReadDeadline(time.Now().Add(killTimeout))
	<-logged
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.stopping {
		p.logger.Error("embedded postgres ended by itself", zap.Error(p.err), zap.String("last_line", p.lastLine))
	}
}

// forwardLog passes the server's lines on. At "log" they are its diary; FATAL is mostly a client's affair, PANIC is the server's end.
func (p *process) forwardLog(reader io.Reader) {
	lines := bufio.NewScanner(reader)
	for lines.Scan() {
		severity, text, found := strings.Cut(lines.Text(), ":")
		if !found {
			continue
		}
		line := strings.TrimSpace(text)
		switch severity {
		case "LOG":
			p.logger.Debug("embedded postgres log", zap.String("line", line))
			continue
		case "PANIC":
			p.logger.Error("embedded postgres panic", zap.String("line", line))
		default:
			p.logger.Debug("embedded postgres log", zap.String("severity", severity), zap.String("line", line))
		}
		p.mu.Lock()
		p.lastLine = line
		p.mu.Unlock()
	}
	// A line beyond the scanner's limit ends it early: the rest is drained, for a full pipe would stop the server.
	_, _ = io.Copy(io.Discard, reader)
}

// awaitAnswer waits until the server lets the URL's role in.
func (p *process) awaitAnswer(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	ticker := time.NewTicker(answerInterval)
	defer ticker.Stop()
	for {
		conn, err := pgx.Connect(ctx, url)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the server: %w", errors.Join(ctx.Err(), err))
		case <-p.done:
			return fmt.Errorf("wait for the server: it ended: %s", p.lastLine)
		case <-ticker.C:
		}
	}
}

// stop ends the process, the more roughly the longer it takes: finish the sessions, then abandon them, then kill.
func (p *process) stop(ctx context.Context) error {
	p.mu.Lock()
	p.stopping = true
	p.mu.Unlock()
	orderly, cancel := context.WithTimeout(ctx, stopTimeout)
	defer cancel()
	if p.endsAfter(orderly, syscall.SIGINT) {
		return nil
	}
	for _, signal := range []syscall.Signal{syscall.SIGQUIT, syscall.SIGKILL} {
		rough, cancelRough := context.WithTimeout(context.WithoutCancel(ctx), killTimeout)
		ended := p.endsAfter(rough, signal)
		cancelRough()
		if ended {
			p.logger.Warn("embedded postgres was cut off and recovers at its next start", zap.Stringer("signal", signal))
			return nil
		}
	}
	return fmt.Errorf("stop postgres: process %d doesn't end", p.command.Process.Pid)
}

func (p *process) endsAfter(ctx context.Context, signal syscall.Signal) bool {
	// The only error is that the process has ended, which the channel tells as well.
	_ = p.command.Process.Signal(signal)
	select {
	case <-p.done:
		return true
	case <-ctx.Done():
		return false
	}
}
