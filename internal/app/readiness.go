package app

import (
	"context"
	"errors"

	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/mail"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/staff"
)

// checks are «Готовность к работе»: what stands between this installation and real work.
func (a *App) checks() []staff.Check {
	list := []staff.Check{
		{Key: "https", Title: i18n.M("Защищённый адрес сайта", "A secure address of the site"), Run: a.checkHTTPS},
		{Key: "mail", Title: i18n.M("Отправка писем", "Sending letters"), Run: a.checkMail},
		{Key: "sms", Title: i18n.M("Отправка коротких сообщений", "Sending text messages"), Run: a.checkSMS},
		{Key: "legal", Title: i18n.M("Тексты сайта", "Texts of the site"), Run: a.checkLegal},
		{Key: "support", Title: i18n.M("Телефон и почта поддержки", "Phone and email of support"), Run: a.checkSupport},
		{Key: "letters", Title: i18n.M("Письма доходят до почтового сервера", "Letters reach the mail relay"), Run: a.checkLetters},
		{Key: "identity", Title: i18n.M("Способы подтвердить личность", "Ways to confirm an identity"), Run: a.checkIdentity},
		{Key: "snils", Title: i18n.M("Реестр СНИЛС", "The register of SNILS"), Run: a.checkSNILS},
		{Key: "keys", Title: i18n.M("Ключи установки", "Keys of the installation"), Run: a.checkKeys},
		{Key: "factor", Title: i18n.M("Второй фактор сотрудников", "Second factor of the staff"), Run: a.checkFactor},
		{Key: "seal", Title: i18n.M("Печать фонда", "The foundation’s seal"), Run: a.checkSeal},
		{Key: "files", Title: i18n.M("Файлы и их ключ", "Files and their key"), Run: a.checkFiles},
		{Key: "clock", Title: i18n.M("Часы", "Clock"), Run: a.checkClock},
		{Key: "jobs", Title: i18n.M("Фоновые задания", "Jobs in the background"), Run: a.checkJobs},
		{Key: "passwords", Title: i18n.M("Список утёкших паролей", "List of leaked passwords"), Run: a.checkLeaked},
		{Key: "scanner", Title: i18n.M("Проверка файлов на вирусы", "Looking for viruses in files"), Run: a.checkScanner},
		{Key: "database", Title: i18n.M("База данных", "Database"), Run: a.checkDatabase},
		{Key: "trust", Title: i18n.M("Список удостоверяющих центров", "Trusted list of certification authorities"), Run: notLoaded(i18n.M(
			"Список ещё не загружен: вход по электронной подписи не включён.", "The list is not loaded: sign-in by electronic signature is not switched on."))},
		{Key: "registers", Title: i18n.M("Государственные реестры", "State registers"), Run: notLoaded(i18n.M(
			"Ни один реестр ещё не загружен: кабинеты организаций не включены.", "No register is loaded: the organisation accounts are not switched on."))},
		{Key: "calendar", Title: i18n.M("Производственный календарь", "Calendar of working days"), Run: notLoaded(i18n.M(
			"Календарь ещё не загружен: сроки в рабочих днях не считаются.", "The calendar is not loaded: terms in working days are not counted."))},
	}
	if a.vectors.On() {
		list = append(list, staff.Check{Key: "vectors", Title: i18n.M("Поиск по смыслу", "Search by meaning"), Run: a.checkVectors})
	}
	return list
}

func ready(text i18n.Text) staff.Result { return staff.Result{State: staff.Ready, Text: text} }

// notLoaded is the check of a room that this version of the program does not have yet.
func notLoaded(text i18n.Text) func(context.Context) staff.Result {
	how := i18n.M("Пока ничего. Это понадобится, когда в программе появится нужный раздел.",
		"There is nothing to do: it will be needed when the program gets that section.")
	return func(context.Context) staff.Result { return staff.Result{State: staff.Later, Text: text, HowTo: how} }
}

var setting = i18n.F("Задайте %s и перезапустите программу. Все настройки покажет команда klaster config.",
	"Set %s and restart the program. The command klaster config shows all settings.")

func (a *App) checkHTTPS(context.Context) staff.Result {
	if a.Config.HTTP.HTTPS() {
		return ready(i18n.F("Люди открывают сайт по адресу %s.", "People reach the site at %s.").With(a.Site.BaseURL))
	}
	return staff.Result{
		Text:  i18n.F("Адрес сайта — %s, без защиты соединения.", "The address of the site is %s, without protection.").With(a.Site.BaseURL),
		HowTo: setting.With("KLASTER_BASE_URL=https://…"),
	}
}

