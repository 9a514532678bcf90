package account_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// callers returns which functions of the package call a function or a method of the name, tests left out.
func callers(t *testing.T, name string) (list []string) {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			function, ok := decl.(*ast.FuncDecl)
			if !ok || function.Body == nil {
				continue
			}
			ast.Inspect(function.Body, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok && calls(call.Fun, name) && !slices.Contains(list, function.Name.Name) {
					list = append(list, function.Name.Name)
				}
				return true
			})
		}
	}
	slices.Sort(list)
	return list
}

// calls reports whether what is called is a function of ours of the name: bare, or a method of s.
func calls(fun ast.Expr, name string) bool {
	switch fun := fun.(type) {
	case *ast.Ident:
		return fun.Name == name
	case *ast.SelectorExpr:
		receiver, ok := fun.X.(*ast.Ident)
		return ok && receiver.Name == "s" && fun.Sel.Name == name
	}
	return false
}

// The way to a session is one: whoever writes another finds this test in the way, and adds the new way to both lists.
func TestGateIsTheOnlyWay(t *testing.T) {
	for what, want := range map[string][]string{
		"insertSession":  {"open"},
		"open":           {"admit"},
		"confirmSession": {"raise"},
		"raise":          {"Confirm", "ConfirmPassword"},
		"mayIssue":       {"admit", "authenticate", "link", "raise"},
		"admit":          {"NewPassword", "SignIn", "SignInByPasskey", "complete", "enterErrand", "finish", "openByQR"},
	} {
		if got := callers(t, what); !slices.Equal(got, want) {
			t.Errorf("%s is called by %v, and this list says by %v", what, got, want)
		}
	}
}

// way prepares a way in for the person of a session and returns what goes it.
type way func(t *testing.T, o *outside, in account.Entry) (enter func() (account.Entry, error))

// ways are all ways in but registration, which makes the person. What a way's name stands for is in method.go.
var ways = map[string]way{
	"password": func(t *testing.T, o *outside, _ account.Entry) func() (account.Entry, error) {
		return func() (account.Entry, error) { return o.SignIn(t.Context(), string(address), password, firefox) }
	},
	"recovery": func(t *testing.T, o *outside, _ account.Entry) func() (account.Entry, error) {
		link := o.recoveryLink(t)
		return func() (account.Entry, error) {
			return o.NewPassword(t.Context(), link, "Другой47 пароль", firefox)
		}
	},
	"passkey": func(t *testing.T, o *outside, in account.Entry) func() (account.Entry, error) {
		key := o.withKey(t, o.actor(t, in), true)
		return func() (account.Entry, error) { return o.byPasskey(t, key) }
	},
	"outside": func(t *testing.T, o *outside, in account.Entry) func() (account.Entry, error) {
		if err := o.linked(t, in, "anna-there"); err != nil {
			t.Fatal(err)
		}
		secret, answer := o.trip(t, t.Context(), "anna-there")
		return func() (account.Entry, error) {
			out, err := o.finish(t.Context(), secret, answer)
			if err != nil || out.Entry == nil {
				return account.Entry{}, err
			}
			return *out.Entry, nil
		}
	},
	"qr": func(t *testing.T, o *outside, in account.Entry) func() (account.Entry, error) {
		return o.letIn(t, o.actor(t, in), false)
	},
	"qr and passkey": func(t *testing.T, o *outside, in account.Entry) func() (account.Entry, error) {
		return o.letIn(t, o.actor(t, in), true)
	},
	"half and second factor": func(t *testing.T, o *outside, in account.Entry) func() (account.Entry, error) {
		secret := o.withApp(t, o.actor(t, in))
		half := o.half(t)
		return func() (account.Entry, error) {
			return o.Second(t.Context(), half, firefox, byApp(o.appCode(t, secret)))
		}
	},
}

// recoveryLink asks for a new password and returns the secret of the link.
func (h *house) recoveryLink(t testing.TB) id.Secret {
	t.Helper()
	if err := h.Recover(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	return h.box.link(t)
}

// letIn returns a screen that a telephone has let in, and that has not entered yet.
func (h *house) letIn(t testing.TB, phone actor.Actor, passkey bool) func() (account.Entry, error) {
	t.Helper()
	there := from(t.Context(), near)
	s := h.screen(t, near)
	var proof *account.Shown
	if passkey {
		key := h.withKey(t, phone, true)
		asked, err := h.AskApproval(there, phone, cookie)
		if err != nil {
			t.Fatal(err)
		}
		shown := byKey(key.get(t, asked))
		proof = &shown
	}
	if err := h.TakeQR(there, s.code, phone); err != nil {
		t.Fatal(err)
	}
	if err := h.ApproveQR(there, s.code, phone, s.number, proof); err != nil {
		t.Fatal(err)
	}
	return func() (account.Entry, error) { return h.SignInByQR(there, s.secret, firefox) }
}

// Each way in stops at the lock of the account, and stops half way when the person has a second factor and the way brings
// none.
func TestGateOfEachWay(t *testing.T) {
	brings := []string{"passkey", "qr and passkey", "half and second factor"}
	for name, prepare := range ways {
		t.Run(name, func(t *testing.T) {
			eachOutside(t, func(t *testing.T, o *outside) {
				enter := prepare(t, o, o.person(t))
				if in, err := enter(); err != nil || in.Half() {
					t.Errorf("with nothing in the way: half %v, %v", in.Half(), err)
				}
			})
			t.Run("second factor", func(t *testing.T) {
				eachOutside(t, func(t *testing.T, o *outside) {
					in := o.person(t)
					enter := prepare(t, o, in)
					if name != "half and second factor" {
						o.withApp(t, o.actor(t, in))
					}
					if in, err := enter(); err != nil || in.Half() == slices.Contains(brings, name) {
						t.Errorf("half %v, %v", in.Half(), err)
					}
				})
			})
			t.Run("locked", func(t *testing.T) {
				eachOutside(t, func(t *testing.T, o *outside) {
					in := o.person(t)
					enter := prepare(t, o, in)
					if err := o.db.Update(t.Context(), func(tx *sqldb.Tx) error { return o.SetLocked(t.Context(), tx, in.Person.ID, true) }); err != nil {
						t.Fatal(err)
					}
					// A screen that a telephone has let in falls with the session of the telephone, half a sign-in with the lock.
					in, err := enter()
					stopped := errors.Is(err, account.ErrLocked) || errors.Is(err, account.ErrNoQR) || errors.Is(err, account.ErrNoPending)
					if !stopped || in.Session != "" || in.Pending != "" {
						t.Errorf("session %q, half %q, %v", in.Session, in.Pending, err)
					}
				})
			})
		})
	}
}
