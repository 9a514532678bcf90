package signature

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/ruid/number"
)

func trialFields() []web.Input {
	return []web.Input{
		{Name: "role", Max: 20},
		{Name: "surname", Max: 60},
		{Name: "given", Max: 80},
		{Name: "snils", Max: 20},
		{Name: "innperson", Max: 20},
		{Name: "organisation", Max: 160},
		{Name: "inn", Max: 20},
		{Name: "ogrn", Max: 20},
		{Name: "ogrnip", Max: 20},
		{Name: "public", Max: 400},
		{Name: "next", Max: 200},
	}
}

// trialForm offers what the program knows an organisation by, or numbers that are never issued and whose check digits are right.
func (p *pages) trialForm(w http.ResponseWriter, r *http.Request) error {
	f := web.NewForm(trialFields()...)
	example, known := p.examples[r.URL.Query().Get(asKey)]
	if !known {
		example = p.example
	}
	for name, value := range example.fields() {
		f.Set(name, value)
	}
	f.Set("next", web.SamePath(r.URL.Query().Get("next"), ""))
	return p.showTrial(w, r, f, known)
}

// asKey is the name in a query under which somebody says as whom of the examples they come.
const asKey = "as"

// TrialKeyPath is where one makes the trial signature of an example and goes on to next.
func TrialKeyPath(example, next string) string {
	return trialPath + "?" + url.Values{asKey: {example}, "next": {next}}.Encode()
}

// Example is whom the form of a trial signature proposes: somebody whom the register of the trial installation has.
type Example struct {
	Kind                             string // "head", "ip" or "person"; a head when empty
	Surname, Given, SNILS, PersonINN string
	Organisation, INN, OGRN, OGRNIP  string
}

func (e Example) fields() map[string]string {
	if e == (Example{}) {
		e = Example{"head", "Иванов", "Иван Иванович", "999-999-002 50", "960000000236", "ООО «Учебная Ромашка»", "9600000016", "1099600000015", "309960000000010"}
	}
	return map[string]string{
		"role": cmp.Or(e.Kind, "head"), "surname": e.Surname, "given": e.Given, "snils": e.SNILS, "innperson": e.PersonINN,
		"organisation": e.Organisation, "inn": e.INN, "ogrn": e.OGRN, "ogrnip": e.OGRNIP,
	}
}

// showTrial draws the page. Whoever comes as one of the examples has nothing to fill in: the form is folded.
func (p *pages) showTrial(w http.ResponseWriter, r *http.Request, f *web.Form, folded bool) error {
	page := web.Page{Title: titleTrial, Lead: leadTrial, Narrow: true, NoIndex: true, Form: f, Alone: "trial"}
	if folded {
		page.Lead = leadFolded
	}
	status := http.StatusOK
	if !f.OK() {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, trialView(page, signing{pages: p, form: f, folded: folded}))
}

// issueTrial answers with a file: the key that was made here with its certificate, or, for a key that was made in the browser,
// its certificate alone.
func (p *pages) issueTrial(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, trialFields()...)
	if err != nil {
		return err
	}
	holder := readHolder(f)
	public, err := base64.StdEncoding.DecodeString(f.Get("public"))
	if err != nil {
		return ErrTrialKey
	}
	if !f.OK() {
		return p.showTrial(w, r, f, false)
	}
	file, err := p.IssueTrial(r.Context(), p.caller(r), holder, public)
	if err != nil {
		return err
	}
	return save(w, r, "klaster-trial.pem", "application/x-pem-file", strings.NewReader(string(file)))
}

// readHolder reads whom the certificate names, and says at the fields what is wrong.
func readHolder(f *web.Form) trialca.Holder {
	h := trialca.Holder{Surname: tidy(f.Get("surname")), GivenName: tidy(f.Get("given")), Region: "96 Учебный край", Locality: "г. Учебный"}
	if h.Surname == "" {
		f.Fail("surname", errSurname)
	}
	if h.GivenName == "" {
		f.Fail("given", errGiven)
	}
	var err error
	if h.SNILS, err = number.ParseSNILS(f.Get("snils")); err != nil {
		f.Fail("snils", errSNILS)
	}
	if s := f.Get("innperson"); s != "" || f.Get("role") == "ip" {
		if h.INNPerson, err = number.ParseINN(s); err != nil || !h.INNPerson.Person() {
			f.Fail("innperson", errINNPerson)
		}
	}
	switch f.Get("role") {
	case "person":
		h.Role = trialca.Individual
	case "ip":
		h.Role = trialca.Entrepreneur
		if h.OGRNIP, err = number.ParseOGRNIP(f.Get("ogrnip")); err != nil {
			f.Fail("ogrnip", errOGRNIP)
		}
	case "head":
		h.Role, h.Organization, h.Title = trialca.Head, tidy(f.Get("organisation")), "Руководитель"
		if h.Organization == "" {
			f.Fail("organisation", errOrganisation)
		}
		if h.INN, err = number.ParseINN(f.Get("inn")); err != nil || !h.INN.Organisation() {
			f.Fail("inn", errINN)
		}
		if h.OGRN, err = number.ParseOGRN(f.Get("ogrn")); err != nil {
			f.Fail("ogrn", errOGRN)
		}
	default:
		f.Fail("role", errRole)
	}
	return h
}

