package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Program is a program of the other side, compiled into a folder of its own.
type Program struct {
	// Dir holds the program; what it is to read may be put there.
	Dir string
}

// Compile builds a C program with OpenSSL's library. Remove takes it away again.
func Compile(source []byte) (*Program, error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	p := &Program{dir}
	path := filepath.Join(dir, "peer.c")
	if err := os.WriteFile(path, source, 0o600); err != nil {
		p.Remove()
		return nil, err
	}
	out, err := exec.Command("cc", "-O2", "-o", filepath.Join(dir, "peer"), path, "-lcrypto").CombinedOutput()
	if err != nil {
		p.Remove()
		return nil, fmt.Errorf("compile the other side: %w\n%s", err, out)
	}
	return p, nil
}

// Remove takes the program and its folder away.
func (p *Program) Remove() { os.RemoveAll(p.Dir) }

// Output runs the program in its folder and returns what it prints.
func (p *Program) Output(args ...string) ([]byte, error) {
	cmd := exec.Command(filepath.Join(p.Dir, "peer"), args...)
	cmd.Dir = p.Dir
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("run the other side: %w\n%s%s", err, out, complaint.Bytes())
	}
	return out, nil
}