func (a *App) checkMail(ctx context.Context) staff.Result {
	if a.Site.Trial {
		return ready(i18n.M("В учебной установке письма остаются на машине.", "In a trial installation letters stay on the machine."))
	}
	err := a.mail.Check(ctx)
	switch {
	case err == nil:
		return ready(i18n.M("Почтовый сервер отвечает.", "The mail relay answers."))
	case errors.Is(err, mail.ErrNotConfigured):
		return staff.Result{
			Text:  i18n.M("Почтовый сервер не задан: письма ждут, и зарегистрироваться нельзя.", "No mail relay is set: letters wait, and nobody can register."),
			HowTo: setting.With("KLASTER_MAIL_HOST"),
		}
	}
	a.Log.WarnContext(ctx, "the mail relay does not answer", "error", err)
	return staff.Result{
		Text:  i18n.M("Почтовый сервер не отвечает или не принял пароль. Причина — в журнале программы.", "The mail relay does not answer or refused the password. The log of the program has the reason."),
		HowTo: setting.With("KLASTER_MAIL_HOST, KLASTER_MAIL_PORT, KLASTER_MAIL_TLS, KLASTER_MAIL_USER, KLASTER_MAIL_PASSWORD_FILE"),
	}
}

func (a *App) checkSMS(context.Context) staff.Result {
	switch {
	case a.Site.Trial:
		return ready(i18n.M("В учебной установке сообщения остаются на машине.", "In a trial installation messages stay on the machine."))
	case a.sms.Configured():
		return ready(i18n.M("Шлюз задан. Не ушедшие сообщения видны на странице «Письма и сообщения».", "A gateway is set. Messages that failed are on the page “Letters and messages”."))
	}
	return staff.Result{
		State: staff.Later,
		Text:  i18n.M("Шлюз не задан: номера телефонов не подтверждаются.", "No gateway is set: phone numbers are not confirmed."),
		HowTo: setting.With("KLASTER_SMS_URL, KLASTER_SMS_TOKEN_FILE"),
	}
}

func (a *App) checkLegal(ctx context.Context) staff.Result {
	ok, text := a.Legal.Ready(ctx)
	if ok {
		return ready(text)
	}
	return staff.Result{Text: text, HowTo: i18n.M("Откройте раздел «Тексты сайта», проверьте каждый документ с юристом и опубликуйте его.",
		"Open “Texts of the site”, have a lawyer check each document, and publish it.")}
}

func (a *App) checkSupport(context.Context) staff.Result {
	if a.Site.Email == "support@example.ru" || a.Site.Phone == "+7 495 000-00-00" {
		return staff.Result{
			Text:  i18n.M("На страницах стоят вымышленные телефон или почта.", "The pages show an invented phone or email."),
			HowTo: setting.With("KLASTER_SITE_PHONE, KLASTER_SITE_EMAIL"),
		}
	}
	return ready(i18n.F("На страницах: %s, %s.", "The pages show %s, %s.").With(a.Site.Phone, a.Site.Email))
}

func (a *App) checkScanner(ctx context.Context) staff.Result {
	if a.Config.Scanner.Clamd == "" {
		return staff.Result{
			State: staff.Later,
			Text:  i18n.M("Проверка не включена: загруженные файлы не попадут к другим людям.", "It is not switched on: files that people upload reach nobody else."),
			HowTo: setting.With("KLASTER_SCANNER_CLAMD"),
		}
	}
	clamd, err := scan.NewClamd(scan.ClamdConfig{Address: a.Config.Scanner.Clamd, Dial: a.outbound.Dial(outbound.Scanner)})
	if err == nil {
		err = clamd.Ready(ctx)
	}
	if err != nil {
		a.Log.WarnContext(ctx, "the virus scanner does not answer", "error", err)
		return staff.Result{
			Text:  i18n.M("Программа проверки не отвечает. Причина — в журнале.", "The scanner does not answer. The log has the reason."),
			HowTo: setting.With("KLASTER_SCANNER_CLAMD"),
		}
	}
	return ready(i18n.M("Программа проверки отвечает.", "The scanner answers."))
}

func (a *App) checkDatabase(ctx context.Context) staff.Result {
	if err := a.DB.Ping(ctx); err != nil {
		return staff.Result{Text: i18n.M("База данных не отвечает.", "The database does not answer."), HowTo: i18n.M("Проверьте сервер базы данных.", "Check the database server.")}
	}
	if a.DB.Engine() == sqldb.SQLite {
		return ready(i18n.M("Встроенная база в одном файле: подходит для одного узла. Для нескольких узлов нужен сервер баз данных.", "The embedded database in one file: right for one node. Several nodes need a database server."))
	}
	return ready(i18n.M("Сервер баз данных отвечает. Узлов может быть несколько.", "The database server answers. There may be several nodes."))
}
