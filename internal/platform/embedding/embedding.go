package embedding

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net/url"
	"os"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/config"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
	"github.com/klaster-platform/klaster/search"
)

// Config is the section of the settings about vectors.
type Config struct {
	Kind    string        `help:"What makes vectors of texts for the search: file, openai, yandex, gigachat, lsa. Empty: nothing, and no text leaves." enum:",file,openai,yandex,gigachat,lsa" default:""`
	URL     string        `help:"Address of the service, without /embeddings; empty for the usual one of yandex and gigachat." name:"url"`
	Auth    string        `help:"Address where GigaChat gives out tokens; empty for the usual one." name:"auth-url"`
	Scope   string        `help:"Which GigaChat the key is for." default:"GIGACHAT_API_CORP"`
	Model   string        `help:"Name of the model. YandexGPT: the folder of the cloud that it is asked in."`
	Size    int           `help:"How many numbers a vector of the model has; of lsa, how many are learnt (64 if 0)."`
	Key     config.Secret `help:"File with the key of the service." name:"key-file"`
	File    string        `help:"File of vectors, in the text form of word2vec or as it was saved." type:"path"`
	Timeout time.Duration `help:"How long a question waits for its vector before it is asked without." default:"300ms"`
}

const (
	usualTimeout = 300 * time.Millisecond
	usualLearnt  = 64
	largestSize  = 1 << 13 // numbers of a vector that an index takes
)

// Errors of [Service].
var (
	// ErrOff says that no service is named.
	ErrOff = errors.New("embedding: no vectors are configured (KLASTER_EMBEDDING_KIND)")
	// ErrAnswer says that a service answered what is no vector of the size that the settings name.
	ErrAnswer = errors.New("embedding: the answer has no such vectors")
	// ErrResting says that the service did not answer several times in a row, or is busy, and is not asked for some seconds.
	ErrResting = errors.New("embedding: the service is not asked for a while")
)

// Sender sends a request and reads the whole answer: [outbound.Client].
type Sender interface {
	Do(ctx context.Context, r outbound.Request) (outbound.Response, error)
}

// Service makes vectors. It is safe for concurrent use. The zero value is off.
type Service struct {
	embedder search.Embedder // nil: off, or learnt
	outside  bool            // texts leave
	learnt   int             // numbers that are learnt from the passages themselves
	timeout  time.Duration
	clock    clock.Clock
	breaker  breaker
}

// New returns what the settings name. Nobody is asked yet: a service that is down keeps nothing from starting. An error names the setting
// that is wrong.
func New(c Config, sender Sender, clock clock.Clock) (*Service, error) {
	s := &Service{timeout: cmp.Or(c.Timeout, usualTimeout), clock: clock}
	err := c.Validate()
	if err == nil {
		err = s.open(c, sender)
	}
	if err != nil {
		return nil, fmt.Errorf("vectors of the search: %w", err)
	}
	return s, nil
}

func (s *Service) open(c Config, sender Sender) (err error) {
	switch c.Kind {
	case "file":
		if s.embedder, err = readFile(c.File, c.Model); err != nil {
			return fmt.Errorf("KLASTER_EMBEDDING_FILE: %w", err)
		}
		return nil
	case "lsa":
		s.learnt = cmp.Or(c.Size, usualLearnt)
	case "openai":
		s.embedder = &openAI{Config: c, sender: sender, authorize: c.bearer}
	case "yandex":
		s.embedder = &yandex{Config: c, sender: sender}
	case "gigachat":
		s.embedder = newGigaChat(c, sender, s.clock)
	}
	s.outside = s.embedder != nil
	return nil
}

