package document

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/gost/streebog"
	"github.com/klaster-platform/klaster/internal/application/document/paper"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/workdays"
)

// Print is what is printed beside what the document says. A print without anything in it is the printed form that is made and
// hashed when the document is frozen; the copy with stamps is another file, and takes nothing's place (T18).
type Print struct {
	Check      string // the address under which the document is checked; "" for no QR code
	Number     string // under which it was registered; "" before it was
	Registered time.Time
	Signatures []Signature
}

// Signature is what a stamp says of one.
type Signature struct {
	Holder       string // of the certificate
	Organisation string // "" for a certificate of a person
	Serial       string // of the certificate, in hex
	Issuer       string
	From, Until  time.Time // the term of the certificate
	Time         time.Time // when it was signed; zero if nobody says
	Proven       bool      // whether a time stamp proves it
	Worth        Worth
}

// Worth is what a signature is worth (T7, T8).
type Worth string

// What signatures are worth.
const (
	Trial     Worth = "trial"     // made with a certificate of the trial authority
	Signs     Worth = "signs"     // has the signs of a qualified one
	Qualified Worth = "qualified" // a certified verifier said so
)

// TrialNotice is what stands on all that was made in a trial installation.
const TrialNotice = "Учебный документ: юридической силы не имеет"

// Render makes the printed form of an application from its frozen bytes, by the template that they name. The same bytes and the
// same print give the same file.
func Render(content []byte, p Print) ([]byte, error) {
	root, _, err := parse(content)
	if err != nil {
		return nil, fmt.Errorf("print an application: %w", err)
	}
	h, err := header(root)
	if err != nil {
		return nil, fmt.Errorf("print an application: %w", err)
	}
	out, err := template1(content, h, chapters(root), p)
	if err != nil {
		return nil, fmt.Errorf("print an application: %w", err)
	}
	return out, nil
}

// template1 is the first template. It is not to be changed once it was used: what looks different is template 2.
func template1(content []byte, h Header, list []Chapter, p Print) ([]byte, error) {
	a := h.About
	page := paper.New(h.Name, a.Applicant.Name, a.Formed)
	if err := head(page, h, p); err != nil {
		return nil, err
	}
	applicant(page, a.Applicant)
	for i, c := range list {
		chapter(page, i+1, c)
	}
	particulars(page, h)
	stamps(page, p.Signatures)
	return page.Bytes(foot(content, a.Trial, len(p.Signatures) > 0))
}

func head(page *paper.Paper, h Header, p Print) error {
	who := h.About.Applicant
	lines := []paper.Headline{{Text: "Кому: " + h.About.Recipient}, {Text: "От: " + who.Name, Name: true}}
	for _, id := range [][2]string{{"ИНН", who.INN}, {"ОГРН", who.OGRN}, {"СНИЛС", who.SNILS}} {
		if id[1] != "" {
			lines = append(lines, paper.Headline{Text: registerName(id[0], who.Kind) + " " + id[1], Small: true})
		}
	}
	if err := page.Head(p.Check, "Проверить документ: "+p.Check, lines); err != nil {
		return err
	}
	page.Space(9)
	heading(page, h.Name)
	if p.Number != "" {
		page.Line("Зарегистрировано под номером " + p.Number + " " + moment(p.Registered))
	}
	page.Line("Сформировано " + moment(h.About.Formed))
	return nil
}

// heading sets the name of a document, its first word in capitals: ЗАЯВЛЕНИЕ о присвоении статуса.
func heading(page *paper.Paper, name string) {
	word, rest, _ := strings.Cut(name, " ")
	page.Title(strings.ToUpper(word), rest)
	page.Space(1.5)
}

// registerName is how the number of a sole proprietor is called.
func registerName(name string, kind Kind) string {
	if name == "ОГРН" && kind == Proprietor {
		return "ОГРНИП"
	}
	return name
}

