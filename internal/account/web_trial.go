package account

import (
	"errors"
	"net/http"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// EnterTrial signs the browser in as a person of a trial installation, by the password that everybody knows, and leads on to next. Who
// has changed the password since cannot be entered as.
func (m *Module) EnterTrial(w http.ResponseWriter, r *http.Request, email Email, password, next string) error {
	in, err := m.SignIn(r.Context(), string(email), password, m.pages.cookies.browser(r))
	if errors.Is(err, ErrCredentials) {
		return errTrialPassword
	}
	if err != nil {
		return err
	}
	return m.pages.enter(w, r, in, next)
}

var errTrialPassword = fault.New(fault.Conflict, i18n.M(
	"Этот учебный человек сменил пароль или удалил учётную запись. Возьмите другую роль, или остановите программу и удалите папку с её данными: всё начнётся заново.",
	"This trial person has changed the password or deleted the account. Take another role, or stop the program and remove its data folder: everything begins anew."))
