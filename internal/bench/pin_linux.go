package bench

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
	"unsafe"
)

// pinned tells the second start of the program that it is on one core already.
const pinned = "BENCH_PINNED"

// Pin binds this program, and what it starts, to one core. A process has several threads before main runs, and each has
// its own set of cores, so the program replaces itself by a new start that inherits the set.
func Pin() error {
	if os.Getenv(pinned) != "" {
		return nil
	}
	runtime.LockOSThread()
	mask := [16]uint64{1}
	_, _, errno := syscall.RawSyscall(syscall.SYS_SCHED_SETAFFINITY, 0, unsafe.Sizeof(mask), uintptr(unsafe.Pointer(&mask)))
	if errno != 0 {
		return fmt.Errorf("bind to one core: %w", errno)
	}
	path, err := os.Executable()
	if err != nil {
		return err
	}
	return syscall.Exec(path, os.Args, append(os.Environ(), pinned+"=1"))
}
