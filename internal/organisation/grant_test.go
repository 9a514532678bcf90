package organisation_test

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// The table of the package comment, row by row: what a role may do is what the routes and the use cases ask for.
func TestT13_WhoMayDoWhat(t *testing.T) {
	want := map[organisation.Role][]actor.Right{
		organisation.Signer:   {actor.View, actor.Draft, actor.Send, actor.Sign, actor.Appoint},
		organisation.Employee: {actor.View, actor.Draft, actor.Send, actor.Sign},
		organisation.Full:     {actor.View, actor.Draft, actor.Send},
		organisation.Standard: {actor.Draft},
		"":                    nil,
	}
	got := map[organisation.Role][]actor.Right{"": organisation.Role("").Rights()}
	for _, r := range organisation.Roles() {
		got[r] = r.Rights()
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the table (-want +got):\n%s", d)
	}
}

// T13: the table in the package comment says the same as the code, line by line and column by column.
func TestT13_TheTableOfThePackageComment(t *testing.T) {
	source, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(source), "# Who may do what")
	if !ok {
		t.Fatal("there is no table")
	}
	table, _, _ = strings.Cut(table, "[Role.Rights]")
	lines := strings.Split(table, "\n")
	head := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "signer") && strings.Contains(l, "employee with") })
	if head < 0 {
		t.Fatalf("the table has no head:\n%s", table)
	}
	columns := []int{ // where each role stands, in letters
		column(lines[head], "signer", 1), column(lines[head], "employee with", 1), column(lines[head], "trusted person", 1), column(lines[head], "trusted person", 2),
		column(lines[head], "staff of the", 1),
	}
	rights := []actor.Right{actor.View, actor.Draft, actor.Send, actor.Sign, actor.Appoint}
	seen := map[actor.Right]bool{}
	for _, line := range lines[head+1:] {
		fields := strings.Fields(line)
		i := slices.IndexFunc(rights, func(r actor.Right) bool {
			return slices.ContainsFunc(fields, func(f string) bool { return strings.EqualFold(f, r.String()) && f != r.String() })
		})
		if i < 0 {
			continue
		}
		seen[rights[i]] = true
		letters := []rune(line)
		for c, role := range []organisation.Role{organisation.Signer, organisation.Employee, organisation.Full, organisation.Standard} {
			marked := slices.Contains(letters[min(columns[c], len(letters)):min(columns[c+1], len(letters))], '✓')
			if marked != role.May(rights[i]) {
				t.Errorf("the table says %t of a %s, the code %t:\n%s", marked, role, role.May(rights[i]), line)
			}
		}
	}
	if len(seen) != len(rights) {
		t.Errorf("the table has %d of %d rights", len(seen), len(rights))
	}
}

// column is the place of the n-th occurrence of words in a line, in letters.
func column(line, words string, n int) int {
	at := 0
	for range n {
		i := strings.Index(line[at:], words)
		if i < 0 {
			return -1
		}
		at += i + len(words)
	}
	return len([]rune(line[:at-len(words)]))
}

// T13: a trusted person is appointed by a signed document, accepts with an account of standard level, and loses the rights with the
// end of the term, without anybody doing anything.
func TestT13_ATrustedPersonForATerm(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		if _, err := h.Invite(h.in(t, "Анна"), h.oleg(organisation.Full)); err != nil {
			t.Fatal(err)
		}
		if h.invitation(t, "Олег") != "" || h.role(t, "Олег") != "" {
			t.Error("something was granted before the signature")
		}
		if err := h.sign(t, "Анна", annaForRomashka(), nil); err != nil {
			t.Fatal(err)
		}
		if told := h.letters(t, "Олег"); !slices.Equal(told, []string{"You are invited as a trusted person"}) {
			t.Errorf("the person was told %q", told)
		}
		grant := h.invitation(t, "Олег")
		if grant == "" || h.role(t, "Олег") != "" || h.invitation(t, "Вера") != "" {
			t.Errorf("the invitation %q gives %q", grant, h.role(t, "Олег"))
		}
		if _, err := h.Answer(h.as(t, "Вера"), grant, true); !errors.Is(err, organisation.ErrNoGrant) {
			t.Errorf("somebody else accepts: %v", err)
		}
		if _, err := h.Answer(h.as(t, "Олег"), grant, true); err != nil {
			t.Fatal(err)
		}
		if role := h.role(t, "Олег"); role != organisation.Full {
			t.Errorf("accepted, the person is %q", role)
		}
		h.clock.Advance(today.AddDate(0, 3, 0).Add(-time.Second).Sub(h.clock.Now()))
		if role := h.role(t, "Олег"); role != organisation.Full {
			t.Errorf("a second before the end: %q", role)
		}
		h.clock.Advance(time.Second)
		if role := h.role(t, "Олег"); role != "" {
			t.Errorf("at the end of the term: %q", role)
		}
	})
}

