package demo

import "github.com/klaster-platform/klaster/internal/platform/i18n"

var (
	titleRoles = i18n.M("Демонстрационный вход", "Demonstration sign-in")
	leadRoles  = i18n.M("Выберите, кем попробовать платформу. Все люди и организации здесь придуманы, пароль не нужен, а юридической силы ничто не имеет.",
		"Choose as whom to try the platform. All people and organisations here are invented, no password is needed, and nothing has legal force.")
	titleApplicants = i18n.M("Заявители", "Applicants")
	titleStaff      = i18n.M("Фонд", "The foundation")
	buttonEnter     = i18n.F("Войти: %s", "Sign in: %s")
	metaKey         = i18n.M("С учебным ключом подписи", "With a trial signature key")
	metaNoKey       = i18n.M("Подпись не нужна", "No signature needed")
	tagSoon         = i18n.M("Готовится", "Being prepared")
	titleSettling   = i18n.M("Учебный город ещё заселяется", "The trial town is still being settled")
	textSettling    = i18n.M("Организации и заявления появляются одно за другим. Роли с пометкой «Готовится» откроются через минуту; остальные можно пробовать сейчас.",
		"Organisations and applications appear one after another. Roles marked “Being prepared” open in a minute; the others can be tried now.")
	titleAround = i18n.M("Что ещё посмотреть", "What else there is to see")
	linkMail    = i18n.M("Письма и сообщения, которые отправила эта установка", "Letters and messages that this installation has sent")
	linkSigner  = i18n.M("Подписать файл или проверить подпись", "Sign a file or check a signature")
	linkSNILS   = i18n.M("Какие СНИЛС подтверждает учебный реестр", "Which СНИЛС the trial register confirms")
	linkSMEV    = i18n.M("Учебные государственные реестры", "The trial state registers")
	linkOwn     = i18n.M("Зарегистрироваться своим именем", "Register under a name of your own")
	textOnce    = i18n.M("Роли можно менять сколько угодно: новый вход завершает прежний. Чтобы видеть две роли сразу, откройте вторую в другом браузере или в окне без истории.",
		"Change roles as often as you like: a new sign-in ends the one before. To see two roles at once, open the second one in another browser or in a private window.")
)
