package application

import (
	"fmt"

	"github.com/klaster-platform/klaster/workdays"
)

// firstSource is the file with which a new service begins: one of each field that a service must have, to be written over.
func firstSource(key string, from workdays.Date) string { return fmt.Sprintf(firstFile, key, from) }

const firstFile = `# Строки с решёткой — пояснения, в заявлении их нет. Каждый текст пишут дважды: ru — по-русски, en — по-английски.
format: klaster service 1
key: %s
version: 1
title: {ru: "Название услуги", en: "Title of the service"}
summary: {ru: "Что получит заявитель и за какой срок.", en: "What the applicant gets, and within which term."}
name: {ru: "Заявление о …", en: "Application for …"}
# statement — заявление, request — заявка (для гранта).
word: statement
# Первый день приёма. При публикации его можно поменять.
from: %s
# setting — форму установил фонд; law — закон или постановление, тогда назовите его в поле act.
basis: setting
# organisation — подают организации, person — люди.
subject: organisation
# Кто видит услугу и кто может подать: guest — посетитель, person — человек с учётной записью,
# newcomer — организация без статуса, partner — партнёр, participant — участник.
see: [guest, person, newcomer, partner, participant]
apply: [participant]
# Нужна ли УКЭП: required — да, none — нет.
signature: required
# За сколько рабочих дней фонд отвечает.
term: 10

grounds:
  - code: incomplete
    title: {ru: "Сведения неполны или противоречивы", en: "The information is incomplete or contradictory"}
    remedy: {ru: "Исправьте ответы и подайте заявление ещё раз.", en: "Correct the answers and apply again."}
    # yes — заявитель может исправить и подать снова одним нажатием.
    curable: yes

sections:
  - key: main
    title: {ru: "Раздел", en: "Topic"}
    questions:
      # known — сведение из реестра: заявитель его видит, но не меняет.
      - {key: name, kind: known, label: {ru: "Наименование", en: "Name"}, prefill: egr.name}
      # text — ответ своими словами; least и most — сколько знаков.
      - {key: about, kind: text, label: {ru: "Вопрос", en: "Question"}, least: 10, most: 3000}
`
