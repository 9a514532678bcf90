package fault_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

var (
	errBusy  = fault.New(fault.Unavailable, i18n.M("Сервис занят. Попробуйте позже.", "The service is busy. Try later."))
	errOther = fault.New(fault.Unavailable, i18n.M("Сервис занят. Попробуйте позже.", "The service is busy. Try later."))
)

func TestAFaultWithACauseIsStillItsSentinel(t *testing.T) {
	err := fmt.Errorf("send letter 7: %w", errBusy.Because(io.ErrUnexpectedEOF).After(time.Minute))
	if !errors.Is(err, errBusy) {
		t.Error("the sentinel is lost")
	}
	if errors.Is(err, errOther) {
		t.Error("another sentinel with the same text matches")
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
	if fault.KindOf(err) != fault.Unavailable || fault.KindOf(io.EOF) != 0 {
		t.Error("the kind is wrong")
	}
	if errBusy.Retry != 0 || errors.Is(errBusy, io.ErrUnexpectedEOF) {
		t.Error("the sentinel itself was changed")
	}
	if !strings.Contains(err.Error(), "unexpected EOF") {
		t.Errorf("the log would not show the cause: %v", err)
	}
}
