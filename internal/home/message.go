package home

import "github.com/klaster-platform/klaster/internal/platform/i18n"

var (
	titleStart = i18n.M("Инновационный кластер города", "The city’s innovation cluster")
	leadStart  = i18n.M("Здесь организации вступают в кластер, находят меры поддержки, партнёров, площадки и производство. Одна учётная запись, один кабинет, проверяемый результат.",
		"Here organisations join the cluster and find support, partners, sites and production. One account, one cabinet, a result that anyone can verify.")
	linkRegister        = i18n.M("Зарегистрироваться", "Register")
	linkSignIn          = i18n.M("Войти", "Sign in")
	linkDesk            = i18n.M("Рабочий стол", "Your desk")
	sectionWho          = i18n.M("Кому это нужно", "Who it is for")
	whoPerson           = i18n.M("Человеку", "A person")
	whoPersonText       = i18n.M("Учётная запись для входа сюда и на другие порталы города: по почте, телефону и паролю.", "An account to sign in here and on other portals of the city: by e-mail, telephone and password.")
	whoHead             = i18n.M("Руководителю и предпринимателю", "A head, a sole proprietor")
	whoHeadText         = i18n.M("Кабинет организации по электронной подписи, заявления, доверенные лица.", "The cabinet of an organisation by electronic signature, applications, trusted persons.")
	whoFund             = i18n.M("Сотруднику фонда", "Staff of the foundation")
	whoFundText         = i18n.M("Рассмотрение заявлений в срок, реестры, решения с подписью.", "Applications reviewed in time, registers, signed decisions.")
	sectionHow          = i18n.M("С чего начать", "How to begin")
	howRegister         = i18n.M("Зарегистрируйтесь", "Register")
	howRegisterText     = i18n.M("Нужна личная почта. Это бесплатно и займёт три минуты.", "All you need is your own e-mail. It is free and takes three minutes.")
	howConfirm          = i18n.M("Подтвердите личность", "Prove your identity")
	howConfirmText      = i18n.M("По СНИЛС или на приёме с паспортом. Чем выше уровень, тем больше услуг.", "With your SNILS, or in person with your passport. The higher the level, the more services you can use.")
	howOrganisation     = i18n.M("Откройте кабинет организации", "Open your organisation’s account")
	howOrganisationText = i18n.M("Его открывает руководитель или предприниматель электронной подписью.", "The head or the sole proprietor opens it with an electronic signature.")

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
	sectionNext     = i18n.M("С чего продолжить", "What to do next")
	taskIdentity    = i18n.M("Подтвердить личность", "Prove your identity")
	taskIdentityTx  = i18n.M("Откроются услуги, для которых нужно точно знать, кто вы.", "This opens the services that need to know for certain who you are.")
	taskFull        = i18n.M("Получить полный уровень", "Get the full level")
	taskFullTx      = i18n.M("Открыты не все услуги: для остальных нужна полная учётная запись.", "Some services are still closed: they need a full account.")
	taskCabinet     = i18n.M("Добавить кабинет организации", "Add an organisation’s account")
	taskCabinetTx   = i18n.M("Понадобится квалифицированная подпись руководителя или предпринимателя.", "You need the qualified signature of the head or the sole proprietor.")

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
	OfferDocuments = Offer{
		Title: i18n.M("Документы", "Documents"), Text: i18n.M("Добавьте один раз, и они подставятся в заявления.", "Add them once, and they fill in your applications."),
		URL: "/profile/documents", Icon: "file-text", Level: 1,
	}
	OfferTrail = Offer{
		Title: i18n.M("Журнал", "Activity log"), Text: i18n.M("Что происходило с учётной записью и кто смотрел ваши данные.", "What happened to your account, and who looked at your data."),
		URL: "/profile/trail", Icon: "list-checks", Level: 1,
	}
)
