//go:build unix && !linux

package embedded

import "syscall"

// dieWithParent does nothing where the kernel has no such signal: the next start stops what was left.
func dieWithParent(*syscall.SysProcAttr) {}
