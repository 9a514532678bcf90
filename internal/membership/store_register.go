package membership

import (
	"context"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// What everybody may look for. The members are walked in the order of the register, which an index has; the first page ends the walk.
const fromMembers = ` FROM membership_member AS m WHERE m.state IN ('active', 'suspended')
	AND ($1 = '' OR m.status = $1) AND ($2 = '' OR m.okrug = $2)
	AND ($3 = '' OR EXISTS (SELECT 1 FROM membership_direction AS d WHERE d.direction = $3 AND d.organisation = m.organisation))`

// Each word that is looked for is a range of the words of names, from itself to the last that begins with it. Of rare words the
// organisations are looked up (in), of frequent ones each member is asked as the walk comes by (by).
const (
	inFirst  = ` AND m.organisation IN (SELECT organisation FROM membership_word WHERE word >= $4 AND word < $5)`
	inOthers = ` AND m.organisation IN (SELECT organisation FROM membership_word WHERE word >= $6 AND word < $7)
	AND m.organisation IN (SELECT organisation FROM membership_word WHERE word >= $8 AND word < $9)`
	byFirst = ` AND EXISTS (SELECT 1 FROM membership_word AS w WHERE w.organisation = m.organisation AND w.word >= $4 AND w.word < $5)`
	byThree = byFirst + ` AND EXISTS (SELECT 1 FROM membership_word AS w WHERE w.organisation = m.organisation AND w.word >= $6 AND w.word < $7)
	AND EXISTS (SELECT 1 FROM membership_word AS w WHERE w.organisation = m.organisation AND w.word >= $8 AND w.word < $9)`
	byNumber = ` AND (m.inn = $4 OR m.ogrn = $4)`
	inOrder  = ` ORDER BY m.name_key, m.organisation`
)

// MostCounted is how many of those found by a word are counted: more are told as more than so many.
const MostCounted = 1000

// shape is which of the statements fit a question.
type shape int

const (
	byNothing shape = iota
	byOneWord
	byWords
	byNumbers
)

// conditions returns the arguments of a question, and which of the statements they fit.
func conditions(k Query) (args []any, form shape) {
	args = []any{k.Status, k.Okrug, k.Direction}
	if n := k.number(); n != "" {
		return append(args, n), byNumbers
	}
	list := telling(asked(k.Text))
	switch len(list) {
	case 0:
		return args, byNothing
	case 1:
		return append(args, list[0], after(list[0])), byOneWord
	}
	for i := range 3 {
		w := list[min(i, len(list)-1)]
		args = append(args, w, after(w))
	}
	return args, byWords
}

// countMembers counts what is found. Without words the figures are at hand; with words it counts as far as [MostCounted] and one.
func countMembers(ctx context.Context, q sqldb.Querier, k Query) (n int, err error) {
	args, form := conditions(k)
	switch form {
	case byNothing:
		err = q.QueryRow(ctx, `SELECT COALESCE(SUM(n), 0) FROM membership_count WHERE direction = $3 AND ($1 = '' OR status = $1) AND ($2 = '' OR okrug = $2)`, args...).Scan(&n)
	case byOneWord:
		err = q.QueryRow(ctx, `SELECT COUNT(*) FROM (SELECT 1`+fromMembers+inFirst+` LIMIT $6) AS found`, append(args, MostCounted+1)...).Scan(&n)
	case byWords:
		err = q.QueryRow(ctx, `SELECT COUNT(*) FROM (SELECT 1`+fromMembers+inFirst+inOthers+` LIMIT $10) AS found`, append(args, MostCounted+1)...).Scan(&n)
	case byNumbers:
		err = q.QueryRow(ctx, `SELECT COUNT(*)`+fromMembers+byNumber, args...).Scan(&n)
	}
	return n, err
}

const (
	selectMembers     = `SELECT ` + memberColumns + fromMembers
	selectAll         = selectMembers + inOrder + ` LIMIT $4 OFFSET $5`
	selectRareWord    = selectMembers + inFirst + inOrder + ` LIMIT $6 OFFSET $7`
	selectCommonWord  = selectMembers + byFirst + inOrder + ` LIMIT $6 OFFSET $7`
	selectRareWords   = selectMembers + inFirst + inOthers + inOrder + ` LIMIT $10 OFFSET $11`
	selectCommonWords = selectMembers + byThree + inOrder + ` LIMIT $10 OFFSET $11`
	selectNumber      = selectMembers + byNumber + inOrder + ` LIMIT $5 OFFSET $6`
)

// findMembers lists what is found, of which there are total by [countMembers].
func findMembers(ctx context.Context, q sqldb.Querier, k Query, total, limit, offset int) ([]Member, error) {
	args, form := conditions(k)
	args = append(args, limit, offset)
	common := total > MostCounted
	switch {
	case form == byNothing:
		return sqldb.List(ctx, q, scanMember, selectAll, args...)
	case form == byOneWord && common:
		return sqldb.List(ctx, q, scanMember, selectCommonWord, args...)
	case form == byOneWord:
		return sqldb.List(ctx, q, scanMember, selectRareWord, args...)
	case form == byWords && common:
		return sqldb.List(ctx, q, scanMember, selectCommonWords, args...)
	case form == byWords:
		return sqldb.List(ctx, q, scanMember, selectRareWords, args...)
	}
	return sqldb.List(ctx, q, scanMember, selectNumber, args...)
}

type okrugCount struct {
	okrug  Okrug
	status Status
	n      int
}

func countByOkrug(ctx context.Context, q sqldb.Querier) ([]okrugCount, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (c okrugCount, err error) { return c, r.Scan(&c.okrug, &c.status, &c.n) },
		`SELECT okrug, status, n FROM membership_count WHERE direction = ''`)
}

// memberByINN is the member with an ИНН, for the page that says who may join.
func memberByINN(ctx context.Context, q sqldb.Querier, inn string) (Member, error) {
	return scanMember(q.QueryRow(ctx, `SELECT `+memberColumns+` FROM membership_member AS m WHERE m.inn = $1 AND m.state IN ('active', 'suspended') ORDER BY m.ogrn LIMIT 1`, inn))
}