// nextOf is where the person came from, to go on there.
func nextOf(f *web.Form) string {
	next, err := url.Parse(f.Get("next"))
	if err != nil {
		return ""
	}
	return web.SamePath(next.String(), "")
}

var (
	titleTrial = i18n.M("Учебная подпись", "Trial signature")
	leadTrial  = i18n.M("Сделайте ключ и сертификат, чтобы попробовать вход и подписание. Все имена и номера — какие захотите: настоящих данных не нужно.",
		"Make a key and a certificate to try signing in and signing. Names and numbers are whatever you like: no real data are needed.")
	leadFolded = i18n.M("Ключ и сертификат для этой роли. Они нужны, чтобы войти в кабинет и подписывать.",
		"The key and the certificate of this role. They are needed to enter an organisation account and to sign.")
	legendRole    = i18n.M("Кто подписывает", "Who signs")
	roleHead      = i18n.M("Руководитель организации", "Head of an organisation")
	roleIP        = i18n.M("Индивидуальный предприниматель", "Sole proprietor")
	rolePerson    = i18n.M("Человек или сотрудник", "A person or an employee")
	labelSurname  = i18n.M("Фамилия", "Surname")
	labelGiven    = i18n.M("Имя и отчество", "Given name and patronymic")
	labelSNILS    = i18n.M("СНИЛС", "СНИЛС")
	hintSNILS     = i18n.M("Для входа в кабинет он должен совпасть со СНИЛС вашей учётной записи на этом сайте.", "To sign in to a cabinet it has to be that of your account on this site.")
	labelPersonal = i18n.M("ИНН человека", "ИНН of the person")
	labelOrg      = i18n.M("Название организации", "Name of the organisation")
	labelOrgINN   = i18n.M("ИНН организации", "ИНН of the organisation")
	labelOGRN     = i18n.M("ОГРН", "ОГРН")
	labelOGRNIP   = i18n.M("ОГРНИП", "ОГРНИП")
	hintHeadOnly  = i18n.M("Нужно руководителю.", "Needed by a head.")
	hintIPOnly    = i18n.M("Нужно предпринимателю.", "Needed by a proprietor.")
	buttonMake    = i18n.M("Сделать учебную подпись", "Make a trial signature")
	textMade      = i18n.M("Учебная подпись готова и хранится в этом браузере", "The trial signature is ready and kept in this browser")
	textMadeFile  = i18n.M("Скачать ключ и сертификат", "Download the key and the certificate")
	textServer    = i18n.M("Ключ делает ваш браузер. Если сценарии запрещены, его сделает сервер: вы скачаете файл один раз, у нас он не останется.",
		"Your browser makes the key. If scripts are not allowed, the server makes it: you download the file once, and we keep none.")
	linkBackToSign = i18n.M("Вернуться к подписанию", "Go back to signing")
	linkGoOn       = i18n.M("Дальше", "Go on")
	textFolded     = i18n.F("Ключ получит имя «%s». Нажмите «Сделать учебную подпись»: он останется в этом браузере, и дальше подписывать можно одной кнопкой. Если вы уже делали его здесь, идите дальше.",
		"The key will be in the name “%s”. Press “Make a trial signature”: it stays in this browser, and from then on one button signs. If you have made it here before, go on.")
	summaryFields = i18n.M("Что будет в сертификате", "What the certificate will say")
	linkSigner    = i18n.M("Подписать файл или проверить подпись", "Sign a file or check a signature")

	errSurname      = i18n.M("Напишите фамилию.", "Write the surname.")
	errGiven        = i18n.M("Напишите имя.", "Write the given name.")
	errSNILS        = i18n.M("В СНИЛС должно быть 11 цифр с верным контрольным числом.", "СНИЛС has 11 digits with a right control number.")
	errINNPerson    = i18n.M("В ИНН человека должно быть 12 цифр с верными контрольными.", "The ИНН of a person has 12 digits with right check digits.")
	errOrganisation = i18n.M("Напишите название организации.", "Write the name of the organisation.")
	errINN          = i18n.M("В ИНН организации должно быть 10 цифр с верной контрольной.", "The ИНН of an organisation has 10 digits with a right check digit.")
	errOGRN         = i18n.M("В ОГРН должно быть 13 цифр с верной контрольной.", "ОГРН has 13 digits with a right check digit.")
	errOGRNIP       = i18n.M("В ОГРНИП должно быть 15 цифр с верной контрольной.", "ОГРНИП has 15 digits with a right check digit.")
	errRole         = i18n.M("Выберите, кто подписывает.", "Choose who signs.")
)
