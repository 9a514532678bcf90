package audit

import "strings"

// Inert returns a row of a table in text form (RFC 4180) in which no cell is taken for a formula by a spreadsheet program
// (OWASP, CSV injection): one that begins as a formula does gets an apostrophe before it.
func Inert(row ...string) []string {
	for i, cell := range row {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			row[i] = "'" + cell
		}
	}
	return row
}
