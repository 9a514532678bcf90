package web

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
)

// fileInput are the attributes of a field for a file.
func fileInput(f *Form, s FieldSpec, accept string) templ.Attributes {
	s.Type = "file"
	a := textInput(f, s)
	a["accept"] = accept
	return a
}

// Upload takes one file of a form as it arrives: name is what the browser calls it, content its bytes. It need not read
// to the end. What it says about the file goes into the form; its error ends the reading.
type Upload func(name string, content io.Reader) error

// maxUploadText is how long all the fields beside the file may be together, in bytes.
const maxUploadText = 256 << 10

// ReadUpload reads a form that [UploadForm] sent. Its fields are read as [ReadForm] reads them. The file of the field
// file is given to take while it arrives, so that nothing large lies in memory; a field without a file is not. The limit
// of the route bounds the whole.
func ReadUpload(r *http.Request, file string, take Upload, fields ...Input) (*Form, error) {
	taken := false
	return readUpload(r, map[string]Upload{file: take}, func(string) bool {
		again := taken
		taken = true
		return !again
	}, fields)
}

// ReadUploads is [ReadUpload] for forms with several fields for files, some of which may hold several files: take is called for
// each, in their order.
func ReadUploads(r *http.Request, take map[string]Upload, fields ...Input) (*Form, error) {
	return readUpload(r, take, func(string) bool { return true }, fields)
}

// readUpload asks may before each file.
func readUpload(r *http.Request, take map[string]Upload, may func(field string) bool, fields []Input) (*Form, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fmt.Errorf("read form with a file: %w", ErrFormType)
	}
	values, length := url.Values{}, 0
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, malformed(err)
		}
		takes, file := take[part.FormName()]
		switch {
		case n >= maxPairs, file && !may(part.FormName()):
			return nil, fmt.Errorf("read form with a file: %w", ErrMalformedForm)
		case file:
			if err := takeFile(part, takes); err != nil {
				return nil, err
			}
		default:
			text, err := io.ReadAll(io.LimitReader(part, maxUploadText-int64(length)+1))
			if err != nil {
				return nil, malformed(err)
			}
			if length += len(text) + len(part.FormName()); length > maxUploadText {
				return nil, fmt.Errorf("read form with a file: %w", ErrMalformedForm)
			}
			values.Add(part.FormName(), string(text))
		}
	}
	return parseForm(values.Encode(), fields)
}

// takeFile gives a file on, unless the person has chosen none: then its name is empty.
func takeFile(part *multipart.Part, take Upload) error {
	name := part.FileName()
	if name == "" {
		return nil
	}
	if err := take(strings.ToValidUTF8(name, ""), part); err != nil {
		return fmt.Errorf("take the file: %w", err)
	}
	return nil
}

// malformed keeps the one error that says more than that the form cannot be read: it is over the limit.
func malformed(err error) error {
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fmt.Errorf("read form with a file: %w", large)
	}
	return fmt.Errorf("read form with a file: %w", ErrMalformedForm)
}