// Validate reports what keeps the settings from meaning anything, each fault by the name of its setting.
func (c Config) Validate() error {
	var errs []error
	wrong := func(is bool, format string, args ...any) {
		if is {
			errs = append(errs, fmt.Errorf("KLASTER_EMBEDDING_"+format, args...))
		}
	}
	switch c.Kind {
	case "":
		return nil
	case "file":
		wrong(c.File == "", "FILE: the file of vectors is needed")
		return errors.Join(errs...)
	case "lsa":
		wrong(c.Size < 0 || c.Size > largestSize, "SIZE: %d is not between 1 and %d", c.Size, largestSize)
		return errors.Join(errs...)
	case "openai", "yandex", "gigachat":
	default:
		wrong(true, "KIND: %q is none of file, openai, yandex, gigachat, lsa", c.Kind)
		return errors.Join(errs...)
	}
	wrong(c.Timeout < 0, "TIMEOUT: %s is no time to wait", c.Timeout)
	wrong(c.Model == "", "MODEL: the name of the model is needed (of yandex, the folder of the cloud)")
	wrong(c.Size < 1 || c.Size > largestSize, "SIZE: %d is not between 1 and %d, the size of the model's vectors", c.Size, largestSize)
	wrong(c.URL == "" && c.Kind == "openai" || c.URL != "" && !isAddress(c.URL), "URL: %q is no address such as https://vectors.example/v1", c.URL)
	wrong(c.Auth != "" && !isAddress(c.Auth), "AUTH_URL: %q is no address such as https://tokens.example/oauth", c.Auth)
	key, err := c.Key.Read()
	wrong(err != nil, "KEY_FILE: %w", err)
	wrong(err == nil && key == "" && c.Kind != "openai", "KEY_FILE: the file with the key of the service is needed")
	return errors.Join(errs...)
}

func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Hostname() != "" && (u.Scheme == "https" || u.Scheme == "http") && u.User == nil
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
func (s *Service) On() bool { return s != nil && (s.embedder != nil || s.learnt > 0) }

// Outside tells whether texts leave the installation to become vectors.
func (s *Service) Outside() bool { return s != nil && s.outside }

// Words are vectors that need nobody: those of the file. Nil for others.
func (s *Service) Words() search.Embedder {
	if s == nil || s.outside {
		return nil
	}
	return s.embedder
}

// Learnt is how many numbers the vectors have that are to be learnt from the passages themselves; 0 when others are used.
func (s *Service) Learnt() int {
	if s == nil {
		return 0
	}
	return s.learnt
}

// Space is where the vectors lie; its size is 0 when the service is off, or learns them first.
func (s *Service) Space() search.Space {
	if s == nil || s.embedder == nil {
		return search.Space{}
	}
	return search.Space{Model: s.embedder.Model(), Size: s.embedder.Size(), Wide: s.outside}
}

// Question makes the vector of a question, in the time of the settings, whatever the service does meanwhile. After any error the search goes on
// without, and the page says so; [ErrOff] is nothing to speak of. Nobody queues: [ErrResting] comes at once.
func (s *Service) Question(ctx context.Context, text string) ([]float32, error) {
	if s == nil || s.embedder == nil {
		return nil, ErrOff
	}
	if !s.outside {
		list, err := s.embedder.Embed(ctx, search.Question, []string{text})
		if err != nil {
			return nil, fmt.Errorf("vector of a question: %w", err)
		}
		return list[0], nil
	}
	if !s.breaker.enter(s.clock.Now()) {
		return nil, ErrResting
	}
	vector, err := s.ask(ctx, text)
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err() // whoever asked has gone; the service is not to blame
	}
	s.breaker.note(err == nil, s.clock.Now())
	if err != nil {
		return nil, fmt.Errorf("vector of a question: %w", err)
	}
	return vector, nil
}

// ask waits for the answer no longer than the settings say. Whatever keeps the adapter longer, such as a token that another request fetches,
// keeps it alone.
func (s *Service) ask(ctx context.Context, text string) ([]float32, error) {
	type answer struct {
		vector []float32
		err    error
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	came := make(chan answer, 1)
	go func() {
		defer s.breaker.leave()
		list, err := s.embedder.Embed(ctx, search.Question, []string{text})
		if err != nil {
			came <- answer{nil, err}
			return
		}
		came <- answer{list[0], nil}
	}()
	select {
	case a := <-came:
		return a.vector, a.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// checkTime bounds a check of the service.
const checkTime = 5 * time.Second

// Check asks a service outside for the vector of a word that says nothing of anybody, whether or not questions are asked at present.
func (s *Service) Check(ctx context.Context) error {
	if !s.Outside() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	_, err := s.Documents(ctx, []string{"проверка"})
	return err
}

// Documents makes vectors of texts that are found, in the order of the texts.
func (s *Service) Documents(ctx context.Context, texts []string) ([][]float32, error) {
	if s == nil || s.embedder == nil {
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
		if !points(v) {
			return nil, fmt.Errorf("%w: one points nowhere", ErrAnswer)
		}
	}
	return list, nil
}

// points reports whether a vector has a direction: finite numbers, not all of them zero.
func points(v []float32) bool {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	return sum > 0 && !math.IsInf(sum, 0) // NaN is not above zero
}
