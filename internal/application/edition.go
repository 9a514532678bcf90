package application

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
	"github.com/klaster-platform/klaster/yamldoc"
)

// Operators change services here: a version is a file that is written as a draft, looked at, and published with the day from which
// it is in force. What was published never changes; the next version does.

// Refusals of changes of services.
var (
	ErrNoEdition = fault.New(fault.NotFound, i18n.M(
		"Такой версии услуги нет.", "There is no such version of the service."))
	ErrPublished = fault.New(fault.Conflict, i18n.M(
		"Эта версия опубликована и больше не меняется. Начните следующую.", "This version was published and does not change any more. Begin the next one."))
	ErrEditedMeanwhile = fault.New(fault.Conflict, i18n.M(
		"Пока вы работали, черновик изменил другой сотрудник. Ниже — ваш текст; скопируйте его, откройте черновик заново и перенесите изменения.",
		"Somebody else has changed the draft meanwhile. Below is your text: copy it, open the draft again and carry your changes over."))
	ErrServiceKey = fault.New(fault.Invalid, i18n.M(
		"Ключ услуги: от 2 до 32 строчных латинских букв, цифр и подчёркиваний; первой стоит буква.",
		"The key of a service: 2 to 32 lower-case Latin letters, digits and underlines; a letter stands first."))
	ErrServiceThere = fault.New(fault.Conflict, i18n.M(
		"Услуга с таким ключом уже есть. Выберите другой ключ или начните её следующую версию.",
		"There is a service with this key. Choose another one, or begin its next version."))
	ErrFaulty = fault.New(fault.Conflict, i18n.M(
		"В файле есть ошибки. Исправьте их и сохраните, тогда версию можно будет опубликовать.",
		"The file has mistakes. Mend and save them, then the version can be published."))
)

// Edition is a version of a service as operators see it.
type Edition struct {
	Service   string
	Version   int
	Published bool
	Brought   bool // a draft that the program brought, and nobody here has changed
	Source    string
	Digest    string // SHA-256 of the source, in hex
	First     workdays.Date
	Last      workdays.Date
	Cases     int // how many applications were begun under it
	Form      *form.Service
	Problems  yamldoc.Problems // why the source is no service
}

// Editions lists all versions of all services, the latest of a service first.
func (s *Service) Editions(ctx context.Context, q sqldb.Querier) ([]Edition, error) {
	list, err := allEditions(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("list the versions of services: %w", err)
	}
	for i := range list {
		s.examine(&list[i])
	}
	return list, nil
}

// Edition reads one version.
func (s *Service) Edition(ctx context.Context, q sqldb.Querier, service string, version int) (Edition, error) {
	e, err := oneEdition(ctx, q, service, version)
	if err != nil {
		return Edition{}, none(err, ErrNoEdition)
	}
	s.examine(&e)
	return e, nil
}

// examine reads the source of a version, and says what is wrong with it.
func (s *Service) examine(e *Edition) {
	read := func(content []byte) (*form.Service, error) { return form.LoadFor(content, s.installed) }
	if e.Published { // its effect may be gone by now
		read = form.Load
	}
	f, err := read([]byte(e.Source))
	if err != nil {
		if !errors.As(err, &e.Problems) {
			e.Problems = yamldoc.Problems{fileProblem("файл не читается", "the file cannot be read")}
		}
		return
	}
	switch {
	case f.Key != e.Service:
		e.Problems = append(e.Problems, fileProblem("key: ключ услуги менять нельзя", "key: the key of the service cannot change"))
	case f.Version != e.Version:
		e.Problems = append(e.Problems, fileProblem("version: здесь пишут версию "+strconv.Itoa(e.Version), "version: this is version "+strconv.Itoa(e.Version)))
	}
	e.Form = f
}

func fileProblem(ru, en string) yamldoc.Problem {
	return yamldoc.Problem{Text: yamldoc.Text{RU: ru, EN: en}}
}

// NextEdition begins the next version of a service with the source of its latest, or returns the draft that there is.
func (s *Service) NextEdition(ctx context.Context, service string) (e Edition, err error) {
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		last, err := latestEdition(ctx, tx, service)
		switch {
		case err != nil:
			return none(err, ErrNoService)
		case !last.Published:
			e = last
			return nil
		}
		e = Edition{Service: service, Version: last.Version + 1, Source: renumber(last.Source, last.Version+1)}
		e.Digest = digestOf(e.Source)
		return s.beginDraft(ctx, tx, e)
	})
	if err != nil {
		return Edition{}, fmt.Errorf("begin the next version of %s: %w", service, err)
	}
	return e, nil
}

