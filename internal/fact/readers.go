package fact

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/klaster-platform/klaster/statereg/classifier"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// readers are how the files of each register are read.
func readers() map[Register]reader {
	return map[Register]reader{
		Organisations: egrReader{egr.Organisations},
		Entrepreneurs: egrReader{egr.Entrepreneurs},
		SmallBusiness: smallReader{},
		Unfair:        unfairReader{},
		Disqualified:  disqualifiedReader{},
		Activities:    classifierReader{register: Activities, key: classifier.OKVED2},
		Products:      classifierReader{register: Products, key: classifier.OKPD2},
	}
}

// egrReader reads ЕГРЮЛ or ЕГРИП.
type egrReader struct{ register egr.Register }

func (e egrReader) header(beginning []byte) (egr.Header, bool) {
	r, err := egr.NewReader(bytes.NewReader(beginning), "", egr.Limits{})
	if err != nil {
		return egr.Header{}, false
	}
	return r.Header(), r.Header().Register == e.register
}

func (e egrReader) fits(beginning []byte) bool {
	_, ok := e.header(beginning)
	return ok
}

func (e egrReader) expected(beginning []byte) int64 {
	h, _ := e.header(beginning)
	return int64(max(h.Documents, 0))
}

func (e egrReader) read(_ context.Context, file io.Reader, name string, take func(item) error) (func() map[string]int64, error) {
	r, err := egr.NewReader(file, name, egr.Limits{})
	if err != nil {
		return nil, err
	}
	p := egr.NewParser(r.Header(), egr.Options{})
	codes := func() map[string]int64 { return codesOf(p.Census()) }
	for {
		d, err := r.Next()
		if errors.Is(err, io.EOF) {
			return codes, nil
		}
		if err != nil {
			return codes, err
		}
		d = d.Clone()
		err = take(func() (parsed, error) {
			rec, err := p.Parse(d)
			if err != nil {
				return parsed{}, err
			}
			return ofRecord(rec), nil
		})
		if err != nil {
			return codes, err
		}
	}
}

// codesOf makes one list of what the reader does not know.
func codesOf(c egr.Census) map[string]int64 {
	list := map[string]int64{}
	for prefix, counts := range map[string]map[string]int{"": c.Codes, "element ": c.Elements, "attribute ": c.Attributes, "value ": c.Values} {
		for key, n := range counts {
			list[prefix+key] += int64(n)
		}
	}
	if c.More > 0 {
		list["more"] = int64(c.More)
	}
	return list
}
