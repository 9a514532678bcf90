package fact

import (
	"time"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Scope says what a file claims to hold.
type Scope string

// The scopes. Of a register that lists ([Register] lists) whoever is missing from a full set is not in it any more.
const (
	Full  Scope = "full"
	Delta Scope = "delta"
)

// ImportState is where an import stands; doc.go draws the states.
type ImportState string

// The states of an import.
const (
	Running ImportState = "running"
	Done    ImportState = "done"
	Refused ImportState = "refused" // nothing of it, or not the set as a whole, was taken; see Reason
	Stopped ImportState = "stopped" // it ended early, and another file came after it
)

// Counts is what became of the records of a file.
type Counts struct {
	Read      int64 `json:"read"`
	Stored    int64 `json:"stored"`    // new versions
	Unchanged int64 `json:"unchanged"` // known already, or older than what is known
	Broken    int64 `json:"broken"`    // could not be read
	Held      int64 `json:"-"`         // of those stored: wait for a second person
	// UnknownCodes counts codes and elements that the program does not know, by what they are: "status 999".
	UnknownCodes map[string]int64 `json:"unknown_codes"`
}

// Add adds the counts of another file.
func (c *Counts) Add(d Counts) {
	c.Read += d.Read
	c.Stored += d.Stored
	c.Unchanged += d.Unchanged
	c.Broken += d.Broken
	c.Held += d.Held
	for code, n := range d.UnknownCodes {
		if c.UnknownCodes == nil {
			c.UnknownCodes = map[string]int64{}
		}
		if _, known := c.UnknownCodes[code]; known || len(c.UnknownCodes) < maxCodes {
			c.UnknownCodes[code] += n
		}
	}
}

// Bounds of what is written down about the faults of one file.
const (
	maxCodes  = 200
	maxFaults = 20
)

// Fault is a record, or a file inside a ZIP, that could not be read.
type Fault struct {
	Part string `json:"part"`
	Text string `json:"text"`
}

// Import is an import of one file.
type Import struct {
	ID       string
	Register Register
	Scope    Scope
	File     string // name without folders
	Hash     string // SHA-256 of the file in hexadecimal digits
	Size     int64
	Origin   string // where the operator says that the file comes from
	Pinned   string // by what the source is pinned (T22), empty when it is not; see [Pins]
	Operator string // a person, or "console"
	State    ImportState
	Reason   string // of a refusal, a code: see [refusals]
	Expected int64  // records that the file claims to hold; 0 when it does not say
	Counts
	Faults  []Fault
	AsOf    string // the latest day of an extract in it, YYYY-MM-DD
	Started time.Time
	Beat    time.Time
	Ended   time.Time

	at    cursor
	parts int
}

// cursor is how far an import has come: all records before it are stored.
type cursor struct {
	part   int
	record int64
}

// Why an import was refused.
const (
	reasonShrunk     = "shrunk"     // a full set with less than half of the records of the last one
	reasonIncomplete = "incomplete" // fewer records than the file says it has
	reasonBroken     = "broken"     // too many records could not be read
)

// Refusals.
var (
	ErrBusy = fault.New(fault.Conflict, i18n.M(
		"Сейчас загружается другой файл. Дождитесь конца загрузки и повторите.",
		"Another file is being imported now. Wait until it ends and try again."))
	ErrShrunk = fault.New(fault.Invalid, i18n.M(
		"В файле меньше половины записей прошлой полной выгрузки. Похоже, файл неполный: ничего не загружено. Скачайте его заново или загрузите как обновление.",
		"The file has less than half of the records of the last full set. It seems to be incomplete: nothing was imported. Download it again, or import it as a delta."))
	ErrIncomplete = fault.New(fault.Invalid, i18n.M(
		"В файле меньше записей, чем он обещает. Прочитанное сохранено, но набор не считается полным: записи, которых в нём нет, не отмечены исключёнными.",
		"The file has fewer records than it promises. What was read is stored, but the set does not count as full: records that it lacks are not marked as gone."))
	ErrUnreadable = fault.New(fault.Invalid, i18n.M(
		"Файл не удалось прочитать: это не файл этого реестра и не архив с такими файлами, или он повреждён.",
		"The file cannot be read: it is neither a ZIP nor an XML file of this register, or it is damaged."))
)

// half is the part of the last full set below which a new one is refused.
func shrunk(now, last int64) bool { return last > 0 && now < (last+1)/2 }
