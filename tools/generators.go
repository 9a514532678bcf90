//go:build generators

// Package tools keeps the versions of libraries that code generators import. A generator lives in a folder below this
// one, so that what it needs stays out of the module that people import.
package tools

import _ "github.com/mmcloughlin/avo/build" // writes Go assembly
