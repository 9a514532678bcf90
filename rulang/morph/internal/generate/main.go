// Command generate makes rulang/morph/dictionary.bin from the dictionary of OpenCorpora as the npm package az 0.2.3 carries
// it (its folder dicts, SHA-512 of the package U8d6Tw8ohZ8dcEp8aKjFYo+DU3BT8JPmYqmW0A0BsWW8ocP+F6gLZvrtglHq7pYa84dCEp3NHAoZoC4W3Lth2w==).
//
//	npm pack az@0.2.3 && tar xzf az-0.2.3.tgz
//	go run ./rulang/morph/internal/generate package/dicts rulang/morph/dictionary.bin
//
// The same dictionary gives the same bytes.
package main

import (
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: generate DICTS FILE")
	}
	s, err := readSource(args[0])
	if err != nil {
		return err
	}
	words, err := gather(s)
	if err != nil {
		return err
	}
	packed, err := pack(words)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d words; automaton of words %d bytes, of endings %d, rules %d\n", packed.count, len(packed.words), len(packed.endings), len(packed.rules))
	if err := os.WriteFile(args[1], packed.bytes(), 0o644); err != nil { //nolint:gosec // a file of the repository, read by all
		return fmt.Errorf("write the dictionary: %w", err)
	}
	return nil
}
