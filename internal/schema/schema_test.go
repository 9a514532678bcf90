package schema_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/platform/migration"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/schema"
	"github.com/klaster-platform/klaster/internal/storetest"
)

var update = flag.Bool("update", false, "write the golden schemas anew")

// What each engine made of the migrations is read back from the engine itself, so the golden file shows the schema that
// stands, not the statements that were meant.
func TestGoldenSchema(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		var lines []string
		if err := db.View(t.Context(), func(q sqldb.Querier) (err error) {
			lines, err = sqldb.List(t.Context(), q, func(r sqldb.Row) (line string, err error) {
				return line, r.Scan(&line)
			}, catalogue[db.Engine()])
			return err
		}); err != nil {
			t.Fatal(err)
		}
		golden := "testdata/schema." + string(db.Engine()) + ".golden.sql"
		got := strings.Join(lines, "\n") + "\n"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("the schema differs from %s (go test ./internal/schema -update writes it anew):\n%s", golden, diff)
		}
	})
}

var catalogue = map[sqldb.Engine]string{
	sqldb.SQLite: `SELECT sql || ';' FROM sqlite_schema
		WHERE sql IS NOT NULL AND name NOT LIKE 'river%' AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%' ORDER BY tbl_name, type DESC, name`,
	sqldb.Postgres: `SELECT line FROM (
		SELECT c.relname AS owner, 1 AS part, a.attnum AS place, format('%s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
			CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, COALESCE(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')) AS line
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
		LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
		WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
		UNION ALL
		SELECT c.relname, 2, 0, format('%s: %s', c.relname, pg_get_constraintdef(k.oid))
		FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'
		UNION ALL
		SELECT i.tablename, 3, 0, i.indexdef FROM pg_indexes i WHERE i.schemaname = 'public'
	) s WHERE owner NOT LIKE 'river%' AND owner NOT LIKE 'goose%' ORDER BY owner, part, place, line`,
}

// A table belongs to the feature whose name is its first word, and the migration says so in its file name.
func TestTablesBearTheirFeature(t *testing.T) {
	names, err := migration.Names(schema.Files())
	if err != nil {
		t.Fatal(err)
	}
	create := regexp.MustCompile(`(?m)^CREATE TABLE (\w+)`)
	for i, name := range names {
		number, rest, _ := strings.Cut(name, "_")
		if want := fmt.Sprintf("%04d", i+1); number != want {
			t.Errorf("%s: migrations are numbered in one sequence without a gap; this one should be %s", name, want)
		}
		feature, _, _ := strings.Cut(rest, "_")
		text, err := os.ReadFile(name + ".sql")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range create.FindAllStringSubmatch(string(text), -1) {
			if feature != "platform" && m[1] != feature && !strings.HasPrefix(m[1], feature+"_") {
				t.Errorf("%s creates %s, which does not bear the prefix %s_", name, m[1], feature)
			}
		}
	}
}
