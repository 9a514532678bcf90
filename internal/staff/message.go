package staff

import (
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

type text = i18n.Text

var roleName = map[actor.Role]text{
	actor.Operator: i18n.M("Оператор", "Operator"),
	actor.Expert:   i18n.M("Эксперт", "Expert"),
	actor.Board:    i18n.M("Член наблюдательного совета", "Member of the supervisory board"),
	actor.Auditor:  i18n.M("Аудитор", "Auditor"),
	actor.Owner:    i18n.M("Владелец установки", "Owner of the installation"),
}

var roleDuty = map[actor.Role]text{
	actor.Operator: i18n.M("Ведёт заявления, реестры, тексты и переписку с людьми.", "Handles applications, registers, texts and the correspondence with people."),
	actor.Expert:   i18n.M("Оценивает заявления, которые ему передали.", "Assesses the applications handed to them."),
	actor.Board:    i18n.M("Голосует по решениям совета.", "Votes on the decisions of the board."),
	actor.Auditor:  i18n.M("Видит всё, ничего не меняет.", "Sees everything and changes nothing."),
	actor.Owner:    i18n.M("Назначает остальных и отвечает за установку.", "Appoints the others and answers for the installation."),
}

var actName = map[Act]text{
	Give:   i18n.M("Назначить роль", "Give a role"),
	End:    i18n.M("Снять роль", "End a role"),
	Invite: i18n.M("Пригласить по почте", "Invite by letter"),
}

var levelName = map[actor.Level]text{
	actor.Simplified: i18n.M("Упрощённая", "Simplified"),
	actor.Standard:   i18n.M("Стандартная", "Standard"),
	actor.Full:       i18n.M("Полная", "Full"),
}

// The menu.
var (
	groupPeople = i18n.M("Учётные записи", "Accounts")
	groupWork   = i18n.M("Работа", "Work")
	groupWatch  = i18n.M("Контроль", "Oversight")

	titleOverview  = i18n.M("Обзор", "Overview")
	titleReadiness = i18n.M("Готовность к работе", "Readiness")
	aboutReadiness = i18n.M("Что ещё настроить, прежде чем звать людей.", "What is left to set up before inviting people.")
	titlePeople    = i18n.M("Люди", "People")
	aboutPeople    = i18n.M("Найти человека, посмотреть его учётную запись.", "Find a person and see their account.")
	titleRoles     = i18n.M("Роли", "Roles")
	aboutRoles     = i18n.M("Кто что исполняет, приглашения и предложения.", "Who does what, invitations and proposals.")
	titleViews     = i18n.M("Кто смотрел", "Access records")
	aboutViews     = i18n.M("Кто из сотрудников чьи данные открывал и зачем.", "Which staff opened whose details, and why.")
	titleJobs      = i18n.M("Задания", "Jobs")
	aboutJobs      = i18n.M("Что программа делает после запросов и что не удалось.", "What is done in the background, and what failed.")
	titleAudit     = i18n.M("Журнал", "Audit log")
	aboutAudit     = i18n.M("Всё, что происходило, в одной цепочке записей.", "Everything that happened, in one chain of entries.")
)

// Words that several pages use.
var (
	labelRole     = i18n.M("Роль", "Role")
	labelEmail    = i18n.M("Адрес почты", "Email")
	columnPerson  = i18n.M("Кто", "Who")
	columnSubject = i18n.M("Чьи данные", "Whose data")
	columnWhen    = i18n.M("Когда", "When")
	columnSince   = i18n.M("С какого дня", "Since")
	columnUntil   = i18n.M("До", "Until")
	columnBy      = i18n.M("Кто назначил", "Given by")
	columnAction  = i18n.M("Действие", "Action")
	columnWhat    = i18n.M("Что и зачем", "What and why")
	linkOlder     = i18n.M("Более ранние", "Earlier")
	linkNext      = i18n.M("Дальше", "Next")
	linkReset     = i18n.M("Показать всё", "Show everything")
	buttonFind    = i18n.M("Найти", "Find")
	buttonShow    = i18n.M("Показать", "Show")
	nameConsole   = i18n.M("Командная строка сервера", "Server command line")
	nameSystem    = i18n.M("Программа", "The system")
	nameTwo       = i18n.F("%s, с подтверждением: %s", "%s, confirmed by %s")
	cardLooked    = i18n.F("Карточка человека: %s", "Card of the person: %s")
	textNothing   = i18n.M("Ничего не найдено.", "Nothing was found.")
)

// The overview.
var (
	leadOverview    = i18n.M("Управление установкой. Разделы открываются по ролям.", "Administration. What you can open depends on your roles.")
	sectionMine     = i18n.M("Ваши роли", "Your roles")
	sectionPages    = i18n.M("Разделы", "Pages")
	statProposals   = i18n.M("Предложения ждут решения", "Proposals to decide")
	statDead        = i18n.M("Неудавшиеся задания", "Failed jobs")
	statOwners      = i18n.M("Владельцы установки", "Owners")
	noteOneOwner    = i18n.M("Назначьте второго: один владелец — это риск", "Appoint a second one: a single owner is a risk")
	noteNone        = i18n.M("Всё в порядке", "All is well")
	noteLook        = i18n.M("Посмотрите, что произошло", "See what happened")
	noteDecide      = i18n.M("Нужен второй владелец", "A second owner must decide")
	emptyOverview   = i18n.M("Разделов для вашей роли пока нет", "There are no pages for your role yet")
	emptyOverviewTx = i18n.M("Они появятся здесь и в меню, когда начнётся работа с заявлениями.", "They will appear here and in the menu when the work on applications begins.")
)

// «Готовность к работе».
var (
	leadReadiness  = i18n.M("Проверки идут каждый раз, когда открывается эта страница. Секреты на ней не показываются.", "The checks run every time you open this page. It shows no secrets.")
	allReady       = i18n.M("Всё необходимое готово: можно приглашать людей", "Everything needed is ready: you can invite people")
	someMissing    = i18n.F("Не готово: %d из %d", "Not ready: %d of %d")
	someMissingTx  = i18n.M("Ниже у каждой строки написано, что сделать.", "Each item below says what to do.")
	columnFresh    = i18n.M("На какое время", "As of")
	howTo          = i18n.M("Что сделать:", "What to do:")
	checkSilent    = i18n.M("Проверка не ответила за отведённое время.", "The check did not answer in time.")
	checkSilentHow = i18n.M("Обновите страницу. Если повторится, посмотрите журнал сервера.", "Reload the page. If it happens again, look in the server log.")
	checkBroken    = i18n.M("Проверка не удалась.", "The check failed.")
	checkBrokenHow = i18n.M("Посмотрите в журнале сервера, что произошло, и обновите страницу.", "Look in the server log for what happened, then reload the page.")
	checkOwners    = i18n.M("Два владельца установки", "Two owners of the installation")
	checkAuditor   = i18n.M("Аудитор", "An auditor")
	ownersCounted  = i18n.F("Назначено и может войти: %s.", "Appointed and able to sign in: %s.")
	ownersHow      = i18n.M("Пригласите второго владельца на странице «Роли», а если владельцев нет — командой klaster admin invite АДРЕС --role owner. С двумя владельцами никто не меняет роли в одиночку.", "Invite a second owner on the page “Roles”, or by klaster admin invite EMAIL --role owner when there is none. With two owners, nobody changes roles alone.")
	auditorNone    = i18n.M("Не назначен. Работать можно и без него.", "None is appointed. Work can begin without one.")
	auditorHow     = i18n.M("Пригласите на странице «Роли» того, кто не ведёт заявлений: он видит всё и ничего не меняет.", "Invite someone who handles no applications on the page “Roles”: an auditor sees everything and changes nothing.")
	auditorSome    = i18n.M("Назначен.", "Appointed.")
)

func ownersCount(n int) i18n.Count {
	return i18n.Count{N: int64(n), One: "владелец", Few: "владельца", Many: "владельцев", Single: "owner", Multiple: "owners"}
}

var checkStateName = map[CheckState]text{
	NotReady: i18n.M("Не готово", "Not ready"),
	Later:    i18n.M("Можно позже", "Can wait"),
	Ready:    i18n.M("Готово", "Ready"),
}
