package membership

import (
	"context"
	"slices"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// What everybody may look for: status, okrug, direction; "" for all.
const (
	standing = ` WHERE m.state IN ('active', 'suspended')
	AND ($1 = '' OR m.status = $1) AND ($2 = '' OR m.okrug = $2)
	AND ($3 = '' OR EXISTS (SELECT 1 FROM membership_direction AS d WHERE d.direction = $3 AND d.organisation = m.organisation))`
	inOrder = ` ORDER BY m.name_key, m.organisation`
	// sorted is the same order for few rows: an engine that does not know how few they are would walk the register in its order to spare
	// the sorting, and look at all of it.
	sorted = ` ORDER BY m.name_key || '', m.organisation`
)

// Each word that is looked for is a range of the words of names, from itself to the last that begins with it. Where the rarest of them
// is rare, the members are those who have it (having), and the others are asked of each. Where all are frequent, the members are walked in the
// order of the register, which an index has (walking), and the first page ends the walk: there a word is asked of each member by a
// subquery that no engine turns into a join, since a join would read all that have the word before the first is shown.
const (
	walking   = ` FROM membership_member AS m` + standing
	having    = walking + ` AND m.organisation IN (SELECT organisation FROM membership_word WHERE word >= $4 AND word < $5)`
	andFirst  = ` AND (SELECT 1 FROM membership_word AS w WHERE w.organisation = m.organisation AND w.word >= $4 AND w.word < $5 LIMIT 1) = 1`
	andOthers = ` AND (SELECT 1 FROM membership_word AS w WHERE w.organisation = m.organisation AND w.word >= $6 AND w.word < $7 LIMIT 1) = 1
	AND (SELECT 1 FROM membership_word AS w WHERE w.organisation = m.organisation AND w.word >= $8 AND w.word < $9 LIMIT 1) = 1`
	byNumber = ` AND (m.inn = $4 OR m.ogrn = $4)`
)

// MostCounted is how many of those found by a word are counted: more are told as more than so many.
const MostCounted = 1000

// plan is how a question is answered.
type plan struct {
	args  []any
	total int
	way   way // which statement lists them
}

// way is by which statement members are listed; limit and offset follow the arguments of the plan.
type way uint8

const (
	wayAll way = iota
	wayNumber
	wayRare
	wayCommon
	wayRareOne
	wayCommonOne
)

const (
	selectMembers = `SELECT ` + memberColumns
	selectAll     = selectMembers + walking + inOrder + ` LIMIT $4 OFFSET $5`
	selectNumber  = selectMembers + walking + byNumber + sorted + ` LIMIT $5 OFFSET $6`
	selectRare    = selectMembers + having + andOthers + sorted + ` LIMIT $10 OFFSET $11`
	selectCommon  = selectMembers + walking + andFirst + andOthers + inOrder + ` LIMIT $10 OFFSET $11`

	selectRareOne   = selectMembers + having + sorted + ` LIMIT $6 OFFSET $7`
	selectCommonOne = selectMembers + walking + andFirst + inOrder + ` LIMIT $6 OFFSET $7`

	countRareOne   = `SELECT COUNT(*)` + having
	countCommonOne = `SELECT COUNT(*) FROM (SELECT 1` + walking + andFirst + ` LIMIT $6) AS found`

	countFigures = `SELECT COALESCE(SUM(n), 0) FROM membership_count WHERE direction = $3 AND ($1 = '' OR status = $1) AND ($2 = '' OR okrug = $2)`
	countNumber  = `SELECT COUNT(*)` + walking + byNumber
	countRare    = `SELECT COUNT(*)` + having + andOthers
	countCommon  = `SELECT COUNT(*) FROM (SELECT 1` + walking + andFirst + andOthers + ` LIMIT $10) AS found`
	countWord    = `SELECT COUNT(DISTINCT organisation) FROM (SELECT organisation FROM membership_word WHERE word >= $1 AND word < $2 LIMIT $3) AS found`
)

// planned finds out how a question is answered best, and how many answers there are: of words as far as [MostCounted] and one.
func planned(ctx context.Context, q sqldb.Querier, k Query) (p plan, err error) {
	p.args = []any{k.Status, k.Okrug, k.Direction}
	if n := k.number(); n != "" {
		p.args, p.way = append(p.args, n), wayNumber
		return p, q.QueryRow(ctx, countNumber, p.args...).Scan(&p.total)
	}
	list, least, err := byRarity(ctx, q, telling(asked(k.Text)))
	switch {
	case err != nil:
		return plan{}, err
	case len(list) == 0:
		p.way = wayAll
		return p, q.QueryRow(ctx, countFigures, p.args...).Scan(&p.total)
	}
	if len(list) == 1 {
		return p.ofOne(ctx, q, k, list[0], least)
	}
	for i := range mostWords {
		w := list[min(i, len(list)-1)]
		p.args = append(p.args, w, after(w))
	}
	if least <= MostCounted {
		p.way = wayRare
		return p, q.QueryRow(ctx, countRare, p.args...).Scan(&p.total)
	}
	p.way = wayCommon
	return p, q.QueryRow(ctx, countCommon, append(slices.Clone(p.args), MostCounted+1)...).Scan(&p.total)
}

// ofOne is the plan for one word.
func (p plan) ofOne(ctx context.Context, q sqldb.Querier, k Query, word string, having int) (plan, error) {
	p.args = append(p.args, word, after(word))
	switch {
	case having <= MostCounted:
		p.way = wayRareOne
		return p, q.QueryRow(ctx, countRareOne, p.args...).Scan(&p.total)
	case k.Status == "" && k.Okrug == "" && k.Direction == "":
		p.way, p.total = wayCommonOne, having
		return p, nil
	}
	p.way = wayCommonOne
	return p, q.QueryRow(ctx, countCommonOne, append(slices.Clone(p.args), MostCounted+1)...).Scan(&p.total)
}

// spare is how many more words than members are looked at: a name may have several that begin alike.
const spare = 200

// byRarity puts the rarest word first, and tells how many have it.
func byRarity(ctx context.Context, q sqldb.Querier, list []string) (sorted []string, least int, err error) {
	least = MostCounted + spare + 1
	for i, w := range list {
		var n int
		if err := q.QueryRow(ctx, countWord, w, after(w), MostCounted+spare).Scan(&n); err != nil {
			return nil, 0, err
		}
		if n < least {
			list[0], list[i], least = list[i], list[0], n
		}
	}
	return list, least, nil
}

// take lists what a plan finds.
func (p plan) take(ctx context.Context, q sqldb.Querier, limit, offset int) ([]Member, error) {
	args := append(slices.Clone(p.args), limit, offset)
	switch p.way {
	case wayNumber:
		return sqldb.List(ctx, q, scanMember, selectNumber, args...)
	case wayRare:
		return sqldb.List(ctx, q, scanMember, selectRare, args...)
	case wayCommon:
		return sqldb.List(ctx, q, scanMember, selectCommon, args...)
	case wayRareOne:
		return sqldb.List(ctx, q, scanMember, selectRareOne, args...)
	case wayCommonOne:
		return sqldb.List(ctx, q, scanMember, selectCommonOne, args...)
	case wayAll:
	}
	return sqldb.List(ctx, q, scanMember, selectAll, args...)
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
