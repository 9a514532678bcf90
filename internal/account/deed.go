package account

import (
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Deeds says in plain words what each action of this room is that stands in the journal. A test holds it against all that
// the code writes.
func Deeds() audit.Dictionary {
	d := audit.Dictionary{}
	for topic, deeds := range map[audit.Topic]map[string]text{
		audit.AboutEntry: entryDeeds, audit.AboutSafety: safetyDeeds, audit.AboutData: dataDeeds,
	} {
		for action, t := range deeds {
			d[action] = audit.Meaning{Topic: topic, Text: t}
		}
	}
	return d
}

var entryDeeds = map[string]text{
	"account.signed_in.":              i18n.M("Вход в учётную запись", "Sign-in"),
	"account.signed_in.password":      i18n.M("Вход по паролю", "Sign-in by password"),
	"account.signed_in.registration":  i18n.M("Первый вход после регистрации", "First sign-in, after the registration"),
	"account.signed_in.recovery":      i18n.M("Вход после восстановления пароля", "Sign-in after the password was recovered"),
	"account.signed_in.passkey":       i18n.M("Вход ключом доступа", "Sign-in by passkey"),
	"account.signed_in.qr":            i18n.M("Вход по QR-коду", "Sign-in by QR code"),
	"account.signed_in.password+":     i18n.M("Вход по паролю со вторым фактором", "Sign-in by password with the second factor"),
	"account.second_awaited.":         i18n.M("Первый шаг входа пройден, ждём второй фактор", "The first step of a sign-in was taken, the second factor is awaited"),
	"account.second_refused":          i18n.M("Второй фактор не подошёл", "The second factor was not right"),
	"account.confirmed.":              i18n.M("Подтверждение, что это вы, перед важным действием", "Confirmation that it is you, before something important"),
	"account.session_ended":           i18n.M("Сеанс завершён", "A session ended"),
	"account.device_forgotten":        i18n.M("Браузер забыт", "A browser was forgotten"),
	"account.qr_":                     i18n.M("Вход по QR-коду", "Sign-in by QR code"),
	"account.qr_approved.":            i18n.M("Вход по QR-коду разрешён", "A sign-in by QR code was approved"),
	"account.qr_refused":              i18n.M("Вход по QR-коду отклонён", "A sign-in by QR code was refused"),
	"account.qr_taken":                i18n.M("QR-код для входа отсканирован", "A QR code to sign in was scanned"),
	"account.qr_spent":                i18n.M("Попытки ввести число для входа по QR-коду кончились", "The tries to enter the number of a QR sign-in are used up"),
	"account.recovery_asked.":         i18n.M("Запрошено восстановление доступа", "Recovery of access was asked for"),
	"account.recovery_asked.mail":     i18n.M("Запрошена ссылка на новый пароль по почте", "A link to a new password was asked for by email"),
	"account.recovery_asked.sms":      i18n.M("Запрошен код для нового пароля в сообщении", "A code for a new password was asked for by text message"),
	"account.recovery_asked.operator": i18n.M("Сотрудник фонда начал восстановление доступа", "A member of staff began to recover the access"),
	"account.recovery_asked.undo":     i18n.M("Отправлена ссылка на новый пароль после «Это не я»", "A link to a new password was sent after “This was not me”"),
}

var safetyDeeds = map[string]text{
	"account.password_recovered": i18n.M("Пароль задан заново при восстановлении", "The password was set anew by recovery"),
	"account.password_changed":   i18n.M("Пароль изменён", "The password was changed"),
	"account.email_change_asked": i18n.M("Начато изменение адреса почты", "A change of the email was begun"),
	"account.email_changed":      i18n.M("Адрес почты изменён", "The email was changed"),
	"account.phone_change_asked": i18n.M("Начато изменение номера телефона", "A change of the phone number was begun"),
	"account.phone_changed":      i18n.M("Номер телефона изменён", "The phone number was changed"),
	"account.phone_added":        i18n.M("Номер телефона добавлен", "A phone number was added"),
	"account.phone_removed":      i18n.M("Номер телефона убран", "The phone number was removed"),
	"account.change_taken_back.": i18n.M("Изменение контактов отменено по ссылке «Это не я»", "A change of the contacts was taken back by the link “This was not me”"),
	"account.closed_for_review":  i18n.M("Учётная запись закрыта до проверки", "The account was closed until it is checked"),
	"account.not_me":             i18n.M("Нажато «Это не я» в письме о входе", "“This was not me” was pressed in a letter about a sign-in"),
	"account.not_me.":            i18n.M("Нажато «Это не я» в письме о входе", "“This was not me” was pressed in a letter about a sign-in"),
	"account.passkey_":           i18n.M("Изменены ключи доступа", "The passkeys were changed"),
	"account.key_":               i18n.M("Изменены ключи доступа или ключи безопасности", "The passkeys or the security keys were changed"),
	"account.key_renamed":        i18n.M("Ключ переименован", "A key was renamed"),
	"account.key_added":          i18n.M("Добавлен ключ доступа или ключ безопасности", "A passkey or a security key was added"),
	"account.key_removed":        i18n.M("Удалён ключ доступа или ключ безопасности", "A passkey or a security key was removed"),
	"account.key_cloned":         i18n.M("Ключ отклонён: похоже, у него есть копия", "A key was refused: it seems to have a copy"),
	"account.app_":               i18n.M("Изменено приложение с кодами", "The authenticator app was changed"),
	"account.reserve_":           i18n.M("Выпущены или удалены резервные коды", "Backup codes were made or removed"),
	"account.reserve_used":       i18n.M("Использован резервный код", "A backup code was used"),
	"account.app_added":          i18n.M("Подключено приложение с кодами", "An authenticator app was added"),
	"account.app_removed":        i18n.M("Отключено приложение с кодами", "The authenticator app was removed"),
	"account.strict_on":          i18n.M("Ключ доступа теперь спрашивают и после пароля", "The passkey is now asked for after the password, too"),
	"account.strict_off":         i18n.M("Ключ доступа больше не спрашивают после пароля", "The passkey is no longer asked for after the password"),
	"account.factor_":            i18n.M("Изменён второй фактор", "The second factor was changed"),
	"account.linked.":            i18n.M("Привязан вход через другую систему", "A way in through another system was attached"),
	"account.unlinked.":          i18n.M("Отвязан вход через другую систему", "A way in through another system was removed"),
}

var dataDeeds = map[string]text{
	"account.registered":          i18n.M("Учётная запись создана", "The account was made"),
	"account.data_changed":        i18n.M("Изменены личные данные", "The personal data were changed"),
	"account.snils_check_":        i18n.M("Проверка СНИЛС", "The check of the SNILS"),
	"account.snils_check_started": i18n.M("Начата проверка СНИЛС", "The check of the SNILS was begun"),
	"account.identity_confirmed.": i18n.M("Личные данные подтверждены", "The personal data were confirmed"),
	"account.level_raised.":       i18n.M("Уровень учётной записи повышен", "The level of the account was raised"),
	"account.level_lowered.":      i18n.M("Уровень учётной записи понижен", "The level of the account was lowered"),
	"account.case_":               i18n.M("Вопрос о личных данных у сотрудника фонда", "A question about the personal data is with the staff"),
	"account.case_opened.":        i18n.M("Вопрос о личных данных передан сотруднику фонда", "A question about the personal data was handed to the staff"),
	"account.case_proposed":       i18n.M("Сотрудник предложил исправить личные данные", "A member of staff proposed to correct the personal data"),
	"account.case_applied":        i18n.M("Решение о личных данных исполнено", "A decision on the personal data took effect"),
	"account.case_refused":        i18n.M("Предложение исправить личные данные отклонено", "A proposal to correct the personal data was refused"),
	"account.identity_seen":       i18n.M("Сотрудник проверил документ", "A member of staff checked a document"),
	"account.desk_":               i18n.M("Личный приём", "A visit in person"),
	"account.document_":           i18n.M("Изменены документы", "The documents were changed"),
	"account.copy_infected":       i18n.M("В копии документа найден вирус", "A virus was found in the copy of a document"),
	"account.copy_asked":          i18n.M("Запрошена копия данных", "A copy of the data was asked for"),
	"account.copy_fetched":        i18n.M("Копия данных скачана", "The copy of the data was downloaded"),
	"account.deletion_asked":      i18n.M("Запрошено удаление учётной записи", "The deletion of the account was asked for"),
	"account.deletion_cancelled":  i18n.M("Удаление учётной записи отменено", "The deletion of the account was called off"),
	"account.deletion_postponed":  i18n.M("Удаление учётной записи отложено: действует роль в фонде", "The deletion of the account was put off: a role in the foundation is held"),
	"account.erased":              i18n.M("Учётная запись удалена", "The account was deleted"),
}
