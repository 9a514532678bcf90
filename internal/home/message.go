package home

import "github.com/klaster-platform/klaster/internal/platform/i18n"

var (
	titleStart = i18n.M("Инновационный кластер города", "The city’s innovation cluster")
	leadStart  = i18n.M("Здесь организации вступают в кластер, находят меры поддержки, партнёров, площадки и производство. Одна учётная запись, один кабинет, проверяемый результат.",
		"Here organisations join the cluster and find support, partners, sites and production. One account, one cabinet, a result that anyone can verify.")
	linkRegister    = i18n.M("Зарегистрироваться", "Register")
	linkSignIn      = i18n.M("Войти", "Sign in")
	linkDesk        = i18n.M("Рабочий стол", "Your desk")
	sectionWho      = i18n.M("Кому это нужно", "Who it is for")
	whoPerson       = i18n.M("Человеку", "A person")
	whoPersonText   = i18n.M("Учётная запись для входа сюда и на другие порталы города: по почте, телефону и паролю.", "An account to sign in here and on other portals of the city: by e-mail, telephone and password.")
	whoHead         = i18n.M("Руководителю и предпринимателю", "A head, a sole proprietor")
	whoHeadText     = i18n.M("Кабинет организации по электронной подписи, заявления, доверенные лица.", "The cabinet of an organisation by electronic signature, applications, trusted persons.")
	whoFund         = i18n.M("Сотруднику фонда", "Staff of the foundation")
	whoFundText     = i18n.M("Рассмотрение заявлений в срок, реестры, решения с подписью.", "Applications reviewed in time, registers, signed decisions.")
	sectionHow      = i18n.M("С чего начать", "How to begin")
	howRegister     = i18n.M("Зарегистрируйтесь: нужна личная почта, это 3 минуты и бесплатно.", "Register: it takes your own e-mail and 3 minutes, and it is free.")
	howConfirm      = i18n.M("Подтвердите почту, а если хотите, и телефон: по нему тоже можно входить.", "Confirm your e-mail, and your telephone if you like: you can sign in with it, too.")
	howOrganisation = i18n.M("Откройте рабочий стол: с него доступны услуги и кабинеты организаций.", "Open your desk: services and the cabinets of organisations start there.")

	titleContacts = i18n.M("Связаться с нами", "Contact us")
	leadContacts  = i18n.M("Ответим на вопрос, поможем войти и подать заявление.", "We answer questions and help with signing in and applying.")
	keyPhone      = i18n.M("Телефон поддержки", "Telephone of the support")
	keyEmail      = i18n.M("Почта", "E-mail")
	keyHours      = i18n.M("Часы работы", "Hours")
	keyOperator   = i18n.M("Кто отвечает за сайт", "Who runs the site")
	sectionTell   = i18n.M("Что сообщить", "What to tell us")
	tellWhat      = i18n.M("Что вы делали и что увидели: точный текст ошибки.", "What you did and what you saw: the exact text of the error.")
	tellNumber    = i18n.M("Номер обращения, если он был на странице ошибки.", "The number of the request, if the error page had one.")
	tellSecret    = i18n.M("Пароли и коды не сообщайте: мы их никогда не спрашиваем.", "Never tell us passwords or codes: we never ask for them.")

	titleDesk       = i18n.M("Рабочий стол", "Your desk")
	greeting        = i18n.F("Здравствуйте, %s!", "Hello, %s!")
	textNewPassword = i18n.M("Новый пароль задан. Прежние сеансы завершены.", "The new password is set. Earlier sessions have ended.")
	sectionOffers   = i18n.M("Доступные сервисы", "Services open to you")
	sectionLevel    = i18n.M("Откроются после подтверждения личности", "Open once you have confirmed who you are")
	sectionCabinet  = i18n.M("Кабинет организации", "Cabinet of an organisation")
	cardCabinet     = i18n.M("Добавить кабинет организации", "Add the cabinet of an organisation")
	cardCabinetText = i18n.M("Сейчас или позднее. Понадобится квалифицированная подпись руководителя или предпринимателя.", "Now or later. It takes the qualified signature of the head or the sole proprietor.")

	titleOrganisation = i18n.M("Кабинет организации", "Cabinet of an organisation")
	leadOrganisation  = i18n.M("Кабинет появится при первом входе с усиленной квалифицированной подписью руководителя или предпринимателя.",
		"The cabinet appears at the first sign-in with the qualified electronic signature of the head or the sole proprietor.")
	organisationSoon = i18n.M("В этой установке вход по подписи ещё не включён. Когда он заработает, кабинет можно будет открыть на этой странице. Ничего готовить заранее не обязательно.",
		"Sign-in by signature is not switched on in this installation yet. Once it is, you can open the cabinet on this page. There is nothing you must prepare.")
	organisationNeed = i18n.M("Что понадобится", "What you will need")
	needCertificate  = i18n.M("Сертификат руководителя или предпринимателя: его выдаёт удостоверяющий центр налоговой службы.", "The certificate of the head or the sole proprietor; the certification authority of the tax service issues it.")
	needSNILS        = i18n.M("Тот же номер СНИЛС в сертификате и в вашей учётной записи.", "The same СНИЛС number in the certificate and in your account.")
	linkBackToDesk   = i18n.M("Вернуться на рабочий стол", "Back to your desk")
)

// The offers of the account itself.
var (
	OfferProfile = Offer{
		Title: i18n.M("Мои данные", "My data"), Text: i18n.M("Имя, почта, телефон и уровень учётной записи.", "Your name, e-mail, telephone and the level of the account."),
		URL: "/profile", Icon: "user", Level: 1,
	}
	OfferSecurity = Offer{
		Title: i18n.M("Безопасность", "Security"), Text: i18n.M("Где вы вошли и как завершить чужой сеанс.", "Where you are signed in, and how to end a session that is not yours."),
		URL: "/profile/security", Icon: "shield-check", Level: 1,
	}
)
