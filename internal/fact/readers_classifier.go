package fact

import (
	"bytes"
	"context"
	"io"
	"time"

	"github.com/klaster-platform/klaster/statereg/classifier"
	"github.com/klaster-platform/klaster/workdays"
)

// undated is a reader of files that do not say of which day they are.
type undated interface {
	// on returns the reader of a file of a day; without one it is today's.
	on(day workdays.Date, now time.Time) reader
}

// classifierReader reads a classifier: a table of codes and names, as package classifier takes it. A code is a record.
type classifierReader struct {
	register Register
	key      classifier.Key
	day      workdays.Date
}

func (c classifierReader) on(day workdays.Date, now time.Time) reader {
	if c.day = day; day.IsZero() {
		c.day = workdays.DateOf(now)
	}
	return c
}

// fits reads the whole lines of the beginning, of a short file all.
func (c classifierReader) fits(head []byte) bool {
	if len(head) >= beginning {
		head = head[:bytes.LastIndexByte(head, '\n')+1]
	}
	_, err := classifier.Read(bytes.NewReader(head), c.key, c.day, "")
	return err == nil
}

func (classifierReader) expected([]byte) int64 { return 0 }

func (c classifierReader) read(_ context.Context, file io.Reader, _ string, take func(item) error) (func() map[string]int64, error) {
	list, err := classifier.Read(file, c.key, c.day, "")
	if err != nil {
		return nil, err
	}
	for _, code := range list.Codes {
		if err := take(func() (parsed, error) { return c.entry(code), nil }); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func (c classifierReader) entry(code classifier.Code) parsed {
	return parsed{row: row{Register: c.register, Record: code.Code, Name: code.Name, AsOf: c.day.String()}, content: code}
}
