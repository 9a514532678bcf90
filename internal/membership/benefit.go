package membership

import (
	"context"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Offer is a service, for those who may ask for it.
type Offer struct {
	Title, Summary i18n.Text
	URL            string
	Newcomers      bool // organisations without a status
	For            []Status
}

func (o Offer) open(s Status) bool {
	if s == NoStatus {
		return o.Newcomers
	}
	return slices.Contains(o.For, s)
}

// Pace is how fast the foundation has answered those who apply, over the last year.
type Pace struct {
	Answered int
	Share    int // per cent answered in time; what is overdue counts as late
	Median   int // working days
}

// Services is what the room asks about services and applications: package application.
type Services interface {
	Offers(ctx context.Context, q sqldb.Querier) ([]Offer, error)
	Pace(ctx context.Context, q sqldb.Querier) (Pace, error)
	// Sample is the application to join as it looks when it is filled in, a PDF.
	Sample(ctx context.Context, q sqldb.Querier) ([]byte, error)
}

// Certificate is what a certificate of status says.
type Certificate struct {
	Member Member
	Number string // of the decision by which the status was given
	Check  string // where anybody sees whether the status still stands
}

// Papers draws certificates: package application/document.
type Papers interface {
	Certificate(c Certificate) ([]byte, error)
}

// Benefits are the services with those to whom they are open: «Что даёт статус».
func (s *Service) Benefits(ctx context.Context, q sqldb.Querier) (list []Offer, p Pace, err error) {
	if list, err = s.services.Offers(ctx, q); err != nil {
		return nil, Pace{}, fmt.Errorf("list the services: %w", err)
	}
	if p, err = s.services.Pace(ctx, q); err != nil {
		return nil, Pace{}, fmt.Errorf("count how fast applications are answered: %w", err)
	}
	return list, p, nil
}

// Certify draws the certificate of a member whose status is in force.
func (s *Service) Certify(ctx context.Context, q sqldb.Querier, ogrn string) ([]byte, error) {
	m, err := memberByOGRN(ctx, q, ogrn)
	if err != nil {
		return nil, none(err, ErrNoMember)
	}
	if m.State != Active {
		return nil, ErrNoMember
	}
	given, err := givenBy(ctx, q, m.Organisation)
	if err != nil {
		return nil, fmt.Errorf("look for how the status was given: %w", err)
	}
	e, err := eventByID(ctx, q, given)
	if err != nil {
		return nil, fmt.Errorf("read how the status was given: %w", err)
	}
	return s.papers.Certificate(Certificate{Member: m, Number: e.Number, Check: s.baseURL + cardPath(m.OGRN)})
}
