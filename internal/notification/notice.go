package notification

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

// Notice is something that a person is told on the site.
type Notice struct {
	ID      string
	Topic   string
	Title   i18n.Text
	Text    i18n.Text
	Path    string // of this site, where one sees more; "" when there is nothing to see
	Created time.Time
	Read    time.Time // zero while it is unread
}

// Task is something that waits for a person. It is gone when it is done, whether its notice was read or not.
type Task struct {
	Title i18n.Text
	About i18n.Text
	Path  string
	Until time.Time // zero: no term
}

const (
	// keepNotices is for how long notices are kept.
	keepNotices = 365 * 24 * time.Hour
	// manyUnread is where counting unread notices ends: the bell shows one less and a plus.
	manyUnread = 100
)

// ErrNoNotice says that there is no such notice, or that it is another person's.
var ErrNoNotice = fault.New(fault.NotFound, i18n.M(
	"Такого уведомления нет. Посмотрите в списке уведомлений.", "There is no such notification. See the list of notifications."))

// Tell tells a person something on the site, in the transaction of the caller.
func (s *Service) Tell(ctx context.Context, tx *sqldb.Tx, to actor.PersonID, n Notice) error {
	n.ID, n.Created = id.New(), s.clock.Now()
	if err := insertNotice(ctx, tx, to, n); err != nil {
		return fmt.Errorf("tell about %s: %w", n.Topic, err)
	}
	return nil
}

// NoticeOf makes a notice of a letter: its subject, its first paragraph, and where its button leads. It is false for letters that must
// not stay on the site: with a code, or with a button that leads elsewhere than to the pages of the person or the organisation. The
// addresses of those pages open nothing by themselves.
func (s *Service) NoticeOf(topic string, m letter.Letter) (n Notice, ok bool) {
	n = Notice{Topic: topic, Title: m.Subject}
	for _, b := range m.Body {
		switch b := b.(type) {
		case letter.Paragraph:
			if n.Text.IsZero() {
				n.Text = i18n.Text(b)
			}
		case letter.Button:
			n.Path = strings.TrimPrefix(strings.TrimPrefix(b.URL, s.site.BaseURL), "/en")
			if !open(n.Path) {
				return Notice{}, false
			}
		case letter.Code:
			return Notice{}, false
		}
	}
	return n, true
}

// open reports whether the address of a page may be kept: everybody who is not entitled is refused there.
func open(path string) bool {
	switch path {
	case "/organisations", "/profile", "/profile/level", "/desk", "/partners/saved":
		return true
	}
	for _, room := range []string{"/org/", "/applications/", "/members/", "/partners/saved/", "/admin/"} {
		if strings.HasPrefix(path, room) {
			return true
		}
	}
	return false
}

// Notices lists the notices of a person, the latest first, before the one with the id before ("" for the latest).
func (s *Service) Notices(ctx context.Context, p actor.PersonID, unread bool, before string, limit int) (list []Notice, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		list, err = selectNotices(ctx, q, p, unread, before, limit)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list notices: %w", err)
	}
	return list, nil
}

// Unread counts the notices that a person has not read; [manyUnread] stands for that many and more.
func (s *Service) Unread(ctx context.Context, q sqldb.Querier, p actor.PersonID) (int, error) {
	n, err := countUnread(ctx, q, p, manyUnread)
	if err != nil {
		return 0, fmt.Errorf("count unread notices: %w", err)
	}
	return n, nil
}

// Read notes that the person who acts has read a notice, and returns where it leads.
func (s *Service) Read(ctx context.Context, notice string) (path string, err error) {
	if !id.Valid(notice) {
		return "", ErrNoNotice
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		path, err = readNotice(ctx, tx, actor.From(ctx).Person, notice, s.clock.Now())
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read a notice: %w", err)
	}
	return path, nil
}

// ReadAll notes that the person who acts has read all notices.
func (s *Service) ReadAll(ctx context.Context) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error { return readNotices(ctx, tx, actor.From(ctx).Person, s.clock.Now()) })
	if err != nil {
		return fmt.Errorf("read all notices: %w", err)
	}
	return nil
}

// HeldNotice is a notice in the copy that a person gets of what is stored.
type HeldNotice struct {
	Topic   string     `json:"topic"`
	Title   string     `json:"title"`
	Text    string     `json:"text"`
	Path    string     `json:"path,omitempty"`
	Created time.Time  `json:"created"`
	Read    *time.Time `json:"read,omitempty"`
}

// HeldAbout lists the notices of a person for their copy, in Russian, as the site speaks.
func (s *Service) HeldAbout(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]HeldNotice, error) {
	list, err := selectNotices(ctx, q, p, false, "", allNotices)
	if err != nil {
		return nil, fmt.Errorf("list the notices of a person: %w", err)
	}
	held := make([]HeldNotice, len(list))
	for i, n := range list {
		held[i] = HeldNotice{Topic: n.Topic, Title: n.Title.In(i18n.Russian), Text: n.Text.In(i18n.Russian), Path: n.Path, Created: n.Created}
		if !n.Read.IsZero() {
			held[i].Read = &n.Read
		}
	}
	return held, nil
}

// ForgetPerson deletes the notices of a person.
func (s *Service) ForgetPerson(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	if err := deleteNoticesOf(ctx, tx, p); err != nil {
		return fmt.Errorf("forget the notices of a person: %w", err)
	}
	return nil
}
