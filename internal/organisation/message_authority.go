package organisation

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// whys tell the person why the register says no, or not yet, and what to do.
var whys = map[Ground]i18n.Text{
	GroundActs: i18n.M("По реестру вы действуете от имени организации без доверенности.",
		"By the register you act for the organisation without a power of attorney."),
	GroundNoNumbers: i18n.M("В сертификате нет номеров организации или предпринимателя. Войдите по нему как физическое лицо, а чтобы действовать от имени организации, попросите руководителя назначить вас доверенным лицом или загрузите машиночитаемую доверенность.",
		"The certificate has no numbers of an organisation or a sole proprietor. Sign in with it for yourself; to act for an organisation, ask its head to appoint you, or upload a machine-readable power of attorney."),
	GroundContradiction: i18n.M("ИНН и ОГРН в сертификате принадлежат разным организациям. Обратитесь в удостоверяющий центр, который его выдал: такой сертификат нужно заменить.",
		"The INN and the OGRN in the certificate belong to different organisations. Ask the authority that issued it to replace it."),
	GroundCeased: i18n.M("По реестру организация или предприниматель прекратили деятельность. Если это ошибка, обратитесь в налоговую службу.",
		"By the register the organisation or sole proprietor is no more. If this is a mistake, ask the tax service."),
	GroundNotNamed: i18n.M("По реестру от имени этой организации без доверенности действует другой человек. Если руководитель сменился недавно, дождитесь записи в реестре. Если вы сотрудник, попросите руководителя назначить вас доверенным лицом.",
		"By the register somebody else acts for this organisation without a power of attorney. If the head has changed lately, wait for the record. If you are an employee, ask the head to appoint you."),
	GroundPowersOver: i18n.M("По реестру ваши полномочия действовать от имени организации прекращены или приостановлены судом.",
		"By the register your powers to act for the organisation have ended or were suspended by a court."),
	GroundUnknownSubject: i18n.M("В загруженных реестрах пока нет этой организации. Обращение передано оператору, он проверит сведения вручную.",
		"The registers that are loaded have no such organisation yet. An operator will check the facts by hand."),
	GroundStale: i18n.M("Сведения реестра об этой организации устарели. Обращение передано оператору, он проверит их вручную.",
		"What the register said about this organisation is out of date. An operator will check the facts by hand."),
	GroundSilent: i18n.M("Реестр сейчас не отвечает. Попробуйте позже: ничего из введённого не потеряно.",
		"The register does not answer now. Try again later: nothing that you entered is lost."),
	GroundRestricted: i18n.M("Реестр не показывает, кто и как действует от имени организации. Обращение передано оператору.",
		"The register does not show who acts for the organisation and how. An operator will look at it."),
	GroundSpelling: i18n.M("ИНН совпадает, но имя в реестре записано иначе, чем в сертификате. Обращение передано оператору.",
		"The INN is the same, but the register spells the name otherwise than the certificate. An operator will look at it."),
	GroundNoPersonINN: i18n.M("Имя совпадает, но в реестре или в сертификате нет личного ИНН, чтобы убедиться, что это вы. Обращение передано оператору.",
		"The name is the same, but the register or the certificate lacks the personal INN that would make it certain. An operator will look at it."),
	GroundChain: i18n.M("Организацией управляет другая организация, и проследить, кто действует от её имени, не удалось. Обращение передано оператору.",
		"The organisation is managed by another one, and who acts for that could not be followed. An operator will look at it."),
	GroundSeveral: i18n.M("По этому ИНН в реестре несколько действующих записей. Обращение передано оператору.",
		"The register has several living records of this INN. An operator will look at it."),
}

var whyOther = i18n.M("Реестр не дал ясного ответа. Обращение передано оператору.", "The register gave no clear answer. An operator will look at it.")
