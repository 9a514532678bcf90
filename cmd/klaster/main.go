// Klaster is the platform on which a city runs its innovation cluster. `klaster --help` lists what it does.
package main

import (
	"os"

	"github.com/klaster-platform/klaster/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) }
