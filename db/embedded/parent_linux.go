package embedded

import "syscall"

// dieWithParent has the kernel stop the server in an orderly way (SIGINT is Postgres' fast shutdown) when the thread that started it
// ends, which a killed process of ours can't do itself.
func dieWithParent(attributes *syscall.SysProcAttr) { attributes.Pdeathsig = syscall.SIGINT }
