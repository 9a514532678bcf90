// Package archtest holds the tree to its architecture: what may import what, where SQL and HTTP live, what each feature
// has. It reads source files, build tags notwithstanding, so nothing needs to compile.
//
// Imports go down only:
//
//	cmd → internal/cli → internal/app → internal/demo → feature → internal/actor → internal/platform/… → library
//
// where internal/demo is called by app alone, a feature is any other folder below internal, and libraries are the
// folders at the root. Folders that serve tests may be imported by tests and by each other. The rules are the functions
// of rules.go; each says in its doc comment what it is for.
package archtest
