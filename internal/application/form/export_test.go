package form

import "github.com/klaster-platform/klaster/yamldoc"

// ReadWithoutConditions reads a file as Load does, less the conditions, which are dear to compile and fuzzed in package rule.
func ReadWithoutConditions(content []byte) (questions int, problems yamldoc.Problems) {
	r := &reader{File: yamldoc.Read(content, MaxFile)}
	s := r.service()
	return len(s.questions), r.Problems()
}
