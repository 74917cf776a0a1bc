package main

import "syscall"

// endWithParent asks the kernel to end a process that testenv started if testenv itself is killed
// without warning. The signal follows the thread that started it, which is why main keeps its own.
func endWithParent(attributes *syscall.SysProcAttr) { attributes.Pdeathsig = syscall.SIGQUIT }