func applicant(page *paper.Paper, p Applicant) {
	page.Section("Заявитель")
	page.Pair("Кто подаёт", map[Kind]string{LegalEntity: "юридическое лицо", Proprietor: "индивидуальный предприниматель", Individual: "физическое лицо"}[p.Kind])
	for _, pair := range [][2]string{
		{"Наименование", p.Name},
		{"Полное наименование", p.FullName},
		{"ИНН", p.INN},
		{registerName("ОГРН", p.Kind), p.OGRN},
		{"КПП", p.KPP},
		{"СНИЛС", p.SNILS},
		{"Адрес", p.Address},
	} {
		if pair[1] != "" {
			page.Pair(pair[0], pair[1])
		}
	}
}

func chapter(page *paper.Paper, number int, c Chapter) {
	page.Section(strconv.Itoa(number) + ". " + c.Title)
	var notes []note
	for i, e := range c.Entries {
		question(page, strconv.Itoa(number)+"."+strconv.Itoa(i+1), e)
		if e.Note != "" {
			notes = add(notes, e.Note, i+1)
		}
	}
	for _, n := range notes {
		page.Note(n.places(number) + ": " + n.text)
	}
}

// note is said of one or several questions, at the end of their section.
type note struct {
	text string
	of   []int // numbers of questions
}

func add(notes []note, text string, number int) []note {
	for i := range notes {
		if notes[i].text == text {
			notes[i].of = append(notes[i].of, number)
			return notes
		}
	}
	return append(notes, note{text, []int{number}})
}

// places are the numbers of the questions: 1.1–1.7, 1.9.
func (n note) places(section int) string {
	place := func(number int) string { return strconv.Itoa(section) + "." + strconv.Itoa(number) }
	var list []string
	for i := 0; i < len(n.of); i++ {
		from := i
		for i+1 < len(n.of) && n.of[i+1] == n.of[i]+1 {
			i++
		}
		if from == i {
			list = append(list, place(n.of[i]))
		} else {
			list = append(list, place(n.of[from])+"–"+place(n.of[i]))
		}
	}
	return strings.Join(list, ", ")
}

func question(page *paper.Paper, place string, e Entry) {
	name := place + ". " + e.Label
	switch {
	case e.Kind == form.Declaration:
		mark := "Заявлено: да"
		if !e.Declared {
			mark = "Заявлено: нет"
		}
		page.Pair(name, e.Text+"\n"+mark)
	case e.Kind == form.Known:
		page.Pair(name, e.Text)
	case !e.Given:
		page.Pair(name, NotGiven)
	case e.Kind == form.Table:
		page.Prose(name, "")
		columns := make([]paper.Column, len(e.Columns)+1)
		columns[0] = paper.Column{Title: "№", Number: true}
		for i, c := range e.Columns {
			columns[i+1] = paper.Column{Title: c.Title, Number: c.Numeric()}
		}
		rows := make([][]string, len(e.Rows))
		for i, row := range e.Rows {
			rows[i] = append([]string{strconv.Itoa(i + 1)}, row...)
		}
		page.Table(columns, rows)
	case e.Kind == form.Files:
		page.Prose(name, "")
		for i, f := range e.Files {
			attached(page, i+1, f)
		}
	case e.Kind == form.Choices:
		page.Pair(name, "— "+strings.Join(e.Items, "\n— "))
	case e.Kind == form.Prose:
		page.Prose(name, e.Text)
	default:
		page.Pair(name, e.Text)
	}
}

func attached(page *paper.Paper, n int, f Attachment) {
	page.Strong(strconv.Itoa(n) + ". " + f.Name)
	if f.Note != "" {
		page.Fine("Примечание", f.Note)
	}
	page.Fine("Вид и размер", f.Media+", "+f.Size)
	page.Fine("SHA-256", f.SHA256)
	page.Fine("ГОСТ Р 34.11-2012, 256 бит", f.Streebog256)
	page.Space(1)
}

