package mchd

// said is one outcome in words, in Russian and English.
type said struct{ ru, en string }

// words are the outcomes of one check: passed, failed, not to be made.
type words struct{ yes, no, unknown said }

// reason returns what to tell people of a check. Outcomes that a check never has are empty.
func reason(id CheckID, a Answer) (ru, en string) {
	w := documentWords(id)
	if w == (words{}) {
		w = chainWords(id)
	}
	s := w.unknown
	switch a {
	case Yes:
		s = w.yes
	case No:
		s = w.no
	case Unknown:
	}
	return s.ru, s.en
}

// documentWords are for checks of one document.
func documentWords(id CheckID) words {
	switch id {
	case CheckDocument:
		return words{
			said{"Доверенность заполнена по единой форме", "The document keeps to the single form"},
			said{"Доверенность не приложена", "There is no power of attorney"},
			said{
				"В доверенности есть сведения вне единой формы или противоречия, её прочтёт сотрудник",
				"The document holds something that the form does not have, or contradicts itself: a person reads it",
			},
		}
	case CheckSignature:
		return words{
			said{"Подпись доверителя под файлом верна", "The signature over the file is good"},
			said{
				"Под этим файлом нет верной подписи: приложите файл .sig, созданный именно для него",
				"There is no good signature over this file: add the .sig file that was made for it",
			},
			said{"Подпись доверителя пока не удалось проверить до конца", "The signature could not be verified to the end yet"},
		}
	case CheckGrantor:
		return words{
			said{"Подписал тот, кто назван доверителем", "It was signed by the one who is named as giving it"},
			said{
				"Подписал не доверитель и не его руководитель либо подписали не все, кто действует совместно",
				"It was not signed by the principal or its head, or not by all who act together",
			},
			said{
				"По файлу нельзя установить, что подписал доверитель или его руководитель: решит сотрудник",
				"The file does not tell whether the principal or its head has signed: a person decides",
			},
		}
	case CheckHead:
		return words{
			said{
				"На дату выдачи подписавший действовал без доверенности, это подтверждает реестр",
				"By the register the signer acted without a power of attorney on the day of issue",
			},
			said{
				"По реестру подписавший не был руководителем доверителя на дату выдачи",
				"By the register the signer was not the principal's head on the day of issue",
			},
			said{
				"Не установлено, был ли подписавший руководителем на дату выдачи",
				"Whether the signer was the head on the day of issue is not established",
			},
		}
	case CheckNotary:
		return words{
			yes: said{"Нотариальное удостоверение не требуется", "No notary is needed"},
			unknown: said{
				"Доверенность удостоверена нотариусом или должна быть им удостоверена: её проверит сотрудник",
				"A notary certified the document or had to: a person checks it",
			},
		}
	case CheckTerm:
		return words{
			said{"Срок доверенности идёт", "The term holds"},
			said{
				"Срок доверенности ещё не начался или уже закончился: оформите новую",
				"The term has not begun or has ended: issue a new power of attorney",
			},
			said{},
		}
	case CheckPowers:
		return words{
			said{"Полномочия позволяют подать это обращение", "The powers allow this service"},
			said{
				"Среди полномочий нет нужного: оформите доверенность с полномочием на эту услугу",
				"The power for this service is not among those given: issue a power of attorney that has it",
			},
			said{
				"Полномочия записаны текстом, ограничены или имеют неизвестный код: их прочтёт сотрудник",
				"The powers are in words, restricted or of an unknown code: a person reads them",
			},
		}
	case CheckJoint:
		return words{
			said{"Подписали все, чья подпись нужна", "All whose signatures are needed have signed"},
			said{
				"Полномочия совместные: нужны подписи всех представителей из доверенности",
				"The powers are joint: all agents of the document have to sign",
			},
			said{
				"Представителей несколько, и подписали не все: решит сотрудник",
				"There are several agents of whom not all have signed: a person decides",
			},
		}
	case CheckRegistry:
		return words{
			said{"По реестру доверенность не отозвана", "The registry knows of no withdrawal"},
			said{"По реестру доверенность отозвана", "By the registry the power was withdrawn"},
			said{
				"Реестр доверенностей не подтвердил, что доверенность действует",
				"The registry has not confirmed that the power stands",
			},
		}
	default: // the other list has it
		return words{}
	}
}

// chainWords are for checks of the ends and links of a chain.
func chainWords(id CheckID) words {
	switch id {
	case CheckChain:
		return words{
			said{"Приложены все доверенности до первоначальной", "All documents up to the original are there"},
			said{
				"Приложенные доверенности не образуют одной цепочки передоверия",
				"The documents are not one chain",
			},
			said{
				"Не хватает доверенности, на которой основано передоверие, или их слишком много",
				"A document on which the power rests is missing, or there are too many",
			},
		}
	case CheckPrincipal:
		return words{
			said{"Доверенность выдана от нужного лица", "It was given by the one for whom the signer acts"},
			said{
				"Доверенность выдана другим лицом, не тем, от чьего имени подают обращение",
				"It was given by somebody other than the one for whom the signer acts",
			},
			said{
				"Не установлено, что доверенность выдана именно этим лицом",
				"Whether it was given by the one for whom the signer acts is not established",
			},
		}
	case CheckAgent:
		return words{
			said{"СНИЛС и ИНН представителя и сертификата совпадают", "СНИЛС and ИНН of agent and certificate are equal"},
			said{
				"Доверенность выдана не владельцу сертификата: СНИЛС или ИНН отличаются",
				"The holder of the certificate is not the agent: СНИЛС or ИНН differ",
			},
			said{
				"Не удалось сравнить представителя с владельцем сертификата: решит сотрудник",
				"The agent and the holder of the certificate cannot be compared: a person decides",
			},
		}
	case CheckLink:
		return words{
			said{"Передоверие ссылается на приложенную доверенность", "The document names the one that was handed in"},
			said{
				"Передоверие ссылается на другую доверенность: отличаются номер, дата или срок",
				"The document names another one: number, day or term differ",
			},
			said{
				"Доверенность, на которой основано передоверие, названа без единого номера",
				"The document on which this one rests is named without a number of the registry",
			},
		}
	case CheckSubstitution:
		return words{
			yes: said{"Передоверие разрешено", "Powers may be passed on"},
			no: said{
				"Доверенность не разрешает передоверие или разрешает его только один раз",
				"The document does not allow powers to be passed on, or only once",
			},
		}
	case CheckPassing:
		return words{
			said{"Полномочия передал тот, кто их имел", "The powers were passed on by one who had them"},
			said{"Полномочия передал тот, кто их не имел", "The powers were passed on by one who did not have them"},
			said{
				"Не удалось установить, имел ли полномочия тот, кто их передал",
				"Whether the one who passed the powers on had them is not established",
			},
		}
	case CheckPassedTerm:
		return words{
			yes: said{"Срок передоверия не выходит за срок доверенности", "The term lies within that of the parent"},
			no: said{
				"Срок передоверия выходит за срок доверенности, на которой оно основано",
				"The term is not within that of the document on which this one rests",
			},
		}
	default: // the other list has it
		return words{}
	}
}
