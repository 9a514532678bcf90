package actor_test

import (
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
)

// Every right and every kind of session: what the policy of a route answers.
func TestMay(t *testing.T) {
	proved := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	all := []actor.Right{actor.View, actor.Draft, actor.Send, actor.Sign, actor.Appoint}
	cases := []struct {
		name string
		who  actor.Actor
		want map[actor.Right]error
	}{
		{"guest", actor.Actor{}, every(all, actor.ErrSignIn)},
		{"for oneself", actor.Actor{Person: "p", Confirmed: proved}, every(all, actor.ErrNotYours)},
		{"a head", actor.Actor{Person: "p", Acting: "o", Confirmed: proved, Rights: all}, every(all, nil)},
		{"a standard trusted person", actor.Actor{Person: "p", Acting: "o", Confirmed: proved, Rights: []actor.Right{actor.Draft}}, map[actor.Right]error{
			actor.View: actor.ErrRight, actor.Draft: nil, actor.Send: actor.ErrRight, actor.Sign: actor.ErrRight, actor.Appoint: actor.ErrRight,
		}},
		{"a head, from another network", actor.Actor{Person: "p", Acting: "o", Rights: all}, map[actor.Right]error{
			actor.View: nil, actor.Draft: nil, actor.Send: actor.ErrConfirm, actor.Sign: actor.ErrConfirm, actor.Appoint: actor.ErrConfirm,
		}},
		{"a head, by a certificate alone in an unknown browser", actor.Actor{Person: "p", Acting: "o", Rights: all, Held: true}, every(all, actor.ErrConfirm)},
	}
	for _, c := range cases {
		r := httptest.NewRequest("GET", "/org/1", nil)
		r = r.WithContext(actor.With(r.Context(), c.who))
		for _, right := range all {
			if err := actor.May(right).Admit(r); !errors.Is(err, c.want[right]) || err == nil != (c.want[right] == nil) {
				t.Errorf("%s: %s = %v, want %v", c.name, right, err, c.want[right])
			}
		}
	}
}

func every(rights []actor.Right, err error) map[actor.Right]error {
	m := map[actor.Right]error{}
	for _, r := range rights {
		m[r] = err
	}
	return m
}

// In one's own matters everybody has every right, but what binds takes a session that was proved (T14, T15).
func TestOwn(t *testing.T) {
	proved := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	all := []actor.Right{actor.View, actor.Draft, actor.Send, actor.Sign}
	binds := map[actor.Right]error{actor.View: nil, actor.Draft: nil, actor.Send: actor.ErrConfirm, actor.Sign: actor.ErrConfirm}
	for name, c := range map[string]struct {
		who  actor.Actor
		want map[actor.Right]error
	}{
		"guest":                         {actor.Actor{}, every(all, actor.ErrSignIn)},
		"a person":                      {actor.Actor{Person: "p", Confirmed: proved}, every(all, nil)},
		"from another network":          {actor.Actor{Person: "p"}, binds},
		"by a certificate in a library": {actor.Actor{Person: "p", Confirmed: proved, Held: true}, binds},
	} {
		r := httptest.NewRequest("GET", "/applications", nil)
		r = r.WithContext(actor.With(r.Context(), c.who))
		for _, right := range all {
			if err := actor.Own(right).Admit(r); !errors.Is(err, c.want[right]) || err == nil != (c.want[right] == nil) {
				t.Errorf("%s: %s = %v, want %v", name, right, err, c.want[right])
			}
		}
	}
}