// T13: whoever is trusted appoints nobody, confirms nobody, revokes nobody and touches no certificates; nor does a signer in a
// session that has proved nothing.
func TestT13_TrustedPersonsAppointNobody(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.opened(t)
		h.trusted(t, organisation.Full)
		in, err := h.Inside(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		grant, certificate := in.Grants[0].ID, in.Certificates[0].ID
		oleg := h.in(t, "Олег")
		far := actor.From(h.in(t, "Анна"))
		far.Confirmed = time.Time{}
		vera := organisation.Trust{SNILS: "08765430300", Name: "Соколова Вера Ивановна", Role: organisation.Standard, Until: h.clock.Now().AddDate(0, 1, 0)}
		for who, ctx := range map[string]interface {
			Deadline() (time.Time, bool)
			Done() <-chan struct{}
			Err() error
			Value(any) any
		}{"trusted person": oleg, "signer from another network": actor.With(t.Context(), far), "stranger": h.in(t, "Вера")} {
			_, invited := h.Invite(ctx, vera)
			for what, err := range map[string]error{
				"invites": invited, "revokes": h.Revoke(ctx, grant), "confirms": h.Confirm(ctx, grant), "removes a certificate": h.RemoveCertificate(ctx, certificate),
			} {
				if !errors.Is(err, actor.ErrRight) && !errors.Is(err, organisation.ErrNoCabinet) {
					t.Errorf("a %s %s: %v", who, what, err)
				}
			}
		}
	})
}

// T13, T17: what counts is the document that was frozen, signed by the certificate of whoever may sign, in the session of whoever
// asked, once.
func TestT13_OnlyTheSignedDocumentGrants(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		veraFor := annaForRomashka()
		veraFor.Surname, veraFor.Given, veraFor.Middle, veraFor.PersonINN, veraFor.SNILS = "Соколова", "Вера", "Ивановна", veraINN, "08765430300"
		ask := func() {
			t.Helper()
			if _, err := h.Invite(h.in(t, "Анна"), h.oleg(organisation.Standard)); err != nil {
				t.Fatal(err)
			}
		}
		for what, try := range map[string]func() error{
			"another's certificate": func() error { return h.sign(t, "Анна", veraFor, nil) },
			"another's session":     func() error { return h.sign(t, "Вера", annaForRomashka(), nil) },
			"an altered document": func() error {
				return h.sign(t, "Анна", annaForRomashka(), func(s *organisation.Signed) {
					s.Content = bytes.Replace(s.Content, []byte("160"), []byte("161"), 1)
				})
			},
			"another paper": func() error {
				return h.sign(t, "Анна", annaForRomashka(), func(s *organisation.Signed) { s.Content = []byte("KLASTER-LOGIN/1\n") })
			},
			"a day later": func() error {
				h.clock.Advance(24 * time.Hour)
				return h.sign(t, "Анна", annaForRomashka(), nil)
			},
		} {
			ask()
			if err := try(); err == nil {
				t.Errorf("%s grants", what)
			}
		}
		if n := h.count(t, `SELECT COUNT(*) FROM organisation_grant`); n != 0 {
			t.Errorf("%d grants", n)
		}
		ask()
		if err := h.sign(t, "Анна", annaForRomashka(), nil); err != nil {
			t.Fatal(err)
		}
		if err := h.sign(t, "Анна", annaForRomashka(), nil); !errors.Is(err, organisation.ErrNoGrant) {
			t.Errorf("the same document again: %v", err)
		}
	})
}

// T13: an invitation never says whether anybody has the СНИЛС: the rows and the jobs are the same.
func TestT13_AnInvitationTellsNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		jobstest.Drain(t, h.queue)
		rows := func() [3]int {
			return [3]int{h.count(t, `SELECT COUNT(*) FROM organisation_grant`), h.count(t, `SELECT COUNT(*) FROM organisation_wish`), jobstest.Drain(t, h.queue)}
		}
		invite := func(trust organisation.Trust) [3]int {
			t.Helper()
			before := rows()
			if _, err := h.Invite(h.in(t, "Анна"), trust); err != nil {
				t.Fatal(err)
			}
			if err := h.sign(t, "Анна", annaForRomashka(), nil); err != nil {
				t.Fatal(err)
			}
			after := rows()
			return [3]int{after[0] - before[0], after[1] - before[1], after[2]}
		}
		nobody := h.oleg(organisation.Full)
		nobody.SNILS = "00000100186"
		if known, unknown := invite(h.oleg(organisation.Full)), invite(nobody); known != unknown {
			t.Errorf("somebody: %v, nobody: %v", known, unknown)
		}
	})
}

