package fact

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/statereg/rnp"
	"github.com/klaster-platform/klaster/statereg/rsmp"
	"github.com/klaster-platform/klaster/workdays"
)

// unfairListed is the hot status of one who stands in the register of unfair suppliers.
const unfairListed = "listed"

// smallReader reads the register of small and medium businesses.
type smallReader struct{}

func (smallReader) header(beginning []byte) (egr.Header, bool) {
	r, err := rsmp.NewReader(bytes.NewReader(beginning), "", egr.Limits{})
	if err != nil {
		return egr.Header{}, false
	}
	return r.Header(), true
}

func (s smallReader) fits(beginning []byte) bool {
	_, ok := s.header(beginning)
	return ok
}

func (s smallReader) expected(beginning []byte) int64 {
	h, _ := s.header(beginning)
	return int64(max(h.Documents, 0))
}

func (smallReader) read(_ context.Context, file io.Reader, name string, take func(item) error) (func() map[string]int64, error) {
	r, err := rsmp.NewReader(file, name, egr.Limits{})
	if err != nil {
		return nil, err
	}
	for {
		rec, err := r.Next()
		var one *egr.RecordError
		switch {
		case errors.Is(err, io.EOF):
			return nil, nil
		case err != nil && !errors.As(err, &one):
			return nil, err
		}
		if err := take(func() (parsed, error) {
			if err != nil {
				return parsed{}, err
			}
			return ofSmall(rec), nil
		}); err != nil {
			return nil, err
		}
	}
}

func ofSmall(r *rsmp.Record) parsed {
	p := parsed{row: row{
		Register: SmallBusiness, Record: r.OGRN, INN: r.INN, Region: r.Region, Kind: "ul", Status: string(r.Category), Name: r.Short, AsOf: r.AsOf.String(),
	}}
	if p.row.Record == "" {
		p.row.Record = r.INN
	}
	if p.row.Name == "" {
		p.row.Name = r.Name
	}
	if r.Entrepreneur {
		p.row.Kind = "ip"
	}
	plain := *r
	plain.AsOf, plain.Document = workdays.Date{}, ""
	p.content = &plain
	return p
}

// unfairReader reads the register of unfair suppliers.
type unfairReader struct{}

func (unfairReader) fits(beginning []byte) bool {
	return bytes.Contains(beginning, []byte("unfairSupplier"))
}

func (unfairReader) expected([]byte) int64 { return 0 }

func (unfairReader) read(_ context.Context, file io.Reader, _ string, take func(item) error) (func() map[string]int64, error) {
	r := rnp.NewReader(file, rnp.Limits{})
	for {
		rec, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil, nil
		case err != nil && !errors.Is(err, rnp.ErrRecord):
			return nil, err
		}
		if err := take(func() (parsed, error) {
			if err != nil {
				return parsed{}, err
			}
			return ofUnfair(rec), nil
		}); err != nil {
			return nil, err
		}
	}
}

// ofUnfair prepares a record of the register of unfair suppliers. The hot column kind is the day on which it is taken out.
func ofUnfair(r *rnp.Record) parsed {
	p := parsed{row: row{
		Register: Unfair, Record: r.Number, Status: unfairListed, Name: r.Supplier.Short, AsOf: r.Published.String(), Kind: endOf(r),
	}, content: r}
	if p.row.Name == "" {
		p.row.Name = r.Supplier.Name
	}
	if r.Supplier.Checked {
		p.row.INN, p.row.KPP = r.Supplier.INN, r.Supplier.KPP
	}
	if r.Excluded {
		p.row.Status = unfairExcluded
	}
	seen := map[string]bool{p.row.INN: true}
	for _, f := range r.Founders {
		if _, err := ruid.ParseINN(f.INN); err == nil && !seen[f.INN] {
			seen[f.INN] = true
			p.row.mentions = append(p.row.mentions, f.INN)
		}
	}
	return p
}

// endOf is the day on which a record is taken out: the one that it names, else two years after its first version (44-ФЗ,
// art. 104 cl. 9). It is empty when neither is known.
func endOf(r *rnp.Record) string {
	switch {
	case !r.Ends.IsZero():
		return r.Ends.String()
	case !r.First.IsZero():
		return r.First.AddMonths(24).String()
	case !r.Published.IsZero():
		return r.Published.AddMonths(24).String()
	}
	return ""
}
