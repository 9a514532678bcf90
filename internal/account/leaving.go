package account

import (
	"context"
	"io"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// Subject is a person as other rooms know them: by the id, and by the contacts to which they wrote.
type Subject struct {
	Person actor.PersonID
	Emails []Email
	Phones []ruid.Phone
	Until  map[string]time.Time // until when a contact of before was theirs; those of now are not in it
}

// Part is what one room stores about a person, for the copy that the person gets. Data is encoded as JSON under the name
// of the part; the files go into a folder of that name.
type Part struct {
	Name  string
	Data  any
	Files []File
}

// File is a file of a part.
type File struct {
	Key      string // what the log calls it; tells nothing about anybody
	Name     string // what its owner calls it; the archive makes it safe and unique
	Size     int64
	Modified time.Time
	Open     func(context.Context) (io.ReadCloser, error) // gives exactly Size bytes, or an error
}

// Room is another room that stores something about people. Whoever adds one to the program adds it to the list in package
// app, so that nobody's copy is short of it and nothing stays behind when an account is deleted.
type Room interface {
	// Holds returns what the room stores about a person, and nothing about others.
	Holds(ctx context.Context, q sqldb.Querier, s Subject) ([]Part, error)
	// Forget takes out of what the room stores all that tells who the person was. What the law obliges to keep stays, with
	// the id alone.
	Forget(ctx context.Context, tx *sqldb.Tx, s Subject) error
}

// roles tells whether a person works for the foundation: package staff.
type roles interface {
	// HoldsRole reports whether a person holds a role; no role changes until the transaction ends.
	HoldsRole(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) (bool, error)
	// RoleTakes returns by how much a session must be proved for the roles of a person to work; [actor.ByOne] without roles.
	RoleTakes(ctx context.Context, q sqldb.Querier, p actor.PersonID) (actor.Proof, error)
}

// formerKept is how long it is remembered which contacts a person had: a day longer than package notification remembers to
// whom it wrote, so that no note outlives the knowledge of whose it is.
const formerKept = 91 * 24 * time.Hour

// formerGrace is how long after a change the letter about it is still written to the old contact.
const formerGrace = time.Minute

// formerContact is a contact that was a person's until a moment. Later it may be somebody else's.
type formerContact struct {
	kind   Contact
	target string
	until  time.Time
}

// subject gathers by what other rooms may know a person: the contacts of now, and those of before with the time until
// which they were the person's.
func (s *Service) subject(ctx context.Context, q sqldb.Querier, p Person) (Subject, error) {
	former, err := formerContacts(ctx, q, p.ID)
	if err != nil {
		return Subject{}, err
	}
	wanted, err := wantedContacts(ctx, q, p.ID)
	if err != nil {
		return Subject{}, err
	}
	one := Subject{Person: p.ID, Emails: []Email{p.Email}, Until: map[string]time.Time{}}
	if p.Phone != "" {
		one.Phones = append(one.Phones, p.Phone)
	}
	for _, c := range append(former, wanted...) {
		if c.target == string(p.Email) || c.target == string(p.Phone) {
			continue // it came back
		}
		until := c.until.Add(formerGrace)
		if before, known := one.Until[c.target]; known {
			if until.After(before) {
				one.Until[c.target] = until
			}
			continue
		}
		one.Until[c.target] = until
		if c.kind == ContactEmail {
			one.Emails = append(one.Emails, Email(c.target))
		} else {
			one.Phones = append(one.Phones, ruid.Phone(c.target))
		}
	}
	return one, nil
}
