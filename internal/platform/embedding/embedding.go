package embedding

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/config"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
	"github.com/klaster-platform/klaster/search"
)

// Config is the section of the settings about vectors.
type Config struct {
	Kind    string        `help:"What makes vectors of texts for the search: file, openai, yandex, gigachat. Empty: nothing, and no text leaves." enum:",file,openai,yandex,gigachat" default:""`
	URL     string        `help:"Address of the service, without /embeddings; empty for the usual one of yandex and gigachat." name:"url"`
	Auth    string        `help:"Address where GigaChat gives out tokens; empty for the usual one." name:"auth-url"`
	Scope   string        `help:"Which GigaChat the key is for." default:"GIGACHAT_API_CORP"`
	Model   string        `help:"Name of the model. YandexGPT: the folder of the cloud that it is asked in."`
	Size    int           `help:"How many numbers a vector of the model has."`
	Key     config.Secret `help:"File with the key of the service." name:"key-file"`
	File    string        `help:"File of vectors, in the text form of word2vec or as it was saved." type:"path"`
	Timeout time.Duration `help:"How long a question waits for its vector before it is asked without." default:"300ms"`
}

// Errors of [Service].
var (
	// ErrOff says that no service is named.
	ErrOff = errors.New("embedding: no vectors are configured (KLASTER_EMBEDDING_KIND)")
	// ErrAnswer says that a service answered what is no vector of the size that the settings name.
	ErrAnswer = errors.New("embedding: the answer has no such vectors")
)

// Sender sends a request and reads the whole answer: [outbound.Client].
type Sender interface {
	Do(ctx context.Context, r outbound.Request) (outbound.Response, error)
}

// Service makes vectors. It is safe for concurrent use. The zero value is off.
type Service struct {
	embedder search.Embedder
	timeout  time.Duration
}

// New returns what the settings name.
func New(c Config, sender Sender, clock clock.Clock) (*Service, error) {
	embedder, err := embedderOf(c, sender, clock)
	if err != nil {
		return nil, fmt.Errorf("vectors of the search: %w", err)
	}
	return &Service{embedder, c.Timeout}, nil
}

func embedderOf(c Config, sender Sender, clock clock.Clock) (search.Embedder, error) {
	switch c.Kind {
	case "":
		return nil, nil
	case "file":
		return readFile(c.File, c.Model)
	}
	if c.Size < 1 || c.Model == "" {
		return nil, errors.New("the name of the model and the size of its vectors are needed")
	}
	switch c.Kind {
	case "openai":
		if c.URL == "" {
			return nil, errors.New("the address of the service is needed")
		}
		return &openAI{Config: c, sender: sender, authorize: c.bearer}, nil
	case "yandex":
		return &yandex{Config: c, sender: sender}, nil
	case "gigachat":
		return newGigaChat(c, sender, clock), nil
	default:
		return nil, fmt.Errorf("%q is none of file, openai, yandex, gigachat", c.Kind)
	}
}

// readFile reads vectors of either form.
func readFile(path, model string) (search.Embedder, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read vectors: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	v, err := search.ReadVectors(f)
	if err == nil {
		return v, nil
	}
	if _, err := f.Seek(0, 0); err != nil {
		return nil, fmt.Errorf("read vectors: %w", err)
	}
	v, err = search.ReadWord2Vec(f, model)
	if err != nil {
		return nil, fmt.Errorf("read vectors of %s: %w", path, err)
	}
	return v, nil
}

// On tells whether there are vectors at all.
func (s *Service) On() bool { return s != nil && s.embedder != nil }

// Space is where the vectors lie; its size is 0 when the service is off.
func (s *Service) Space() search.Space {
	if !s.On() {
		return search.Space{}
	}
	return search.Space{Model: s.embedder.Model(), Size: s.embedder.Size()}
}

// Question makes the vector of a question, in the time of the settings. After any error the search goes on without, and the page says so;
// [ErrOff] is nothing to speak of.
func (s *Service) Question(ctx context.Context, text string) ([]float32, error) {
	if !s.On() {
		return nil, ErrOff
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	list, err := s.embedder.Embed(ctx, search.Question, []string{text})
	if err != nil {
		return nil, fmt.Errorf("vector of a question: %w", err)
	}
	return list[0], nil
}

// Documents makes vectors of texts that are found, in the order of the texts.
func (s *Service) Documents(ctx context.Context, texts []string) ([][]float32, error) {
	if !s.On() {
		return nil, ErrOff
	}
	list, err := s.embedder.Embed(ctx, search.Document, texts)
	if err != nil {
		return nil, fmt.Errorf("vectors of %d texts: %w", len(texts), err)
	}
	return list, nil
}

// check holds answers to what was asked.
func check(list [][]float32, texts, size int) ([][]float32, error) {
	if len(list) != texts {
		return nil, fmt.Errorf("%w: %d instead of %d", ErrAnswer, len(list), texts)
	}
	for _, v := range list {
		if len(v) != size {
			return nil, fmt.Errorf("%w: %d numbers instead of %d", ErrAnswer, len(v), size)
		}
	}
	return list, nil
}