// An invitation waits thirty days for an account of standard level.
func TestAnInvitationWaitsForTheAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		trust := h.oleg(organisation.Standard)
		trust.SNILS = "00000100186"
		if _, err := h.Invite(h.in(t, "Анна"), trust); err != nil {
			t.Fatal(err)
		}
		if err := h.sign(t, "Анна", annaForRomashka(), nil); err != nil {
			t.Fatal(err)
		}
		h.add(t, "Новикова Нина Игоревна", "00000100186", actor.Simplified)
		if h.invitation(t, "Нина") != "" {
			t.Error("a СНИЛС that nobody confirmed sees the invitation")
		}
		h.exec(t, `UPDATE town SET known = TRUE, level = 2 WHERE name LIKE 'Новикова%'`)
		h.clock.Advance(today.Add(organisation.InvitationLife - time.Second).Sub(h.clock.Now()))
		grant := h.invitation(t, "Нина")
		if grant == "" {
			t.Fatal("the invitation is not there")
		}
		h.clock.Advance(time.Second)
		if _, err := h.Answer(h.as(t, "Нина"), grant, true); !errors.Is(err, organisation.ErrNoGrant) {
			t.Errorf("after thirty days: %v", err)
		}
		h.work(t)
		if n := h.count(t, `SELECT COUNT(*) FROM organisation_grant WHERE state = 'lapsed'`); n != 1 {
			t.Errorf("%d lapsed", n)
		}
	})
}

// work does what comes round.
func (h *house) work(t testing.TB) {
	t.Helper()
	if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.ComeRound(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	jobstest.Drain(t, h.queue)
}

// Sixteen answers at once: one counts. Revoking ends the rights with the next request.
func TestAnInvitationIsAnsweredOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		if _, err := h.Invite(h.in(t, "Анна"), h.oleg(organisation.Full)); err != nil {
			t.Fatal(err)
		}
		if err := h.sign(t, "Анна", annaForRomashka(), nil); err != nil {
			t.Fatal(err)
		}
		grant := h.invitation(t, "Олег")
		var (
			wait sync.WaitGroup
			mu   sync.Mutex
			ok   int
		)
		for i := range 16 {
			wait.Go(func() {
				_, err := h.Answer(h.as(t, "Олег"), grant, i%2 == 0)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					ok++
				} else if !errors.Is(err, organisation.ErrNoGrant) {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if ok != 1 {
			t.Errorf("%d answers counted", ok)
		}
	})
}

func TestRevokingAndLeaving(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.opened(t)
		h.trusted(t, organisation.Full)
		in, err := h.Inside(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Revoke(h.in(t, "Анна"), in.Grants[0].ID); err != nil {
			t.Fatal(err)
		}
		if role := h.role(t, "Олег"); role != "" {
			t.Errorf("revoked, the person is %q", role)
		}
		if err := h.Revoke(h.in(t, "Анна"), in.Grants[0].ID); !errors.Is(err, organisation.ErrNoGrant) {
			t.Errorf("revoked twice: %v", err)
		}
		h.trusted(t, organisation.Standard)
		if err := h.Leave(h.as(t, "Олег"), romashkaOGRN); err != nil {
			t.Fatal(err)
		}
		if role := h.role(t, "Олег"); role != "" {
			t.Errorf("having left, the person is %q", role)
		}
		if err := h.Leave(h.as(t, "Анна"), romashkaOGRN); !errors.Is(err, organisation.ErrNoGrant) {
			t.Errorf("the head leaves: %v", err)
		}
	})
}

// A second document for the same person takes the place of the first at once, without being accepted anew.
func TestAGrantIsReplaced(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		h.trusted(t, organisation.Standard)
		if _, err := h.Invite(h.in(t, "Анна"), h.oleg(organisation.Full)); err != nil {
			t.Fatal(err)
		}
		if role := h.role(t, "Олег"); role != organisation.Standard {
			t.Errorf("before the signature: %q", role)
		}
		if err := h.sign(t, "Анна", annaForRomashka(), nil); err != nil {
			t.Fatal(err)
		}
		if role := h.role(t, "Олег"); role != organisation.Full {
			t.Errorf("after it: %q", role)
		}
	})
}

