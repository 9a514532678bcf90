package organisation

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/ruid"
)

// Paper is the document by which a signer appoints a trusted person (rule T13): text that a person reads, and that is read back
// from the bytes that were signed.
type Paper struct {
	ID      string
	Written time.Time // whole seconds
	Title   string    // of the organisation
	INN     string
	OGRN    string // "" when the signature opens the cabinet, too
	Name    string
	SNILS   ruid.SNILS
	Role    Role
	Until   time.Time // whole seconds
}

// ErrPaper says that bytes are no document of this kind.
var ErrPaper = errors.New("organisation: no document of a grant")

const (
	paperHead = "KLASTER-GRANT/1\nНазначение доверенного лица\n\n"
	paperEnd  = "\nПодписывая этот документ, представитель организации разрешает доверенному лицу действовать в её кабинете до указанного\n" +
		"времени. Права можно отозвать в любой день.\n"
	maxPaper = 8 << 10
)

var paperRoles = map[Role]string{
	Full:     "полные: видеть всё, готовить и отправлять подписанное",
	Standard: "стандартные: готовить черновики, видеть статусы",
}

func (p Paper) lines() [][2]string {
	return [][2]string{
		{"Документ", p.ID},
		{"Составлен", p.Written.UTC().Format(time.RFC3339)},
		{"Организация", p.Title},
		{"ИНН", p.INN},
		{"ОГРН", p.OGRN},
		{"Доверенное лицо", p.Name},
		{"СНИЛС", string(p.SNILS)},
		{"Права", paperRoles[p.Role]},
		{"Действует до", p.Until.UTC().Format(time.RFC3339)},
	}
}

// Bytes is the document in UTF-8. The same paper always gives the same bytes.
func (p Paper) Bytes() []byte {
	var b strings.Builder
	b.WriteString(paperHead)
	for _, line := range p.lines() {
		fmt.Fprintf(&b, "%s: %s\n", line[0], oneLine(line[1]))
	}
	b.WriteString(paperEnd)
	return []byte(b.String())
}

// oneLine keeps a value from looking like more lines than its own.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// ReadPaper reads a document back. Whatever is not exactly what [Paper.Bytes] writes is refused with [ErrPaper].
func ReadPaper(b []byte) (Paper, error) {
	text := string(b)
	if len(b) > maxPaper || !strings.HasPrefix(text, paperHead) || !strings.HasSuffix(text, paperEnd) || len(text) < len(paperHead)+len(paperEnd) {
		return Paper{}, ErrPaper
	}
	var p Paper
	values := map[string]string{}
	for line := range strings.Lines(text[len(paperHead) : len(text)-len(paperEnd)]) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if !ok {
			return Paper{}, ErrPaper
		}
		values[name] = value
	}
	var badWritten, badUntil error
	p.Written, badWritten = time.Parse(time.RFC3339, values["Составлен"])
	p.Until, badUntil = time.Parse(time.RFC3339, values["Действует до"])
	if err := errors.Join(badWritten, badUntil); err != nil {
		return Paper{}, fmt.Errorf("%w: %w", ErrPaper, err)
	}
	p.ID, p.Title, p.INN, p.OGRN = values["Документ"], values["Организация"], values["ИНН"], values["ОГРН"]
	p.Name, p.SNILS = values["Доверенное лицо"], ruid.SNILS(values["СНИЛС"])
	for role, words := range paperRoles {
		if values["Права"] == words {
			p.Role = role
		}
	}
	if p.Role == "" || string(p.Bytes()) != text {
		return Paper{}, ErrPaper
	}
	return p, nil
}
