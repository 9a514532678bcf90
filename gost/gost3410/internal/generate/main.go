// Command generate writes the packages of curve arithmetic that stand beside it: two prime fields of special form, the
// residues modulo any odd number of 256 and of 512 bits, inverses, and on top of them the groups of points of the curves of
// ГОСТ Р 34.10-2012; formulas and products in assembly for amd64, too. They are one text in several instances, because Go's generics would call every field operation
// through a dictionary, and these calls are all the time that a signature takes.
//
// Run it by go generate in the folder of package gost3410. A test compares what is committed with what it would write.
package main

import (
	"log"
	"os"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: generate DIRECTORY")
	}
	files, err := render()
	if err != nil {
		log.Fatal(err)
	}
	for name, content := range files {
		path := filepath.Join(os.Args[1], filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
