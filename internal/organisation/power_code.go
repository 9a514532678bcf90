package organisation

import (
	_ "embed"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/workdays"
	"github.com/klaster-platform/klaster/yamldoc"
)

// trialCodes has no code of the state's classifier: see the file.
//
//go:embed power_codes.yaml
var trialCodes []byte

// maxCodes bounds a file of codes.
const (
	maxCodes     = 5000
	maxCodesFile = 2 << 20
)

// Codes say which powers of the classifier give which rights here, and since when. They are dated data of the foundation; a code
// that is not among them is unknown and goes to an operator.
type Codes []CodeRight

// CodeRight is what a code gives for some days.
type CodeRight struct {
	Code   string
	Right  actor.Right // 0 when the code gives none
	From   workdays.Date
	Until  workdays.Date // the last day; zero: no end
	Source string
}

// TrialCodes are those of a trial installation, none of which is real.
func TrialCodes() (Codes, error) { return ReadCodes(trialCodes) }

// ReadCodes reads a file of codes. Its error is [yamldoc.Problems], each with its place.
func ReadCodes(content []byte) (Codes, error) {
	f := yamldoc.Read(content, maxCodesFile)
	top := f.Fields(f.Root(), "codes")
	if top == nil {
		return nil, codesProblem(f)
	}
	var list Codes
	for _, n := range f.List(top, "codes", maxCodes) {
		line := f.Fields(n, "code", "right", "from", "until?", "source")
		if line == nil {
			continue
		}
		c := CodeRight{Code: f.Word(line, "code"), Source: f.Word(line, "source")}
		for field, into := range map[string]*workdays.Date{"from": &c.From, "until": &c.Until} {
			text := f.Word(line, field)
			day, err := workdays.ParseDate(text)
			if text != "" && err != nil {
				f.Wrong(line.Get(field), "нужна дата вида 2026-09-01", "a day such as 2026-09-01 is wanted")
			}
			*into = day
		}
		right, ok := codeRights()[f.Word(line, "right")]
		if !ok && line.Get("right") != nil {
			f.Wrong(line.Get("right"), "право здесь: view, draft, send, sign или none", "the right is one of view, draft, send, sign, none")
		}
		c.Right = right
		list = append(list, c)
	}
	if problems := f.Problems(); problems != nil {
		return nil, codesProblem(f)
	}
	return list, nil
}

func codesProblem(f *yamldoc.File) error {
	return fmt.Errorf("read the codes of powers: %w", f.Problems())
}

func codeRights() map[string]actor.Right {
	return map[string]actor.Right{"view": actor.View, "draft": actor.Draft, "send": actor.Send, "sign": actor.Sign, "none": 0}
}

// Allowing tells of each code that is known on a day whether it gives a right: whoever may sign may do what is less. The shape is
// that of package mchd.
func (c Codes) Allowing(r actor.Right, on workdays.Date) map[string]bool {
	allowing := map[string]bool{}
	for _, code := range c {
		if on.Before(code.From) || !code.Until.IsZero() && code.Until.Before(on) {
			continue
		}
		allowing[code.Code] = allowing[code.Code] || code.Right >= r
	}
	return allowing
}
