package fact

import (
	"context"
	"errors"

	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

// Provider is a service outside that is asked about one subject and answers at once or after days: DaData, the state's exchange. Its
// words come in as what they are: a record of the register, or single facts, below whoever ranks above its source (T22).
type Provider interface {
	// Source is whose word the answers are.
	Source() Source
	// Send asks and returns the ticket by which the answer is fetched. The same question, repeated because nobody knows whether it
	// arrived, bears the same id.
	Send(ctx context.Context, q Question) (ticket string, err error)
	// Answer returns the answer. The error is [ErrNoAnswer] while there is none, [ErrNobody] when the source has no such subject,
	// [ErrQuestion] when it will not answer this question; any other means that it cannot be reached now.
	Answer(ctx context.Context, q Question, ticket string) (Answer, error)
}

// Question is a question to a provider.
type Question struct {
	ID      string
	Subject Subject
}

// Answer is what a provider says: a record of a register that is the register's own word, or single facts.
type Answer struct {
	Record *egr.Record
	// Subject is whom Facts are about, and AsOf the day for which the provider says them.
	Subject Subject
	AsOf    workdays.Date
	Facts   []Said
}

// Said is one fact of a provider. Its value is a string or a list of strings, "" for what the provider knows not to be there.
type Said struct {
	Kind  Kind
	Value any
}

// Errors of a [Provider].
var (
	ErrNoAnswer = errors.New("the provider has not answered yet")
	ErrNobody   = errors.New("the provider has no such subject")
	ErrQuestion = errors.New("the provider refuses the question")
)

// provider finds a provider by its source.
func (s *Service) provider(source Source) (Provider, bool) {
	for _, p := range s.providers {
		if p.Source() == source {
			return p, true
		}
	}
	return nil, false
}
