package membership

import (
	"context"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const fromMembers = ` FROM membership_member AS m WHERE m.state IN ('active', 'suspended')
	AND ($1 = '' OR m.status = $1) AND ($2 = '' OR m.okrug = $2)
	AND ($3 = '' OR EXISTS (SELECT 1 FROM membership_direction AS d WHERE d.direction = $3 AND d.organisation = m.organisation))`

// What is asked for in words: each of up to three is a range of the words of names, from itself to the last that begins with it.
const (
	firstWord = ` AND m.organisation IN (SELECT organisation FROM membership_word WHERE word >= $4 AND word < $5)`
	moreWords = ` AND m.organisation IN (SELECT organisation FROM membership_word WHERE word >= $6 AND word < $7)
	AND m.organisation IN (SELECT organisation FROM membership_word WHERE word >= $8 AND word < $9)`
	byNumber = ` AND (m.inn = $4 OR m.ogrn = $4)`
)

const (
	countAll     = `SELECT COUNT(*)` + fromMembers
	countWord    = countAll + firstWord
	countWords   = countWord + moreWords
	countNumber  = countAll + byNumber
	selectAll    = `SELECT ` + memberColumns + fromMembers + ` ORDER BY m.name_key, m.organisation LIMIT $4 OFFSET $5`
	selectWord   = `SELECT ` + memberColumns + fromMembers + firstWord + ` ORDER BY m.name_key, m.organisation LIMIT $6 OFFSET $7`
	selectWords  = `SELECT ` + memberColumns + fromMembers + firstWord + moreWords + ` ORDER BY m.name_key, m.organisation LIMIT $10 OFFSET $11`
	selectNumber = `SELECT ` + memberColumns + fromMembers + byNumber + ` ORDER BY m.name_key, m.organisation LIMIT $5 OFFSET $6`
)

// conditions returns the arguments of a question, and which of the statements they fit.
func conditions(k Query) (args []any, form int) {
	args = []any{k.Status, k.Okrug, k.Direction}
	if n := k.number(); n != "" {
		return append(args, n), 3
	}
	list := telling(asked(k.Text))
	switch len(list) {
	case 0:
		return args, 0
	case 1:
		return append(args, list[0], after(list[0])), 1
	}
	for i := range 3 {
		w := list[min(i, len(list)-1)]
		args = append(args, w, after(w))
	}
	return args, 2
}

func countMembers(ctx context.Context, q sqldb.Querier, k Query) (n int, err error) {
	args, form := conditions(k)
	return n, q.QueryRow(ctx, [...]string{countAll, countWord, countWords, countNumber}[form], args...).Scan(&n)
}

func findMembers(ctx context.Context, q sqldb.Querier, k Query, limit, offset int) ([]Member, error) {
	args, form := conditions(k)
	return sqldb.List(ctx, q, scanMember, [...]string{selectAll, selectWord, selectWords, selectNumber}[form], append(args, limit, offset)...)
}

type okrugCount struct {
	okrug  Okrug
	status Status
	n      int
}

func countByOkrug(ctx context.Context, q sqldb.Querier) ([]okrugCount, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (c okrugCount, err error) { return c, r.Scan(&c.okrug, &c.status, &c.n) },
		`SELECT okrug, status, COUNT(*) FROM membership_member WHERE state IN ('active', 'suspended') GROUP BY okrug, status`)
}

// memberByINN is the member with an ИНН, for the page that says who may join.
func memberByINN(ctx context.Context, q sqldb.Querier, inn string) (Member, error) {
	return scanMember(q.QueryRow(ctx, `SELECT `+memberColumns+` FROM membership_member AS m WHERE m.inn = $1 AND m.state IN ('active', 'suspended') ORDER BY m.ogrn LIMIT 1`, inn))
}
