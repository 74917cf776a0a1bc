//go:build !linux

package main

import "syscall"

// endWithParent does nothing here: only Linux can tie a process to its parent.
func endWithParent(*syscall.SysProcAttr) {}
