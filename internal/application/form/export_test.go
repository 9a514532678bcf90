package form

import (
	"go.yaml.in/yaml/v3"

	"github.com/klaster-platform/klaster/yamldoc"
)

// ReadWithoutConditions reads a file as Load does, less the conditions, which are dear to compile and fuzzed in package rule.
func ReadWithoutConditions(content []byte) (questions int, problems yamldoc.Problems) {
	r := &reader{File: yamldoc.Read(content, MaxFile)}
	s := r.service()
	return len(s.questions), r.Problems()
}

// ReadLetter reads the texts of the letter of an approval, the same in both languages; nil when they are refused.
func ReadLetter(subject, body string) *Letter {
	r := &reader{File: yamldoc.Read([]byte("{}"), MaxFile), s: &Service{}}
	r.subject(&yaml.Node{Kind: yaml.ScalarNode, Value: subject, Line: 1}, LetterGranted)
	r.body(&yaml.Node{Kind: yaml.ScalarNode, Value: body, Line: 1}, LetterGranted)
	if r.Problems() != nil {
		return nil
	}
	return &Letter{Event: LetterGranted, Subject: Text{RU: subject, EN: subject}, Body: Text{RU: body, EN: body}}
}
