package organisation

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Label is the name of a state of a power of attorney.
func (s PowerState) Label() i18n.Text {
	switch s {
	case PowerKept:
		return i18n.M("проверена, ждёт входа по личной подписи", "checked, waits for a sign-in with the personal signature")
	case PowerReview:
		return i18n.M("проверяет оператор", "an operator checks it")
	case PowerActive:
		return i18n.M("действует", "in force")
	case PowerRefused:
		return i18n.M("оператор отказал", "refused by an operator")
	case PowerWithdrawn:
		return i18n.M("отозвана организацией на сайте", "withdrawn by the organisation on this site")
	case PowerRevoked:
		return i18n.M("отозвана в реестре доверенностей", "withdrawn in the registry of powers of attorney")
	case PowerRemoved:
		return i18n.M("сотрудник отказался от неё", "given up by the employee")
	case PowerOver:
		return i18n.M("срок истёк", "term over")
	case PowerReplaced:
		return i18n.M("заменена другой", "replaced by another one")
	case PowerEnded:
		return i18n.M("организация или учётная запись закрыта", "the organisation or the account is closed")
	}
	return i18n.Same(string(s))
}

// Pages of powers of attorney.
var (
	titlePowers       = i18n.M("Доверенности", "Powers of attorney")
	leadPowers        = i18n.M("Машиночитаемые доверенности (МЧД), по которым вы подписываете документы организаций.", "Machine-readable powers of attorney (MCHD) by which you sign documents of organisations.")
	titleAddPower     = i18n.M("Загрузить доверенность", "Upload a power of attorney")
	leadAddPower      = i18n.M("Два файла: сама доверенность (XML) и файл подписи руководителя (.sig). Их даёт система, в которой доверенность создана.", "Two files: the power of attorney itself (XML) and the signature of the head (.sig). The system in which it was made gives both.")
	textPowersCard    = i18n.M("У вас есть личная подпись и машиночитаемая доверенность (МЧД) от организации.", "You have a personal signature and a machine-readable power of attorney from the organisation.")
	noPowers          = i18n.M("Доверенностей пока нет", "No powers of attorney yet")
	noPowersText      = i18n.M("Сотрудник подписывает документы организации личной подписью вместе с машиночитаемой доверенностью, которую подписал руководитель.", "An employee signs documents of an organisation with a personal signature and a machine-readable power of attorney that the head has signed.")
	sectionHow        = i18n.M("Как это работает", "How it works")
	howGet            = i18n.M("Получите доверенность", "Get a power of attorney")
	howUpload         = i18n.M("Загрузите её сюда", "Upload it here")
	howEnter          = i18n.M("Войдите по личной подписи", "Sign in with your personal signature")
	textHow1          = i18n.M("Руководитель выдаёт вам доверенность единой формы 003 и подписывает её своей электронной подписью.", "The head gives you a power of attorney of the single form (EMCHD_1) and signs it with an electronic signature.")
	textHow2          = i18n.M("Вы загружаете сюда файл доверенности и файл подписи. Мы проверяем подпись, срок, полномочия и то, что доверенность выдана вам.", "You upload the file and the signature here. We check the signature, the term, the powers, and that it was given to you.")
	textHow3          = i18n.M("Вы входите по личной электронной подписи, и открывается кабинет организации: можно подписывать и отправлять документы.", "You sign in with your personal electronic signature, and the organisation account opens: you may sign and send documents.")
	textHowNot        = i18n.M("По доверенности кабинет не создаётся и доверенные лица не назначаются: это делает только руководитель.", "A power of attorney neither makes an organisation account nor appoints trusted persons: only the head does.")
	linkWhere         = i18n.M("Где получить электронную подпись", "Where to get an electronic signature")
	labelPowerFile    = i18n.M("Доверенность", "Power of attorney")
	hintPowerFile     = i18n.M("Файл XML до 1 МБ", "An XML file of at most 1 MB")
	labelPowerSig     = i18n.M("Подпись руководителя", "Signature of the head")
	hintPowerSig      = i18n.M("Файл .sig, .sgn или .p7s к этой доверенности", "A .sig, .sgn or .p7s file that belongs to it")
	detailsParents    = i18n.M("Если это передоверие", "If this passes on another power of attorney")
	labelParents      = i18n.M("Доверенности, на которых она основана", "The powers of attorney on which it rests")
	hintParents       = i18n.M("Выберите сразу все файлы: XML и подпись для каждой. Имя подписи должно начинаться с имени доверенности", "Choose all files at once: an XML and a signature for each. The name of a signature begins with that of its document")
	buttonAddPower    = i18n.M("Проверить и сохранить", "Check and keep")
	errNoPowerFile    = i18n.M("Выберите файл доверенности: XML.", "Choose the file of the power of attorney: XML.")
	errNoPowerSig     = i18n.M("Выберите файл подписи к доверенности: .sig, .sgn или .p7s.", "Choose the signature of the power of attorney: .sig, .sgn or .p7s.")
	errParentsPairs   = i18n.M("Для каждой доверенности нужен один файл XML и один файл подписи с тем же началом имени.", "Each power of attorney needs one XML file and one signature whose name begins with the same.")
	textPowerKept     = i18n.M("Доверенность проверена. Войдите по личной электронной подписи, чтобы открыть кабинет организации.", "The power of attorney was checked. Sign in with your personal electronic signature to open the organisation account.")
	textPowerRemoved  = i18n.M("Вы больше не действуете по этой доверенности.", "You no longer act by this power of attorney.")
	textPowerOut      = i18n.M("Доверенность отозвана: сотрудник больше не действует по ней на сайте. В реестре доверенностей отзовите её отдельно.", "The power of attorney is withdrawn: the employee no longer acts by it on this site. Withdraw it in the registry of powers of attorney as well.")
	buttonRemoveOwn   = i18n.M("Отказаться от доверенности", "Give it up")
	buttonSignOwn     = i18n.M("Войти по личной подписи", "Sign in with the personal signature")
	sectionPowersPast = i18n.M("Прежние доверенности", "Former powers of attorney")
	powerColumnsPast  = []web.Column{{Label: i18n.M("Доверенность", "Power of attorney")}, {Label: i18n.M("Организация или сотрудник", "Organisation or employee")}, {Label: i18n.M("Что случилось", "What happened")}, {Label: i18n.M("Когда", "When")}}

	leadOrgPowers   = i18n.M("Кто подписывает документы организации по машиночитаемой доверенности (МЧД).", "Who signs documents of the organisation by a machine-readable power of attorney.")
	noOrgPowers     = i18n.M("По доверенности никто не действует", "Nobody acts by a power of attorney")
	noOrgPowersText = i18n.M("Выдайте сотруднику доверенность единой формы 003. Он загрузит её на странице «Мои организации» и войдёт по своей личной подписи.", "Give an employee a power of attorney of the single form (EMCHD_1). They upload it on the page “My organisations” and sign in with their personal signature.")
	textWithdraw    = i18n.M("Отзыв действует сразу и только на этом сайте. Чтобы доверенность не действовала нигде, отзовите её и в реестре доверенностей.", "A withdrawal counts at once, and on this site alone. To end the power everywhere, withdraw it in the registry of powers of attorney, too.")
	buttonWithdraw  = i18n.M("Отозвать доверенность", "Withdraw the power of attorney")

	sectionByPower  = i18n.M("Ваши доверенности", "Your powers of attorney")
	textByPower     = i18n.M("С личной подписью вы можете войти в кабинет организации, которая выдала вам доверенность.", "With your personal signature you may enter the account of an organisation that gave you a power of attorney.")
	textNoOrgYet    = i18n.M("Кабинета этой организации ещё нет. По доверенности его не открыть: это делает руководитель своей подписью.", "This organisation has no account here yet. A power of attorney does not open one: the head does, with a signature.")
	buttonByPower   = i18n.M("Войти по доверенности", "Enter by the power of attorney")
	textPersonalOff = i18n.M("Этот сертификат личный, без ОГРНИП: войти по нему можно, а подписывать юридически значимые документы нельзя. Для них нужен сертификат предпринимателя с ОГРНИП.", "This certificate is personal, without an OGRNIP: it lets you in, but signs no documents of legal weight. Those take a certificate of a sole proprietor with the OGRNIP.")
	sectionPower    = i18n.M("Доверенность", "Power of attorney")
	sectionChecks   = i18n.M("Что проверено", "What was checked")
	checkColumns    = []web.Column{{Label: i18n.M("Проверка", "Check")}, {Label: i18n.M("Итог", "Result")}}

	keyNumber    = i18n.M("Номер", "Number")
	keyPrincipal = i18n.M("Кто выдал", "Given by")
	keyAgent     = i18n.M("Кому выдана", "Given to")
	keyIssuedOn  = i18n.M("Дата выдачи", "Day of issue")
	keyHash      = i18n.M("Хеш файла (SHA-256)", "Hash of the file (SHA-256)")
	keyPowers    = i18n.M("Полномочия", "Powers")
	keyPowerText = i18n.M("Полномочия текстом", "Powers in words")
	keyParents   = i18n.M("Основана на доверенностях", "Rests on")
	keyRegistryP = i18n.M("Реестр доверенностей", "Registry of powers of attorney")
	keySystem    = i18n.M("Где хранится", "Kept at")
	keySignedBy  = i18n.M("Кто подписал", "Signed by")
)

var powerWhys = map[Ground]i18n.Text{
	GroundPowerText: i18n.M("Полномочия в доверенности написаны словами или ограничены, их читает человек. Обращение передано оператору.",
		"The powers are in words or restricted, so a person reads them. An operator will look at it."),
	GroundPowerCode: i18n.M("В доверенности есть код полномочия, которого сайт не знает. Обращение передано оператору.",
		"The power of attorney has a code that this site does not know. An operator will look at it."),
	GroundPowerSilent: i18n.M("Реестр доверенностей не ответил, действует ли доверенность. Обращение передано оператору.",
		"The registry of powers of attorney did not say whether the power is in force. An operator will look at it."),
	GroundPowerDoubt: i18n.M("Не всё в доверенности удалось проверить автоматически. Обращение передано оператору.",
		"Not everything in the power of attorney could be checked. An operator will look at it."),
}

func registryText(word string) i18n.Text {
	switch word {
	case "valid":
		return i18n.M("действует", "in force")
	case "revoked":
		return i18n.M("отозвана", "withdrawn")
	}
	return i18n.M("не ответил", "did not answer")
}
