package account

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// The page on which a person gives who they are.
var (
	titleData         = i18n.M("Изменить данные", "Change the data")
	leadData          = i18n.M("Укажите данные один раз: они подставятся в заявления сами.", "Give the data once: they will fill in your applications by themselves.")
	leadDataConfirmed = i18n.M("Эти данные подтверждены. Новые встанут на их место, когда пройдут проверку, а до тех пор действуют прежние.", "These data are confirmed. New ones take their place when they have passed a check; until then the former ones hold.")
	textNoRegister    = i18n.M("По реестру данные здесь не проверяются. Подтверждённые данные исправят на приёме: возьмите паспорт и СНИЛС. Где это и когда, сказано на странице уровня или в поддержке.", "Data are not checked by a register here. Confirmed data are corrected at the desk: bring your passport and SNILS. The page of the level or the support tells where and when.")
	hintSNILS         = i18n.M("11 цифр, например 112-233-445 95", "11 digits, such as 112-233-445 95")
	hintBirth         = i18n.M("Например, 5 3 1985", "For example, 5 3 1985")
	hintSex           = i18n.M("Как в паспорте", "As in your passport")
	buttonCheck       = i18n.M("Сохранить и проверить", "Save and check")
	buttonSaveOnly    = i18n.M("Сохранить без проверки", "Save without a check")
	buttonSave        = i18n.M("Сохранить", "Save")
	buttonBack        = i18n.M("Вернуться", "Go back")
	textSaved         = i18n.M("Готово: данные сохранены.", "Done: the data are saved.")
	trialRegister     = i18n.M("В учебной установке вместо Социального фонда отвечает учебный реестр. Каким будет ответ, решает одна цифра СНИЛС.", "In a trial installation a trial register answers in place of the Social Fund. One digit of the SNILS decides how.")
	linkTrialRegister = i18n.M("Какая цифра что значит", "Which digit means what")
	linkRaise         = i18n.M("Подробнее", "More")
	aboutLevel        = i18n.M("об уровне", "about the level")
	aboutData         = i18n.M("личные данные", "personal data")
	titlePersonal     = i18n.M("Личные данные", "Personal data")
	titleContactData  = i18n.M("Контакты", "Contacts")
	titleAccountData  = i18n.M("Учётная запись", "Account")
	tagStated         = i18n.M("Не подтверждено", "Not confirmed")
	keyState          = i18n.M("Состояние", "State")
	noAdvertising     = i18n.M("Данные не используются для рекламных рассылок.", "These data are not used for advertising.")

	errNoSNILS    = i18n.M("Укажите СНИЛС.", "Give your SNILS.")
	errSNILSForm  = i18n.M("Проверьте СНИЛС: в нём 11 цифр, и контрольное число сейчас не сходится.", "Check the SNILS: it has 11 digits, and its control number is not right now.")
	errNoBirth    = i18n.M("Укажите дату рождения.", "Give your date of birth.")
	errBirthForm  = i18n.M("Такой даты нет. Укажите день, месяц и год числами.", "There is no such day. Give day, month and year as numbers.")
	errBirthRange = i18n.M("Проверьте год рождения.", "Check the year of birth.")
	errNoSex      = i18n.M("Выберите пол, как в паспорте.", "Choose the sex as in your passport.")
)

var sexOptions = []web.Option{{Value: string(Female), Label: i18n.M("Женский", "Female")}, {Value: string(Male), Label: i18n.M("Мужской", "Male")}}
