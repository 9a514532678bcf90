// Gate is what `make test` runs: the stages of the check one after another, with their times, and at the end what was
// left out, which files grew too long, and how many tests passed.
//
//	gate run STAGE...            runs `make STAGE` for each, all of them even after a failure, and sums up
//	gate test GROUP [FLAG...]    runs one group of tests: unit, store, script, browser
//	gate packages DIR... [FLAG...]   runs the tests of some packages, as for the race detector
//	gate fuzz [-seconds N]       shares the seconds between all fuzz targets
//	gate drift COMMAND...        runs a generator and fails when a generated file changed
//
// A test belongs to a group by what its package imports and by its name, so that nobody keeps lists: see groups.go.
package main
