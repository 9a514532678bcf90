// Package snilssim answers in place of the register of СНИЛС in a trial installation. It speaks the port that the real
// one speaks ([account.SNILSRegister]) and takes its time, too. One digit of the СНИЛС, the ninth, decides how it answers;
// the page /dev/snils lists the cases with numbers to try.
//
// It keeps nothing: the ticket says what was asked and when, so that an answer survives a restart of the program.
package snilssim

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/ruid"
)

// Register is the trial register.
type Register struct{ clock clock.Clock }

// New returns a register that counts the time by c.
func New(c clock.Clock) *Register { return &Register{c} }

var _ account.SNILSRegister = (*Register)(nil)

// Trial says that nobody's СНИЛС is really checked. A real installation takes no such register.
func (*Register) Trial() bool { return true }

// Errors of the register.
var (
	// ErrDown says that the register does not answer, as it happens in СМЭВ.
	ErrDown = errors.New("the trial register is out of order")
	// ErrTicket says that a ticket did not come from here.
	ErrTicket = errors.New("the trial register knows no such ticket")
)

// Case is one way in which the register answers.
type Case struct {
	Digit  byte       // the ninth of the СНИЛС
	Sample ruid.SNILS // a number with this digit
	What   i18n.Text

	after  time.Duration // the answer is there so long after the question
	agrees bool
	down   time.Duration // for so long after the question nobody can be reached
	mute   bool          // the question does not even arrive
	never  bool
	refuse bool
}

// Cases lists all ways of answering, in the order of their digits.
func Cases() []Case {
	return []Case{
		{Digit: '0', Sample: sample('0'), What: i18n.M("«да» сразу", "yes, at once"), agrees: true},
		{Digit: '1', Sample: sample('1'), What: i18n.M("«да» через минуту", "yes, after a minute"), after: time.Minute, agrees: true},
		{Digit: '2', Sample: sample('2'), What: i18n.M("«да» через 15 минут, как бывает чаще всего", "yes, after 15 minutes, as it mostly is"), after: 15 * time.Minute, agrees: true},
		{Digit: '3', Sample: sample('3'), What: i18n.M("«да» через 47 часов", "yes, after 47 hours"), after: 47 * time.Hour, agrees: true},
		{Digit: '4', Sample: sample('4'), What: i18n.M("не отвечает никогда", "never answers"), never: true},
		{Digit: '5', Sample: sample('5'), What: i18n.M("«данные не совпали» сразу", "the data do not agree, at once"), agrees: false},
		{Digit: '6', Sample: sample('6'), What: i18n.M("«данные не совпали» через 15 минут", "the data do not agree, after 15 minutes"), after: 15 * time.Minute},
		{Digit: '7', Sample: sample('7'), What: i18n.M("не работает и не принимает запросы", "is out of order and takes no questions"), mute: true},
		{Digit: '8', Sample: sample('8'), What: i18n.M("не работает три минуты после запроса, потом «да»", "is out of order for three minutes after the question, then yes"), down: 3 * time.Minute, after: 3 * time.Minute, agrees: true},
		{Digit: '9', Sample: sample('9'), What: i18n.M("отвергает запрос с ошибкой", "refuses the question with an error"), refuse: true},
	}
}

// sample is a number with a right control number and the ninth digit d.
func sample(d byte) ruid.SNILS {
	for control := range 100 {
		if n, err := ruid.ParseSNILS(fmt.Sprintf("11223344%c%02d", d, control)); err == nil {
			return n
		}
	}
	return ""
}

func caseOf(n ruid.SNILS) Case {
	for _, c := range Cases() {
		if len(n) == 11 && n[8] == c.Digit {
			return c
		}
	}
	return Case{refuse: true}
}

// Send implements [account.SNILSRegister]. A question without a name, a birthday or a sex is refused, as the real
// register refuses it.
func (r *Register) Send(_ context.Context, id string, who account.Identity) (string, error) {
	c := caseOf(who.SNILS)
	switch {
	case id == "" || who.Name.Surname == "" || who.Name.Given == "" || who.Birth == "" || who.Sex == "" || c.refuse:
		return "", account.ErrQuestion
	case c.mute:
		return "", ErrDown
	}
	return fmt.Sprintf("trial-%c-%d", c.Digit, r.clock.Now().Unix()), nil
}

// Answer implements [account.SNILSRegister].
func (r *Register) Answer(_ context.Context, ticket string) (bool, error) {
	digit, seconds, ok := strings.Cut(strings.TrimPrefix(ticket, "trial-"), "-")
	sent, err := strconv.ParseInt(seconds, 10, 64)
	if !ok || len(digit) != 1 || err != nil {
		return false, ErrTicket
	}
	c := caseOf(ruid.SNILS("00000000" + digit + "00"))
	waited := r.clock.Now().Sub(time.Unix(sent, 0))
	switch {
	case c.refuse:
		return false, account.ErrQuestion
	case waited < c.down:
		return false, ErrDown
	case c.never, waited < c.after:
		return false, account.ErrNoAnswer
	}
	return c.agrees, nil
}
