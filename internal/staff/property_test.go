package staff_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/staff"
)

// TestMain plays fewer games than rapid would by itself: each one writes some thirty transactions to a disk. `make torture`
// plays ten thousand.
func TestMain(m *testing.M) {
	games := "30"
	if os.Getenv("KLASTER_TORTURE") != "" {
		games = "10000"
	}
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		if err := flag.Set("rapid.checks", games); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// play is a game of a few people with the roles of an installation.
type play struct {
	*house
	t       *testing.T
	people  []actor.PersonID
	names   []string
	secrets []id.Secret // of every invitation that anybody in the game saw
}

func (p *play) settle(names ...string) {
	for _, name := range names {
		p.people, p.names = append(p.people, p.person(p.t, name)), append(p.names, name)
	}
}

// column reads one column of text.
func (p *play) column(query string) (list []string) {
	if err := p.db.View(p.t.Context(), func(q sqldb.Querier) (err error) {
		list, err = sqldb.List(p.t.Context(), q, func(r sqldb.Row) (s string, err error) { return s, r.Scan(&s) }, query)
		return err
	}); err != nil {
		p.t.Fatal(err)
	}
	return list
}

func (p *play) held() string {
	return strings.Join(p.column(`SELECT person || ' ' || role FROM staff_role WHERE ended_at IS NULL ORDER BY person, role`), "\n")
}

func (p *play) owned() int64 {
	return p.count(p.t, `SELECT COUNT(*) FROM staff_role WHERE role = 'owner' AND ended_at IS NULL`)
}

// move lets by do one thing, drawn by chance. What is refused is refused: the game looks at the roles alone.
func (p *play) move(r *rapid.T, by actor.PersonID) {
	ctx := p.t.Context()
	role := rapid.SampledFrom([]actor.Role{actor.Owner, actor.Operator}).Draw(r, "role")
	whom := rapid.IntRange(0, len(p.people)-1).Draw(r, "whom")
	note := func(out staff.Outcome, _ error) {
		if out.Secret != "" {
			p.secrets = append(p.secrets, out.Secret)
		}
	}
	proposal := func() string {
		open := append(p.column(`SELECT id FROM staff_proposal ORDER BY id`), id.New())
		return rapid.SampledFrom(open).Draw(r, "proposal")
	}
	switch rapid.IntRange(0, 9).Draw(r, "act") {
	case 0:
		note(p.Grant(ctx, p.people[whom], role, by))
	case 1:
		note(p.Revoke(ctx, p.people[whom], role, by))
	case 2:
		note(p.Invite(ctx, p.names[whom]+"@example.org", role, by))
	case 3, 4:
		note(p.Confirm(ctx, proposal(), by))
	case 5:
		_ = p.Refuse(ctx, proposal(), by)
	case 6:
		_ = p.Withdraw(ctx, proposal(), by)
	case 7:
		if len(p.secrets) > 0 {
			_, _ = p.Accept(ctx, rapid.SampledFrom(p.secrets).Draw(r, "secret"), by)
		}
	case 8:
		_ = p.Module.SetLocked(ctx, p.people[whom], rapid.Bool().Draw(r, "locked"), by)
	case 9:
		sent := append(p.column(`SELECT id FROM staff_invitation ORDER BY id`), id.New())
		_ = p.TakeBack(ctx, rapid.SampledFrom(sent).Draw(r, "invitation"), by)
	}
}

const moves = 15

// Once two owners hold their role, nothing that one of them does changes any role, even with the help of people who are
// no owners and of invitations that were sent while there was one owner.
func TestOneOwnerAloneChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		rapid.Check(t, func(r *rapid.T) {
			h.clear(t)
			p := &play{house: h, t: t}
			anna := h.owners(t, "anna")[0]
			p.settle("boris", "clara", "dora")
			p.people, p.names = append(p.people, anna), append(p.names, "anna")
			boris, helpers := p.people[0], p.people[1:]
			for range rapid.IntRange(0, 3).Draw(r, "in advance") { // while she is alone
				whom := rapid.SampledFrom(p.names[1:]).Draw(r, "invited")
				role := rapid.SampledFrom([]actor.Role{actor.Owner, actor.Operator}).Draw(r, "role")
				p.secrets = append(p.secrets, must(t)(h.Invite(t.Context(), whom+"@example.org", role, anna)).Secret)
			}
			must(t)(h.Grant(t.Context(), boris, actor.Owner, anna))
			before := p.held()
			for range moves {
				p.move(r, rapid.SampledFrom(helpers).Draw(r, "by"))
				if after := p.held(); after != before {
					r.Fatalf("the roles were\n%s\nand are now\n%s", before, after)
				}
			}
		})
	})
}

// Whatever several owners do, one stays; and whatever changes while two hold the role bears two different names.
func TestTwoNamesUnderEveryChange(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		rapid.Check(t, func(r *rapid.T) {
			h.clear(t)
			p := &play{house: h, t: t}
			p.people, p.names = h.owners(t, "anna", "boris", "clara"), []string{"anna", "boris", "clara"}
			p.settle("dora", "emma")
			for range moves {
				before, owners := p.held(), p.owned()
				last := p.column(lastChange)
				p.move(r, rapid.SampledFrom(p.people).Draw(r, "by"))
				if p.owned() == 0 {
					r.Fatalf("the last owner is gone; before:\n%s", before)
				}
				if owners < 2 || p.held() == before {
					continue
				}
				for _, line := range p.column(lastChange) {
					if !slices.Contains(last, line) && !twoNames(line) {
						r.Fatalf("with %d owners, one name stands under: %s", owners, line)
					}
				}
			}
		})
	})
}

// lastChange lists what happened to each role: whom it is about, who proposed and who confirmed.
const lastChange = `SELECT id || ' ' || person || ' ' || CASE WHEN ended_at IS NULL THEN given_by ELSE ended_by END || ' ' ||
	CASE WHEN ended_at IS NULL THEN confirmed_by ELSE end_confirmed_by END FROM staff_role`

func twoNames(line string) bool {
	var role, whom, by, second string
	n, _ := fmt.Sscan(line, &role, &whom, &by, &second)
	return n == 4 && by != second && whom != second
}
