package account

import (
	"context"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/account/password"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// UseCheapHashes makes hashes of passwords cost nearly nothing, for tests that are about other things.
func (m *Module) UseCheapHashes() {
	m.hasher = password.NewHasher(password.Cost{Memory: 8, Passes: 1, Lanes: 1})
}

// LocalPath is the rule for where sign-in may lead on to.
func LocalPath(s string) string { return localPath(s) }

// Hashes returns how many hashes of passwords have been computed.
func (m *Module) Hashes() int64 { return m.hasher.Done() }

// Sweep forgets what is over, as the hourly job does.
func (m *Module) Sweep(ctx context.Context) error {
	return m.db.Update(ctx, func(tx *sqldb.Tx) error { return m.sweep(ctx, tx) })
}

// AskDue lets the checks that are due be asked about, as the job of each minute does.
func (m *Module) AskDue(ctx context.Context) error {
	return m.db.Update(ctx, func(tx *sqldb.Tx) error { return m.askDue(ctx, tx) })
}

// AskNow asks the register about the check of a person.
func (m *Module) AskNow(ctx context.Context, p actor.PersonID) error {
	var c *snilsCheck
	err := m.db.View(ctx, func(q sqldb.Querier) (err error) {
		c, err = m.lastCheckOf(ctx, q, p)
		return err
	})
	if err != nil {
		return err
	}
	return m.askAbout(ctx, c.id)
}

// The kinds of keys that can be added.
const (
	KindPasskey = kindPasskey
	KindKey     = kindKey
	KindSilent  = kindSilent
)

// ToConfirm is the occasion of a step-up.
const ToConfirm = toConfirm

// ToSecond is that of half a sign-in.
const ToSecond = toSecond

// ReadAnswers reads an answer of a key in both ways, for fuzzing.
func ReadAnswers(answer []byte) (assertion, attestation error) {
	_, assertion = readAssertion(answer)
	_, attestation = readAttestation(answer)
	return assertion, attestation
}

// Copies reports whether the copy of a person's data has something of a table.
func Copies(table string) bool {
	return slices.Contains(sealedTables, table) ||
		slices.ContainsFunc(ownQueries, func(q struct{ part, query string }) bool { return names(q.query, table) })
}

// Erases reports whether the deletion of an account deletes by a column of a table.
func Erases(table, column string) bool {
	return slices.ContainsFunc(erasures, func(s string) bool {
		return strings.HasPrefix(s, "DELETE FROM "+table+" ") && strings.HasSuffix(s, column+" = $1")
	})
}

func names(statement, table string) bool {
	return slices.Contains(strings.Fields(statement), table)
}

// Maps reads rows by the names of their columns.
func Maps(ctx context.Context, q sqldb.Querier, query string) ([]map[string]any, error) {
	return maps(ctx, q, query)
}

// ProofOf is proofOf.
func ProofOf(method string) actor.Proof { return proofOf(method) }

// EntryNames gives out names in the folder of an archive, one after the other.
func EntryNames(folder string, wishes ...string) (list []string) {
	names := entryNames{}
	for _, w := range wishes {
		list = append(list, names.take(folder, w))
	}
	return list
}
