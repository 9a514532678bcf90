package rule

import "errors"

var (
	// ErrCatalogue says that definitions of facts contradict each other or themselves.
	ErrCatalogue = errors.New("rule: impossible catalogue")
	// ErrFact says that no fact is defined by that name.
	ErrFact = errors.New("rule: unknown fact")
	// ErrType says that a value is not of the type of its fact.
	ErrType = errors.New("rule: wrong type")
	// ErrValue says that a value exceeds what the definition of its fact allows.
	ErrValue = errors.New("rule: impossible value")
	// ErrRule says that a book has no rule of that name.
	ErrRule = errors.New("rule: unknown rule")
	// ErrTooLarge says that a file exceeds [MaxFile].
	ErrTooLarge = errors.New("rule: file is too large")
	// ErrDate says that no day of the question was given.
	ErrDate = errors.New("rule: no day of the question")
	// ErrOtherCatalogue says that facts were collected for another catalogue than the one of the book.
	ErrOtherCatalogue = errors.New("rule: facts of another catalogue")
)
