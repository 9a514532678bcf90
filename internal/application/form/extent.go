package form

// Limits of all answers to a form together. They bound what the document of it costs: its XML, the paper that is printed from it, and the
// memory of both. internal/application/document tests the largest form that they let through.
const (
	MaxText     = 1_000_000 // characters
	MaxAttached = 100       // files

	// fileText is about what a document says of a file: its name, size and hash codes.
	fileText = 400
)

// extent is how many characters answers to the form may have at most, and how many files may be attached.
func (s *Service) extent() (characters, files int) {
	for i := range s.Sections {
		for j := range s.Sections[i].Questions {
			q := &s.Sections[i].Questions[j]
			characters += q.longest()
			if q.Kind == Files {
				files += q.most()
			}
		}
	}
	return characters, files
}

// longest is how many characters an answer may have.
func (q *Question) longest() int {
	switch q.Kind {
	case Table:
		row := 0
		for i := range q.Columns {
			row += q.Columns[i].longest()
		}
		return q.most() * row
	case Files:
		return q.most() * fileText
	case Choices:
		if q.FromFact != "" {
			return q.most() * MaxLine
		}
		return min(q.most(), len(q.Choosable(nil))) * MaxLine
	default:
		return q.most()
	}
}

// bounded refuses a form whose answers could be more than a document holds.
func (r *reader) bounded() {
	characters, files := r.s.extent()
	if characters > MaxText {
		r.Wrong(r.Root(), "ответы на анкету могут занять %d знаков, а документ вмещает %d: уменьшите most у текстов и таблиц",
			"the answers may have %d characters, and a document holds %d: lower the most of texts and tables", characters, MaxText)
	}
	if files > MaxAttached {
		r.Wrong(r.Root(), "к анкете можно приложить %d файлов, а принимается не больше %d: уменьшите most у вопросов с файлами",
			"%d files may be attached, and no more than %d are taken: lower the most of questions for files", files, MaxAttached)
	}
}
