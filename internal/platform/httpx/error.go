package httpx

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"runtime/debug"
	"strconv"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Faults of the edge itself.
var (
	ErrNoPage = fault.New(fault.NotFound, i18n.M(
		"Такой страницы нет. Проверьте адрес или начните с главной страницы.",
		"There is no such page. Check the address or start from the home page."))
	ErrMethod = fault.New(fault.Invalid, i18n.M(
		"Эта страница так не открывается. Вернитесь назад и попробуйте ещё раз.",
		"This page does not open this way. Go back and try again."))
	ErrOrigin = fault.New(fault.Forbidden, i18n.M(
		"Запрос пришёл с другого сайта, поэтому мы его не выполнили. Откройте нужную страницу здесь и повторите действие.",
		"The request came from another site, so we did not carry it out. Open the page here and repeat what you did."))
	ErrTooLarge = fault.New(fault.Invalid, i18n.M(
		"Вы отправили больше данных, чем принимает эта страница. Сократите текст или выберите файл меньше.",
		"You sent more data than this page takes. Shorten the text or choose a smaller file."))
)

// Status returns the HTTP status that stands for err. An error that is no fault is internal: 500.
func Status(err error) int {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large), errors.Is(err, ErrTooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, ErrMethod):
		return http.StatusMethodNotAllowed
	}
	switch fault.KindOf(err) {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.Conflict:
		return http.StatusConflict
	case fault.RateLimited:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// SetRetry writes the Retry-After header when err says after how long to try again.
func SetRetry(h http.Header, err error) {
	var f *fault.Fault
	if errors.As(err, &f) && f.Retry > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(f.Retry.Seconds()))))
	}
}

type panicError struct {
	value any
	stack []byte
}

func (p *panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

func panicked(value any) error { return &panicError{value, debug.Stack()} }
