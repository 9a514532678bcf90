package account

import (
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// What the levels are called and what they open.
var (
	levelSmall = map[actor.Level]i18n.Text{
		actor.Simplified: i18n.M("упрощённая", "simplified"),
		actor.Standard:   i18n.M("стандартная", "standard"),
		actor.Full:       i18n.M("полная", "full"),
	}
	levelOpens = map[actor.Level]i18n.Text{
		actor.Simplified: i18n.M("Видны все услуги. Можно заполнять черновики, следить за новостями и подписываться на темы.",
			"You see all services. You can fill in drafts, follow the news and subscribe to topics."),
		actor.Standard: i18n.M("Можно подавать заявления от своего имени, входить по СНИЛС, открыть кабинет организации электронной подписью и стать доверенным лицом.",
			"You can apply in your own name, sign in with your SNILS, open the cabinet of an organisation by electronic signature, and become a trusted person."),
		actor.Full: i18n.M("Открыты все услуги, в том числе те, где нужна подтверждённая личность.",
			"All services are open, among them those that need a confirmed identity."),
	}
	sourceName = map[Source]i18n.Text{
		BySNILS:       i18n.M("проверка СНИЛС в Социальном фонде", "the check of the SNILS at the Social Fund"),
		ByESIA:        i18n.M("Госуслуги (ЕСИА)", "Gosuslugi (ESIA)"),
		BySber:        i18n.M("Сбер ID", "Sber ID"),
		ByT:           i18n.M("T-ID", "T-ID"),
		ByCertificate: i18n.M("электронная подпись", "an electronic signature"),
		ByOperator:    i18n.M("сотрудник фонда на приёме", "a member of the foundation’s staff at the desk"),
	}
)

// The pages of the cabinet.
var (
	labelCabinet   = i18n.M("Разделы профиля", "Sections of the profile")
	titleLevel     = i18n.M("Уровень учётной записи", "Level of the account")
	titleDocuments = i18n.M("Документы", "Documents")
	tabLevel       = i18n.M("Уровень", "Level")
)

// The data of a person.
var (
	keySNILS      = i18n.M("СНИЛС", "SNILS")
	keyBirth      = i18n.M("Дата рождения", "Date of birth")
	keySex        = i18n.M("Пол", "Sex")
	tagIdentified = i18n.M("Подтверждено", "Confirmed")
	sexName       = map[Sex]i18n.Text{Female: i18n.M("женский", "female"), Male: i18n.M("мужской", "male")}
)
