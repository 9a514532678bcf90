package fact

import (
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Deeds says in plain words what each action of this room is that stands in the journal.
func Deeds() audit.Dictionary {
	deed := func(ru, en string) audit.Meaning { return audit.Meaning{Topic: audit.AboutWork, Text: i18n.M(ru, en)} }
	return audit.Dictionary{
		"fact.import_started": deed("Начата загрузка файла реестра", "An import of a register file began"),
		"fact.import_ended":   deed("Загрузка файла реестра завершена", "An import of a register file ended"),
		"fact.change_":        deed("Решено, верить ли изменению в реестре", "It was decided whether a change in a register is believed"),
		"fact.checked":        deed("Сведения проверены вручную", "A fact was checked by hand"),
		"fact.taken_back":     deed("Отметка о ручной проверке отозвана", "A note of a check by hand was taken back"),
		"fact.asked":          deed("Сведения об организации запрошены у источника", "A source was asked about an organisation"),
		"fact.extract_taken":  deed("Загружена выписка с подписью налоговой службы", "An extract signed by the tax service was uploaded"),
		"fact.override_":      deed("Решение сотрудника по правилу приёма", "A decision of the staff on a rule of admission"),
		"fact.declared":       deed("Организация заявила сведения о себе", "An organisation declared a fact about itself"),
	}
}
