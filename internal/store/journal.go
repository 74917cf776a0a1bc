package store

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"
)

// journal brings what SQLite wrote to its write-ahead log down to the disk.
//
// Under synchronous=NORMAL a commit is in the log and safe from the death of the
// program, but the last ones may be lost with the power. synchronous=FULL waits for
// the disk while the one writing connection is held, a commit at a time; waiting
// once it is given back lets the next writer go on, and all who wait share one
// turn of the disk. Readers may see what is not on the disk yet; nobody is told
// that it was kept.
type journal struct {
	path    string
	asked   atomic.Uint64 // commits that were made
	lock    sync.Mutex
	reached uint64   // those that are on the disk
	file    *os.File // the log; nil until the first commit
}

// keep returns once what was committed before is on the disk.
func (j *journal) keep() error {
	n := j.asked.Add(1)
	j.lock.Lock()
	defer j.lock.Unlock()
	if j.reached >= n {
		return nil
	}
	upto := j.asked.Load()
	if err := j.open(); err != nil {
		return fmt.Errorf("open the log of the database: %w", err)
	}
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("bring the log of the database to the disk: %w", err)
	}
	j.reached = upto
	return nil
}

// open opens the log, anew when SQLite replaced it: it removes its log with its
// last connection.
func (j *journal) open() error {
	there, err := os.Stat(j.path)
	if err != nil {
		return err
	}
	if j.file != nil {
		if mine, err := j.file.Stat(); err == nil && os.SameFile(there, mine) {
			return nil
		}
		j.file.Close()
		j.file = nil
	}
	j.file, err = os.OpenFile(j.path, os.O_RDWR, 0)
	return err
}

func (j *journal) close() error {
	j.lock.Lock()
	defer j.lock.Unlock()
	if j.file == nil {
		return nil
	}
	err := j.file.Close()
	j.file = nil
	return err
}
