package account

import (
	"context"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// Data is what a person has entered once, for the forms of other rooms.
type Data struct {
	Identity   Identity
	Identified bool // a source has confirmed the identity; otherwise it is the person's own word
	Level      actor.Level
	Email      Email      // confirmed
	Phone      ruid.Phone // confirmed; "" when there is none
	Documents  []Document // the latest first
}

// Data returns what a person has entered once. Whoever asks shows it to the person themselves, or notes the look.
func (s *Service) Data(ctx context.Context, q sqldb.Querier, who actor.PersonID) (Data, error) {
	p, err := s.Person(ctx, q, who)
	if err != nil {
		return Data{}, err
	}
	documents, err := s.documents(ctx, q, who)
	if err != nil {
		return Data{}, err
	}
	return Data{Identity: p.Identity(), Identified: p.Identified, Level: p.Level, Email: p.Email, Phone: p.Phone, Documents: documents}, nil
}