// BeginService begins the first version of a service that there is not yet, from a file that shows the fields.
func (s *Service) BeginService(ctx context.Context, key string) (e Edition, err error) {
	if !serviceKey.MatchString(key) || strings.HasPrefix(key, "xml") {
		return Edition{}, ErrServiceKey
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if _, err := latestEdition(ctx, tx, key); !errors.Is(err, sqldb.ErrNoRows) {
			if err == nil {
				err = ErrServiceThere
			}
			return err
		}
		e = Edition{Service: key, Version: 1, Source: firstSource(key, s.today())}
		e.Digest = digestOf(e.Source)
		return s.beginDraft(ctx, tx, e)
	})
	if err != nil {
		return Edition{}, fmt.Errorf("begin the service %s: %w", key, err)
	}
	return e, nil
}

func (s *Service) beginDraft(ctx context.Context, tx *sqldb.Tx, e Edition) error {
	if err := insertDraft(ctx, tx, e, string(actor.From(ctx).Person), s.clock.Now()); err != nil {
		return fmt.Errorf("begin a version: %w", err)
	}
	return s.recordEdition(ctx, tx, "application.service_drafted", e)
}

// serviceKey is the form of the key of a service: it stands in addresses and in the namespace of documents.
var serviceKey = regexp.MustCompile(`^[a-z][a-z0-9_]{1,31}$`)

var versionLine = regexp.MustCompile(`(?m)^version:[ \t]*[0-9]+`)

// renumber writes the number of a version into a source.
func renumber(source string, version int) string {
	done := false
	return versionLine.ReplaceAllStringFunc(source, func(line string) string {
		if done {
			return line
		}
		done = true
		return "version: " + strconv.Itoa(version)
	})
}

func digestOf(source string) string {
	sum := sha256.Sum256([]byte(source))
	return hex.EncodeToString(sum[:])
}

// SaveEdition keeps the source of a draft as it was typed, right or wrong. drawn is the digest of what the page showed.
func (s *Service) SaveEdition(ctx context.Context, service string, version int, drawn, source string) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		e, err := oneEdition(ctx, tx, service, version)
		switch {
		case err != nil:
			return none(err, ErrNoEdition)
		case e.Published:
			return ErrPublished
		case e.Digest != drawn:
			return ErrEditedMeanwhile
		}
		e.Source, e.Digest = source, digestOf(source)
		s.examine(&e)
		if e.Form != nil {
			e.First, e.Last = e.Form.From, e.Form.Until
		}
		return s.keepDraft(ctx, tx, e, drawn)
	})
	if err != nil {
		return fmt.Errorf("save version %d of %s: %w", version, service, err)
	}
	return nil
}

// keepDraft writes a draft over what the page showed, and notes who wrote it.
func (s *Service) keepDraft(ctx context.Context, tx *sqldb.Tx, e Edition, drawn string) error {
	who := string(actor.From(ctx).Person)
	changed, err := updateDraft(ctx, tx, e, drawn, who, s.clock.Now())
	switch {
	case err != nil:
		return err
	case !changed:
		return ErrEditedMeanwhile
	}
	return noteAuthor(ctx, tx, e, who)
}

// DropEdition deletes a draft.
func (s *Service) DropEdition(ctx context.Context, service string, version int) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		e, err := oneEdition(ctx, tx, service, version)
		switch {
		case err != nil:
			return none(err, ErrNoEdition)
		case e.Published:
			return ErrPublished
		}
		if err := deleteDraft(ctx, tx, service, version); err != nil {
			return err
		}
		return s.recordEdition(ctx, tx, "application.service_dropped", e)
	})
	if err != nil {
		return fmt.Errorf("drop version %d of %s: %w", version, service, err)
	}
	return nil
}

func (s *Service) recordEdition(ctx context.Context, tx *sqldb.Tx, action string, e Edition) error {
	return s.record(ctx, tx, action, actor.CaseID(e.Service), fmt.Sprintf("%d %s", e.Version, e.Digest))
}
