package account

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// The page on which a person gives who they are.
var (
	titleData         = i18n.M("Изменить данные", "Change your details")
	leadData          = i18n.M("Укажите данные один раз: они подставятся в заявления сами.", "Enter your details once, and they will be filled in for you in your applications.")
	leadDataConfirmed = i18n.M("Эти данные подтверждены. Новые встанут на их место, когда пройдут проверку, а до тех пор действуют прежние.", "These details are confirmed. New ones replace them once they have been checked; until then the old ones stay.")
	textNoRegister    = i18n.M("По реестру данные здесь не проверяются. Подтверждённые данные исправят на приёме: возьмите паспорт и СНИЛС. Где это и когда, сказано на странице уровня или в поддержке.", "There is no register to check your details here. We correct confirmed details in person: bring your passport and SNILS. The “Account level” page or support will tell you where and when.")
	hintSNILS         = i18n.M("11 цифр, например 112-233-445 95", "11 digits, such as 112-233-445 95")
	hintBirth         = i18n.M("Например, 5 3 1985", "For example, 5 3 1985")
	hintSex           = i18n.M("Как в паспорте", "As in your passport")
	buttonCheck       = i18n.M("Сохранить и проверить", "Save and check")
	buttonSaveOnly    = i18n.M("Сохранить без проверки", "Save without checking")
	buttonSave        = i18n.M("Сохранить", "Save")
	buttonBack        = i18n.M("Вернуться", "Go back")
	textSaved         = i18n.M("Готово: данные сохранены.", "Your details are saved.")
	trialRegister     = i18n.M("В учебной установке вместо Социального фонда отвечает учебный реестр. Каким будет ответ, решает одна цифра СНИЛС.", "In a trial installation a trial register answers instead of the Social Fund. One digit of the SNILS decides how.")
	linkTrialRegister = i18n.M("Какая цифра что значит", "What each digit means")
	linkRaise         = i18n.M("Подробнее", "Details")
	aboutLevel        = i18n.M("об уровне", "about the level")
	aboutData         = i18n.M("личные данные", "personal data")
	titlePersonal     = i18n.M("Личные данные", "Personal data")
	titleContactData  = i18n.M("Контакты", "Contacts")
	titleAccountData  = i18n.M("Учётная запись", "Account")
	tagStated         = i18n.M("Не подтверждено", "Not confirmed")
	keyState          = i18n.M("Состояние", "Status")
	noAdvertising     = i18n.M("Данные не используются для рекламных рассылок.", "We do not use your details for advertising.")

	errNoSNILS    = i18n.M("Укажите СНИЛС.", "Enter your SNILS.")
	errSNILSForm  = i18n.M("Проверьте СНИЛС: в нём 11 цифр, и контрольное число сейчас не сходится.", "Check the SNILS: it has 11 digits, and the check digits do not match.")
	errNoBirth    = i18n.M("Укажите дату рождения.", "Enter your date of birth.")
	errBirthForm  = i18n.M("Такой даты нет. Укажите день, месяц и год числами.", "There is no such day. Enter the day, month and year as numbers.")
	errBirthRange = i18n.M("Проверьте год рождения.", "Check the year of birth.")
	errNoSex      = i18n.M("Выберите пол, как в паспорте.", "Choose your sex as in your passport.")
)

var sexOptions = []web.Option{{Value: string(Female), Label: i18n.M("Женский", "Female")}, {Value: string(Male), Label: i18n.M("Мужской", "Male")}}
