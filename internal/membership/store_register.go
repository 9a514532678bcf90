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

// Each word that is looked for is a range of the words of names, from itself to the last that begins with it. Words stand with the name's
// place in the order of the register, so that a page of those who have a word is found among the words alone, and only its members are read. The
// rarest word leads; the others are asked of each who has it, by subqueries that no engine turns into a join, since a join would read all
// that have the word before the first is shown. A word that is no beginning of another is in order already (exactly), however many have it; of
// a beginning of several words those who have one are put in order (holding); where these are too many for that, the register is walked
// in its order until the page is full (walking).
const (
	walking = ` FROM membership_member AS m` + standing
	first   = ` AND (SELECT 1 FROM membership_word AS w WHERE w.organisation = m.organisation AND w.word >= $4 AND w.word < $5 LIMIT 1) = 1`
	others  = ` AND ($6 = '' OR (SELECT 1 FROM membership_word AS w WHERE w.organisation = m.organisation AND w.word >= $6 AND w.word < $7 LIMIT 1) = 1)
	AND ($8 = '' OR (SELECT 1 FROM membership_word AS w WHERE w.organisation = m.organisation AND w.word >= $8 AND w.word < $9 LIMIT 1) = 1)`
	// Who has a word stands in the register: the words of others are deleted.
	filtered = ` AND ($1 = '' AND $2 = '' OR (SELECT 1 FROM membership_member AS o WHERE o.organisation = m.organisation AND ($1 = '' OR o.status = $1) AND ($2 = '' OR o.okrug = $2)) = 1)
	AND ($3 = '' OR (SELECT 1 FROM membership_direction AS d WHERE d.direction = $3 AND d.organisation = m.organisation) = 1)`
	holding  = ` FROM membership_word AS m WHERE m.word >= $4 AND m.word < $5` + filtered + others
	exactly  = ` FROM membership_word AS m WHERE m.word = $4 AND m.word < $5` + filtered + others
	byNumber = ` AND (m.inn = $4 OR m.ogrn = $4)`
)

// MostCounted is how many of those found by a word are counted: more are told as more than so many. mostOrdered who have a beginning of
// words are put in order.
const (
	MostCounted = 500
	mostOrdered = 10_000
)

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
	wayHolding
	wayExactly
	wayWalking
)

const (
	selectMembers = `SELECT ` + memberColumns
	selectAll     = selectMembers + walking + inOrder + ` LIMIT $4 OFFSET $5`
	selectNumber  = selectMembers + walking + byNumber + sorted + ` LIMIT $5 OFFSET $6`
	selectWalking = selectMembers + walking + first + others + inOrder + ` LIMIT $10 OFFSET $11`
	onPage        = ` ORDER BY m.name_key, m.organisation LIMIT $10 OFFSET $11) AS page JOIN membership_member AS m ON m.organisation = page.organisation
	ORDER BY page.name_key, page.organisation`
	selectHolding = selectMembers + ` FROM (SELECT DISTINCT m.name_key, m.organisation` + holding + onPage
	selectExactly = selectMembers + ` FROM (SELECT m.name_key, m.organisation` + exactly + onPage
	// Of those who are called alike, the index of names gives the numbers.
	selectAlike = selectMembers + walking + ` AND m.ogrn IN ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`

	countFigures = `SELECT COALESCE(SUM(n), 0) FROM membership_count WHERE direction = $3 AND ($1 = '' OR status = $1) AND ($2 = '' OR okrug = $2)`
	countNumber  = `SELECT COUNT(*)` + walking + byNumber
	countHolding = `SELECT COUNT(DISTINCT organisation) FROM (SELECT m.organisation` + holding + ` LIMIT $10) AS found`
	countWord    = `SELECT COUNT(DISTINCT organisation) FROM (SELECT organisation FROM membership_word WHERE word >= $1 AND word < $2 LIMIT $3) AS found`
	begins       = `SELECT EXISTS (SELECT 1 FROM membership_word WHERE word > $1 AND word < $2)`
)

// planned finds out how a question is answered best, and how many answers there are: of words as far as [MostCounted] and some.
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
	if p.way, err = wayOf(ctx, q, list[0], least); err != nil {
		return plan{}, err
	}
	for i := range mostWords {
		w, end := "", ""
		if i < len(list) {
			w, end = list[i], after(list[i])
		}
		p.args = append(p.args, w, end)
	}
	if len(list) == 1 && k.Status == "" && k.Okrug == "" && k.Direction == "" {
		p.total = least
		return p, nil
	}
	return p, q.QueryRow(ctx, countHolding, append(slices.Clone(p.args), MostCounted+spare)...).Scan(&p.total)
}

// wayOf is how those are listed best who have a word that leads.
func wayOf(ctx context.Context, q sqldb.Querier, word string, having int) (way, error) {
	if having <= MostCounted {
		return wayHolding, nil
	}
	var beginning bool
	if err := q.QueryRow(ctx, begins, word, after(word)).Scan(&beginning); err != nil {
		return wayAll, err
	}
	if !beginning {
		return wayExactly, nil
	}
	if err := q.QueryRow(ctx, countWord, word, after(word), mostOrdered+1).Scan(&having); err != nil {
		return wayAll, err
	}
	if having <= mostOrdered {
		return wayHolding, nil
	}
	return wayWalking, nil
}

// spare is how many more words than members are looked at: a name may have several that begin alike.
const spare = 100

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
	case wayHolding:
		return sqldb.List(ctx, q, scanMember, selectHolding, args...)
	case wayExactly:
		return sqldb.List(ctx, q, scanMember, selectExactly, args...)
	case wayWalking:
		return sqldb.List(ctx, q, scanMember, selectWalking, args...)
	case wayAll:
	}
	return sqldb.List(ctx, q, scanMember, selectAll, args...)
}

// mostAlike are shown of those whose names are like what was typed; [selectAlike] has a place for each.
const mostAlike = 10

// listAlike lists the members with these ОГРН who are in the register and fit the filters of a question.
func listAlike(ctx context.Context, q sqldb.Querier, k Query, ogrns []string) ([]Member, error) {
	args := []any{k.Status, k.Okrug, k.Direction}
	for i := range mostAlike {
		one := ""
		if i < len(ogrns) {
			one = ogrns[i]
		}
		args = append(args, one)
	}
	return sqldb.List(ctx, q, scanMember, selectAlike, args...)
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
