package notification

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// Menu is what the menus call the page of notices.
var Menu = i18n.M("Уведомления", "Notifications")

var (
	titleNotices   = i18n.M("Уведомления", "Notifications")
	leadNotices    = i18n.M("Сначала то, что ждёт вас, затем то, что произошло. То же самое приходит письмом.", "First what waits for you, then what has happened. The same comes by letter.")
	titleTasks     = i18n.M("Нужно сделать", "To do")
	titleNews      = i18n.M("Что произошло", "What has happened")
	tagNew         = i18n.M("Новое", "New")
	tabUnread      = i18n.M("Непрочитанные", "Unread")
	buttonReadAll  = i18n.M("Прочитать всё", "Mark all as read")
	noneUnread     = i18n.M("Всё прочитано", "Everything is read")
	textNoneUnread = i18n.M("Новые уведомления появятся здесь и у колокольчика вверху страницы.", "New notifications appear here and at the bell at the top of the page.")
	noneAtAll      = i18n.M("Уведомлений пока нет", "No notifications yet")
	textNoneAtAll  = i18n.M("Здесь появится то, о чём мы пишем письма: заявления, доступ к кабинетам, статус в кластере.", "What we write letters about appears here: applications, access to organisation accounts, the status in the cluster.")
	hintUntil      = i18n.F("%s — до %s", "%s, by %s")
)