func TestTermsAreBounded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		for _, until := range []time.Time{h.clock.Now(), h.clock.Now().Add(organisation.GrantMax + time.Hour)} {
			trust := h.oleg(organisation.Full)
			trust.Until = until
			if _, err := h.Invite(h.in(t, "Анна"), trust); !errors.Is(err, organisation.ErrGrantTerm) {
				t.Errorf("until %v: %v", until, err)
			}
		}
		self := h.oleg(organisation.Full)
		self.SNILS = "11223344595"
		if _, err := h.Invite(h.in(t, "Анна"), self); !errors.Is(err, organisation.ErrGrantSelf) {
			t.Errorf("oneself: %v", err)
		}
	})
}

// «Ссылка руководителю»: one signature of the head opens the cabinet and appoints the employee who asked.
func TestAnEmployeeAsksTheHead(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.shelf.put(romashka(anna()))
		secret, err := h.AskHead(h.as(t, "Олег"), romashkaINN, organisation.Full, 6, "head@romashka.example")
		if err != nil {
			t.Fatal(err)
		}
		if l, err := h.Linked(t.Context(), secret); err != nil || l.Title != "ООО «РОМАШКА»" || l.Name != "Орлов Олег Игоревич" {
			t.Errorf("%+v, %v", l, err)
		}
		if _, err := h.FollowLink(h.as(t, "Олег"), secret); !errors.Is(err, organisation.ErrOwnLink) {
			t.Errorf("one's own link: %v", err)
		}
		if _, err := h.FollowLink(h.as(t, "Анна"), secret); err != nil {
			t.Fatal(err)
		}
		if err := h.sign(t, "Анна", annaForRomashka(), nil); err != nil {
			t.Fatal(err)
		}
		if head, employee := h.role(t, "Анна"), h.role(t, "Олег"); head != organisation.Signer || employee != organisation.Full {
			t.Errorf("the head is %q, the employee %q", head, employee)
		}
		if _, err := h.Linked(t.Context(), secret); !errors.Is(err, organisation.ErrNoLink) {
			t.Errorf("the link afterwards: %v", err)
		}
		if _, err := h.AskHead(h.as(t, "Олег"), managerINN, organisation.Full, 6, ""); !errors.Is(err, organisation.ErrNoSuchINN) {
			t.Errorf("an ИНН that the register does not know: %v", err)
		}
	})
}

// People are warned 30, 7 and 1 days before a term ends, once each.
func TestWarnings(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		h.trusted(t, organisation.Full)
		warned := func() (n int) {
			h.work(t)
			for _, subject := range h.letters(t, "Олег") {
				if subject == "A term ends soon" {
					n++
				}
			}
			return n
		}
		end := today.AddDate(0, 3, 0)
		for _, c := range []struct{ days, want int }{{31, 0}, {30, 1}, {29, 1}, {7, 2}, {2, 2}, {1, 3}, {1, 3}} {
			h.clock.Advance(end.AddDate(0, 0, -c.days).Sub(h.clock.Now()))
			if n := warned(); n != c.want {
				t.Errorf("%d days before the end: %d warnings, want %d", c.days, n, c.want)
			}
		}
	})
}

// What was signed is read back from the bytes, and nothing else passes for it.
func TestThePaperIsReadBack(t *testing.T) {
	p := organisation.Paper{
		ID: "1", Written: today, Title: "ООО «РОМАШКА»", INN: romashkaINN, OGRN: romashkaOGRN, Name: "Орлов Олег Игоревич", SNILS: "16012345698",
		Role: organisation.Full, Until: today.AddDate(1, 0, 0),
	}
	got, err := organisation.ReadPaper(p.Bytes())
	if err != nil || !got.Until.Equal(p.Until) || got.SNILS != p.SNILS || got.Role != p.Role {
		t.Errorf("%+v, %v", got, err)
	}
	p.Name = "Орлов\nПрава: полные"
	if got, err := organisation.ReadPaper(p.Bytes()); err != nil || got.Role != organisation.Full || got.Name != "Орлов Права: полные" {
		t.Errorf("a name of two lines: %+v, %v", got, err)
	}
}

func FuzzReadPaper(f *testing.F) {
	p := organisation.Paper{ID: "1", Written: today, Title: "ООО", INN: romashkaINN, Name: "Орлов", SNILS: "16012345698", Role: organisation.Standard, Until: today}
	f.Add(p.Bytes())
	f.Add([]byte("KLASTER-GRANT/1\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := organisation.ReadPaper(b)
		if err == nil && !bytes.Equal(p.Bytes(), b) {
			t.Errorf("%q reads as another document", b)
		}
	})
}
