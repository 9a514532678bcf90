package organisation

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// Switching profiles.
var (
	sectionRecent   = i18n.M("Недавние", "Recent")
	sectionOthers   = i18n.M("Остальные", "Others")
	sectionFound    = i18n.M("Найдено", "Found")
	labelSearch     = i18n.M("Найти организацию", "Find an organisation")
	hintSearch      = i18n.M("Название, ИНН или ОГРН", "Name, INN or OGRN")
	buttonSearch    = i18n.M("Найти", "Find")
	linkAllProfiles = i18n.M("Показать все", "Show all")
	noneFound       = i18n.M("Такой организации среди ваших нет", "No such organisation among yours")
	noneFoundText   = i18n.M("Проверьте название или номер. Здесь ищут только среди организаций, в которых вы действуете.", "Check the name or the number. Only organisations in which you act are searched.")
	buttonLogInAs   = i18n.M("Войти", "Enter")
	aboutLogInAs    = i18n.F("как %s", "as %s")

	titleCrossed   = i18n.M("Вы сменили профиль", "You have switched profiles")
	leadCrossed    = i18n.M("Страница, с которой вы отправили форму, открыта от имени одного профиля, а после неё вы перешли в другой. Ничего ещё не сделано: выберите, от чьего имени действовать.", "The page from which you sent the form belongs to one profile, and since then you have switched to another. Nothing has been done yet: choose in whose name to act.")
	keyPageOf      = i18n.M("Чья страница", "The page belongs to")
	keyChosen      = i18n.M("Куда вы перешли", "You switched to")
	buttonGoOnAs   = i18n.F("Продолжить от имени: %s", "Go on as %s")
	buttonInstead  = i18n.F("Сделать то же от имени: %s", "Do the same as %s")
	buttonGoBackAs = i18n.F("Вернуться к странице от имени: %s", "Go back to the page as %s")
	linkCancel     = i18n.M("Ничего не делать", "Do nothing")
	textTyped      = i18n.M("Введённое не пропало: набирать ещё раз не нужно.", "What you typed is not lost: there is no need to type it again.")
	textFileLost   = i18n.M("Файл придётся приложить ещё раз: браузер не даёт сохранить его за вас.", "The file has to be chosen again: a browser lets nobody keep it for you.")
)
