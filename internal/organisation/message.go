package organisation

import "github.com/klaster-platform/klaster/internal/platform/i18n"

type text = i18n.Text

// Means says what a role may do, for people.
func (r Role) Means() text {
	switch r {
	case Signer:
		return i18n.M("всё: подписывать, отправлять, назначать доверенных лиц", "everything: sign, send and appoint trusted persons")
	case Employee:
		return i18n.M("подписывать и отправлять по доверенности", "sign and send by a power of attorney")
	case Full:
		return i18n.M("видеть всё, готовить и отправлять подписанное", "see everything, prepare and send what is signed")
	case Standard:
		return i18n.M("готовить черновики и видеть статусы", "prepare drafts and see statuses")
	}
	return i18n.M("ничего", "nothing")
}

// Label is the name of a role.
func (r Role) Label() text {
	switch r {
	case Signer:
		return i18n.M("Представитель с правом подписи", "Representative who signs")
	case Employee:
		return i18n.M("Сотрудник с доверенностью", "Employee with a power of attorney")
	case Full:
		return i18n.M("Доверенное лицо, полный доступ", "Trusted person, full access")
	case Standard:
		return i18n.M("Доверенное лицо, стандартный доступ", "Trusted person, standard access")
	}
	return i18n.M("Нет прав", "No rights")
}

// Label is the name of a basis.
func (b Basis) Label() text {
	switch b {
	case ByHead:
		return i18n.M("руководитель по реестру", "head by the register")
	case ByProprietor:
		return i18n.M("индивидуальный предприниматель", "sole proprietor")
	case ByManagingHead:
		return i18n.M("через управляющую организацию или управляющего", "through a managing organisation or manager")
	case ByPower:
		return i18n.M("машиночитаемая доверенность", "machine-readable power of attorney")
	}
	return i18n.Same(string(b))
}

// Label is the name of a state of a grant.
func (g GrantState) Label() text {
	switch g {
	case Invited:
		return i18n.M("ждёт ответа", "waits for an answer")
	case Active:
		return i18n.M("действует", "in force")
	case Declined:
		return i18n.M("отказался", "declined")
	case Lapsed:
		return i18n.M("не ответил вовремя", "did not answer in time")
	case Revoked:
		return i18n.M("отозвано", "revoked")
	case Left:
		return i18n.M("ушёл сам", "left")
	case Over:
		return i18n.M("срок истёк", "term over")
	}
	return i18n.Same(string(g))
}

var (
	titleGrantDocument = i18n.F("Назначение доверенного лица: %s", "Appointment of a trusted person: %s")
	reasonRevoked      = i18n.M("Права отозвал представитель организации.", "A representative of the organisation revoked your rights.")
	reasonLeft         = i18n.M("Вы отказались от прав.", "You gave up your rights.")
	reasonOver         = i18n.M("Срок истёк.", "The term is over.")
	endsCertificate    = i18n.M("заканчивается срок сертификата электронной подписи", "the certificate of an electronic signature expires")
	endsSigner         = i18n.M("заканчивается срок права подписи", "the right to sign ends")
	endsPower          = i18n.M("заканчивается срок доверенности сотрудника", "the term of an employee’s power of attorney ends")
	endsGrant          = i18n.M("заканчивается срок доверенного лица", "the term of a trusted person ends")
)
