package main

import (
	"os"
	"path/filepath"
	"strconv"
)

// The folder of one run, with its server and its temporary files, is named by
// this prefix and holds the id of the testenv that made it.
const (
	folderPrefix = "parvis-testenv-"
	keeperFile   = "testenv.pid"
)

// throwAwayFolder makes a new folder for one run.
func throwAwayFolder() (string, error) {
	folder, err := os.MkdirTemp(shortTempDir(), folderPrefix)
	if err != nil {
		return "", err
	}
	return folder, os.WriteFile(filepath.Join(folder, keeperFile), []byte(strconv.Itoa(os.Getpid())), 0o600)
}

// shortTempDir is a folder for temporary files whose name leaves room for a
// socket in it (the system allows about a hundred bytes) and which another user
// may enter when testenv runs as root.
func shortTempDir() string {
	folder := os.TempDir()
	if len(folder) < 60 && (os.Geteuid() != 0 || open(folder)) {
		return folder
	}
	return "/tmp"
}

// open tells whether everybody may pass through a folder and those above it.
func open(folder string) bool {
	for ; ; folder = filepath.Dir(folder) {
		info, err := os.Stat(folder)
		if err != nil || info.Mode()&0o001 == 0 {
			return false
		}
		if folder == filepath.Dir(folder) {
			return true
		}
	}
}

// sweep removes the folders of runs whose testenv was killed before it could.
func sweep(parent string) {
	folders, _ := filepath.Glob(filepath.Join(parent, folderPrefix+"*"))
	for _, folder := range folders {
		text, err := os.ReadFile(filepath.Join(folder, keeperFile))
		if err != nil {
			continue // being made, or not ours to judge
		}
		if pid, err := strconv.Atoi(string(text)); err == nil && !alive(pid) {
			_ = os.RemoveAll(folder)
		}
	}
}
