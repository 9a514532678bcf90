// Package schema holds the migrations of all features in one sequence: NNNN_<feature>_<what>.sql. A table bears the
// prefix of the feature that owns it, and no other feature names it. The whole schema of each engine stands in
// testdata/schema.<engine>.golden.sql, where a reviewer reads it.
package schema

import (
	"embed"
	"io/fs"
)

//go:embed *.sql
var files embed.FS

// Files returns the migrations for [migration.Up].
func Files() fs.FS { return files }
