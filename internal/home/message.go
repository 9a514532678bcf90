package home

import "github.com/klaster-platform/klaster/internal/platform/i18n"

var (
	titleStart = i18n.M("Инновационный кластер города", "The city’s innovation cluster")
	leadStart  = i18n.M("Здесь организации вступают в кластер, находят меры поддержки, партнёров, площадки и производство. Одна учётная запись, один кабинет, проверяемый результат.",
		"Organisations join the cluster here and find support, partners, premises and production. One account, and results that anyone can verify.")
	linkRegister        = i18n.M("Зарегистрироваться", "Register")
	linkSignIn          = i18n.M("Войти", "Sign in")
	linkDesk            = i18n.M("Рабочий стол", "Dashboard")
	sectionWho          = i18n.M("Кому это нужно", "Who it is for")
	whoPerson           = i18n.M("Человеку", "Individuals")
	whoPersonText       = i18n.M("Учётная запись для входа сюда и на другие порталы города: по почте, телефону и паролю.", "One account for this site and other city portals: sign in with your email or phone and a password.")
	whoHead             = i18n.M("Руководителю и предпринимателю", "Heads of organisations and sole proprietors")
	whoHeadText         = i18n.M("Кабинет организации по электронной подписи, заявления, доверенные лица.", "An organisation account opened with an electronic signature, applications and trusted persons.")
	whoFund             = i18n.M("Сотруднику фонда", "Foundation staff")
	whoFundText         = i18n.M("Рассмотрение заявлений в срок, реестры, решения с подписью.", "Applications reviewed on time, registers and signed decisions.")
	sectionHow          = i18n.M("С чего начать", "How to start")
	howRegister         = i18n.M("Зарегистрируйтесь", "Register")
	howRegisterText     = i18n.M("Нужна личная почта. Это бесплатно и займёт три минуты.", "All you need is your own email. It is free and takes three minutes.")
	howConfirm          = i18n.M("Подтвердите личность", "Prove your identity")
	howConfirmText      = i18n.M("По СНИЛС или на приёме с паспортом. Чем выше уровень, тем больше услуг.", "With your SNILS, or in person with your passport. The higher the level, the more services you can use.")
	howOrganisation     = i18n.M("Откройте кабинет организации", "Open your organisation’s account")
	howOrganisationText = i18n.M("Его открывает руководитель или предприниматель электронной подписью.", "The head or the sole proprietor opens it with an electronic signature.")

	titleContacts = i18n.M("Связаться с нами", "Contact us")
	leadContacts  = i18n.M("Ответим на вопрос, поможем войти и подать заявление.", "We answer questions and help you sign in and apply.")
	keyPhone      = i18n.M("Телефон поддержки", "Support phone")
	keyEmail      = i18n.M("Почта", "Email")
	keyHours      = i18n.M("Часы работы", "Hours")
	keyOperator   = i18n.M("Кто отвечает за сайт", "Who runs this site")
	sectionTell   = i18n.M("Что сообщить", "What to tell us")
	tellWhat      = i18n.M("Что вы делали и что увидели: точный текст ошибки.", "What you did and what you saw: the exact text of the error.")
	tellNumber    = i18n.M("Номер обращения, если он был на странице ошибки.", "The request number, if there was one on the error page.")
	tellSecret    = i18n.M("Пароли и коды не сообщайте: мы их никогда не спрашиваем.", "Never tell us passwords or codes: we never ask for them.")

	titleDesk       = i18n.M("Рабочий стол", "Dashboard")
	greeting        = i18n.F("Здравствуйте, %s!", "Hello, %s!")
	textNewPassword = i18n.M("Новый пароль задан. Прежние сеансы завершены.", "Your new password is set. Earlier sessions have ended.")
	sectionOffers   = i18n.M("Доступные сервисы", "Your services")
	sectionLevel    = i18n.M("Откроются после подтверждения личности", "Available once you have proved your identity")
	sectionNext     = i18n.M("С чего продолжить", "What to do next")
	taskIdentity    = i18n.M("Подтвердить личность", "Prove your identity")
	taskIdentityTx  = i18n.M("Откроются услуги, для которых нужно точно знать, кто вы.", "This opens the services that need to know for certain who you are.")
	taskFull        = i18n.M("Получить полный уровень", "Get the full level")
	taskFullTx      = i18n.M("Открыты не все услуги: для остальных нужна полная учётная запись.", "Some services are still closed: they need a full account.")
	taskCabinet     = i18n.M("Добавить кабинет организации", "Add an organisation’s account")
	taskCabinetTx   = i18n.M("Понадобится квалифицированная подпись руководителя или предпринимателя.", "You need the qualified signature of the head or the sole proprietor.")
)

// The offers of the account itself.
var (
	OfferProfile = Offer{
		Title: i18n.M("Мои данные", "My details"), Text: i18n.M("Имя, почта, телефон и уровень учётной записи.", "Your name, email, phone and account level."),
		URL: "/profile", Icon: "user", Level: 1,
	}
	OfferSecurity = Offer{
		Title: i18n.M("Безопасность", "Security"), Text: i18n.M("Где вы вошли и как завершить чужой сеанс.", "Your password, passkeys and second factor, and where you are signed in."),
		URL: "/profile/security", Icon: "shield-check", Level: 1,
	}
	OfferApplications = Offer{
		Title: i18n.M("Мои заявления", "My applications"), Text: i18n.M("Подайте заявление за себя и следите, когда придёт ответ.", "Apply for yourself and see when the answer comes."),
		URL: "/applications", Icon: "file-check", Level: 1,
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