// particulars are what the document says of itself.
func particulars(page *paper.Paper, h Header) {
	a := h.About
	page.Section("Сведения о документе")
	page.Fine("Услуга", h.Title)
	basis := "Форма установлена фондом"
	if h.ByLaw {
		basis = "Правовое основание"
	}
	if h.Basis != "" {
		page.Fine(basis, h.Basis)
	}
	page.Fine("Форма", h.Service+", редакция "+strconv.Itoa(h.Version)+", SHA-256 "+h.Digest)
	page.Fine("Идентификатор", a.ID)
	page.Fine("Сформировано", a.Formed.Format(instant)+" (UTC)")
	page.Fine("Сформировал", join(a.Author.Name, a.Author.Role))
	for _, s := range a.Signers {
		text := join(s.Name, s.Post)
		if m := s.Mandate; m != nil {
			text += "\nМЧД № " + m.Number
			if m.Until != "" {
				text += ", действует до " + russianDay(m.Until)
			}
			text += ", SHA-256 " + m.SHA256
		}
		page.Fine("Подписывает", text)
	}
	page.Fine("Вид файла и шаблон печатной формы", Format+", шаблон "+strconv.Itoa(a.Template))
	page.Note("Подписывается файл XML; это его печатная форма. Контрольные суммы файла XML стоят внизу каждой страницы. " +
		"Знак, которого нет в шрифте, показан своим номером в Юникоде: [U+1F600].")
}

// join sets a comma between two texts, if there are two.
func join(a, b string) string {
	if b == "" {
		return a
	}
	return a + ", " + b
}

func foot(content []byte, trial, signed bool) paper.Foot {
	s256, streebog256 := sha256.Sum256(content), streebog.Sum256(content)
	f := paper.Foot{Lines: []string{"SHA-256 файла XML: " + hex.EncodeToString(s256[:]), "ГОСТ Р 34.11-2012 (256 бит): " + hex.EncodeToString(streebog256[:])}}
	if signed {
		f.Lines = append(f.Lines, "Копия с отметкой об электронной подписи. Подписан файл XML.")
	}
	if trial {
		f.Warning = TrialNotice
	}
	return f
}

// stamps draws the mark of each signature (ГОСТ Р 7.0.97-2016, 5.23: that the document is signed, number of the certificate, its
// owner and its term).
func stamps(page *paper.Paper, list []Signature) {
	if len(list) > 0 {
		page.Space(5)
	}
	for _, s := range list {
		stamp := paper.Stamp{Title: "ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ"}
		switch s.Worth {
		case Qualified:
			stamp.Lines = append(stamp.Lines, [2]string{"Вид подписи", "усиленная квалифицированная"})
		case Signs:
			stamp.Lines = append(stamp.Lines, [2]string{"Вид подписи", "признаки квалифицированной подписи"})
		default:
			stamp.Note = "Учебная подпись: юридической силы не имеет"
		}
		stamp.Lines = append(stamp.Lines, [2]string{"Сертификат", strings.ToUpper(s.Serial)}, [2]string{"Владелец", s.Holder})
		if s.Organisation != "" {
			stamp.Lines = append(stamp.Lines, [2]string{"Организация", s.Organisation})
		}
		if s.Issuer != "" {
			stamp.Lines = append(stamp.Lines, [2]string{"Кем выдан", s.Issuer})
		}
		stamp.Lines = append(stamp.Lines, [2]string{"Действителен", "с " + dayOf(s.From) + " по " + dayOf(s.Until)})
		if !s.Time.IsZero() {
			when := moment(s.Time)
			if !s.Proven {
				when += ", заявлено подписавшим" // signingTime proves nothing (T3)
			}
			stamp.Lines = append(stamp.Lines, [2]string{"Подписано", when})
		}
		page.Stamp(stamp)
	}
}

func dayOf(t time.Time) string { return russianDay(workdays.DateOf(t).String()) }

// moment is a moment of Moscow, which has had one time the year round since 2014 (107-ФЗ).
func moment(t time.Time) string {
	return t.In(time.FixedZone("МСК", int((3*time.Hour).Seconds()))).Format("02.01.2006 в 15:04") + " (МСК)"
}
