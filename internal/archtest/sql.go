package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A statement is told from prose by its capitals and by what follows the verb.
var (
	statement = regexp.MustCompile(`^\s*(SELECT\s|INSERT INTO\s|UPDATE\s+\w+\s+SET\s|DELETE FROM\s|WITH\s+(RECURSIVE\s+)?\w+(\s*\([^)]*\))?\s+AS\s|CREATE (TABLE|INDEX|UNIQUE)\s|ALTER TABLE\s|DROP (TABLE|INDEX)\s)`)
	tableName = regexp.MustCompile(`\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_][a-z0-9_.]*)`)
	cteName   = regexp.MustCompile(`(?:\bWITH\s+(?:RECURSIVE\s+)?|,\s*)([a-z_][a-z0-9_]*)(?:\s*\([^)]*\))?\s+AS\s*(?:NOT MATERIALIZED\s*|MATERIALIZED\s*)?\(`)
)

// sqlInStores: in features, and above them, statements stand only in store.go and store_*.go, so that one file shows all
// that a feature asks of its tables.
func sqlInStores(t *tree) []string {
	var breaches []string
	for _, f := range t.files {
		if l := layerOf(f.dir); f.test || l == platform || l == library || l == kit || hasRole(f.name, "store") {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if name, ok := queryCall(n); ok {
					breaches = append(breaches, fmt.Sprintf("%s calls %s; statements belong in store.go or store_*.go", t.at(n.Pos()), name))
				}
			case *ast.BasicLit:
				if text, ok := stringOf(n); ok && statement.MatchString(text) {
					breaches = append(breaches, fmt.Sprintf("%s holds a statement, which belongs in store.go or store_*.go", t.at(n.Pos())))
				}
			}
			return true
		})
	}
	return breaches
}

// queryCall tells the calls of database/sql and of sqldb by name; url.Values and the like have a Query, too, but without
// a context and a statement.
func queryCall(call *ast.CallExpr) (string, bool) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) < 2 {
		return "", false
	}
	names := []string{"Query", "QueryRow", "Exec", "QueryContext", "QueryRowContext", "ExecContext", "PrepareContext"}
	if !slices.Contains(names, sel.Sel.Name) {
		return "", false
	}
	// A package's function, as exec.Command's kin, is no method of a transaction.
	if x, ok := sel.X.(*ast.Ident); ok && slices.Contains([]string{"exec", "syscall", "url", "chromedp"}, x.Name) {
		return "", false
	}
	return sel.Sel.Name, true
}

// ownTables: a table bears the name of the feature that owns it, and no other feature names it. Platform packages own the
// tables named after them.
func ownTables(t *tree) []string {
	var breaches []string
	for _, f := range t.files {
		if l := layerOf(f.dir); f.test || l != feature && l != platform {
			continue
		}
		owner := path.Base(roomOf(f.dir))
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok {
				return true
			}
			text, ok := stringOf(lit)
			if !ok || !statement.MatchString(text) {
				return true
			}
			for _, table := range tablesOf(text) {
				if table != owner && !strings.HasPrefix(table, owner+"_") && !slices.Contains(platformTables()[owner], table) {
					breaches = append(breaches, fmt.Sprintf("%s names the table %s, which %s does not own", t.at(lit.Pos()), table, owner))
				}
			}
			return true
		})
	}
	return breaches
}

// platformTables are tables whose names do not begin with their package's.
func platformTables() map[string][]string {
	return map[string][]string{
		"jobs":      {"job_schedule", "river_job", "river_leader", "river_queue", "river_client", "river_client_queue", "river_migration"},
		"migration": {"installation", "goose_db_version"},
		"sqldb":     {"pg_database", "sqlite_master"},
	}
}

// tablesOf lists the tables that a statement names, without those that it defines itself.
func tablesOf(statement string) []string {
	var own []string
	for _, m := range cteName.FindAllStringSubmatch(statement, -1) {
		own = append(own, m[1])
	}
	var tables []string
	for _, m := range tableName.FindAllStringSubmatch(statement, -1) {
		// ON CONFLICT … DO UPDATE SET, FROM in EXTRACT(… FROM x) and json functions are no tables of ours.
		if !slices.Contains(own, m[1]) && !strings.HasPrefix(m[1], "json_") && m[1] != "excluded" {
			tables = append(tables, m[1])
		}
	}
	return tables
}

func stringOf(lit *ast.BasicLit) (string, bool) {
	if lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}
