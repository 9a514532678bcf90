package application

import (
	"strconv"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/yamldoc"
)

var (
	titleEditions    = i18n.M("Услуги и их версии", "Services and their versions")
	leadEditions     = i18n.M("Форма заявления — это файл. Опубликованная версия не меняется: начните следующую, проверьте её и назначьте день, с которого она действует.", "The form of an application is a file. A published version does not change: begin the next one, look at it, and set the day from which it is in force.")
	titleEdition     = i18n.F("%s, версия %d", "%s, version %d")
	titleEditionKey  = i18n.F("Услуга %s, версия %d", "Service %s, version %d")
	titlePreview     = i18n.F("Как увидит заявитель: %s", "As the applicant sees it: %s")
	leadPreview      = i18n.M("Все разделы подряд, до первого ответа. Разделы и вопросы с условием появятся, когда условие выполнено; сведения из реестров здесь не показаны.", "All topics one after the other, before the first answer. What has a condition appears when it holds; facts from registers are not shown here.")
	linkPreview      = i18n.M("Посмотреть глазами заявителя", "See it as an applicant")
	sectionEdition   = i18n.M("Версия", "Version")
	sectionProblems  = i18n.M("Что исправить", "What to mend")
	sectionSource    = i18n.M("Файл услуги", "File of the service")
	textSource       = i18n.M("Сохраняйте когда угодно: ошибки не мешают сохранить, но мешают опубликовать. Заявители увидят изменения только после публикации.", "Save at any time: mistakes do not keep you from saving, only from publishing. Applicants see the changes only once they are published.")
	labelSource      = i18n.M("Содержимое файла", "Content of the file")
	buttonSaveSource = i18n.M("Сохранить и проверить", "Save and check")
	linkPublish      = i18n.M("Проверить и опубликовать", "Check and publish")
	sectionBefore    = i18n.F("Версия %d, опубликованная", "Version %d, which is published")
	textBefore       = i18n.M("Для сравнения. Отсюда можно копировать.", "For comparison. You can copy from here.")

	titlePublish   = i18n.F("Опубликовать версию %d", "Publish version %d")
	leadPublish    = i18n.M("Проверьте, что меняется. После публикации версию изменить нельзя: ошибку исправит только следующая.", "Check what changes. A published version cannot be changed: only the next one mends a mistake.")
	sectionWeighs  = i18n.M("Меняется то, как решают по заявлениям", "How applications are decided changes")
	textSecond     = i18n.M("Такие изменения публикует не тот, кто их писал. Вы писали этот черновик: попросите другого сотрудника открыть эту страницу и опубликовать версию.", "Such changes are published by somebody who has not written them. You have written this draft: ask somebody else to open this page and publish the version.")
	textOther      = i18n.M("Такие изменения публикует не тот, кто их писал. Вы этот черновик не писали, поэтому можете его опубликовать.", "Such changes are published by somebody who has not written them. You have not written this draft, so you may publish it.")
	sectionChanges = i18n.M("Что изменилось в файле", "What has changed in the file")
	labelChanges   = i18n.M("Сравнение с опубликованной версией", "Comparison with the published version")
	textNoChanges  = i18n.M("Файл отличается от опубликованной версии только номером.", "The file differs from the published version only by its number.")
	lineAdded      = i18n.M("Добавлено:", "Added:")
	lineRemoved    = i18n.M("Убрано:", "Removed:")
	lineGap        = i18n.F("… строк без изменений: %d", "… lines without a change: %d")
	sectionDay     = i18n.M("С какого дня действует", "From which day it is in force")
	labelDay       = i18n.M("Первый день", "First day")
	hintDay        = i18n.M("С этого дня заявления подают по новой версии. Незаконченные черновики перейдут в неё с ответами; отправленные заявления рассмотрят по прежней.", "From this day on applications are made under the new version. Unfinished drafts go over into it with their answers; what was sent is decided under the former one.")
	errDay         = i18n.M("Укажите день, например 31 12 2026.", "Give a day, such as 31 12 2026.")
	buttonPublish  = i18n.M("Опубликовать версию", "Publish the version")
	weighEffect    = i18n.F("что следует за положительным решением (%s)", "what follows a positive decision (%s)").With("effect")
	weighAdmission = i18n.F("правила допуска (%s)", "the rules of admission (%s)").With("admission")
	weighApply     = i18n.F("кто может подать заявление (%s)", "who may apply (%s)").With("subject, apply, level")
	weighSignature = i18n.F("нужна ли подпись (%s)", "whether a signature is needed (%s)").With("signature, sign")
	weighReview    = i18n.F("порядок рассмотрения (%s)", "the way of the review (%s)").With("review")
	weighGrounds   = i18n.F("основания отказа (%s)", "the grounds of refusal (%s)").With("grounds")
	weighTerm      = i18n.F("сроки (%s)", "the terms (%s)").With("term, step, answering, suspends")
	sectionNew     = i18n.M("Новая услуга", "A new service")
	textNewService = i18n.M("Начнётся файл с пояснениями, который нужно заполнить. Заявители увидят услугу после публикации.", "A file begins that explains itself and has to be filled in. Applicants see the service once it is published.")
	labelKey       = i18n.M("Ключ услуги", "Key of the service")
	hintKey        = i18n.F("Стоит в адресе страницы и в документах, поменять его потом нельзя. Строчные латинские буквы и цифры, например %s.", "It stands in the address of the page and in documents, and cannot be changed later. Lower-case Latin letters and digits, for example %s.").With("figures")
	buttonNew      = i18n.M("Начать новую услугу", "Begin a new service")

	sectionDropEdition = i18n.M("Удалить черновик версии", "Delete the draft of the version")
	textDropEdition    = i18n.M("Черновик будет удалён. Опубликованные версии останутся.", "The draft will be deleted. Published versions stay.")
	buttonDropEdition  = i18n.M("Удалить черновик", "Delete the draft")
	textEditionDropped = i18n.M("Черновик версии удалён.", "The draft of the version was deleted.")
	textEditionSaved   = i18n.M("Сохранено, ошибок нет.", "Saved, without mistakes.")

	textEditionPublished = i18n.F("Опубликовано. Версия действует с %s.", "Published. The version is in force from %s.")

	nextEditionLabel = i18n.F("Начать версию %d", "Begin version %d")
	openDraftLabel   = i18n.F("Открыть черновик версии %d", "Open the draft of version %d")

	columnVersion = i18n.M("Версия", "Version")
	columnState   = i18n.M("Состояние", "State")
	columnForce   = i18n.M("Действует", "In force")
	columnCases   = i18n.M("Заявлений", "Applications")

	statePublished = i18n.M("опубликована", "published")
	stateDraft     = i18n.M("черновик", "draft")
	stateNever     = i18n.M("не вступит в силу: её день заняла следующая", "never in force: the next one took its days")
	stateBrought   = i18n.M("новая версия от поставщика программы", "a new version that the program brings")
	stateFaulty    = i18n.M("черновик с ошибками", "draft with mistakes")

	forceFrom    = i18n.F("с %s", "from %s")
	forceBetween = i18n.F("с %s по %s", "from %s to %s")
	problemAt    = i18n.F("строка %d: %s", "line %d: %s")
)

// byService puts the versions of each service together.
func byService(list []Edition) (groups [][]Edition) {
	for i, e := range list {
		if i == 0 || list[i-1].Service != e.Service {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], e)
	}
	return groups
}

// name is what a service is called.
func (e Edition) name() i18n.Text {
	if e.Form == nil {
		return i18n.Same(e.Service)
	}
	return errText(e.Form.Title)
}

func nextLabel(latest Edition) i18n.Text {
	if latest.Published {
		return nextEditionLabel.With(latest.Version + 1)
	}
	return openDraftLabel.With(latest.Version)
}

func (e Edition) state() (web.Kind, i18n.Text) {
	switch {
	case e.Published:
		return web.Success, statePublished
	case len(e.Problems) > 0:
		return web.Warning, stateFaulty
	case e.Brought:
		return web.Info, stateBrought
	}
	return web.Neutral, stateDraft
}

func (e Edition) force() i18n.Text {
	switch {
	case e.First.IsZero():
		return i18n.Text{}
	case !e.Last.IsZero() && e.Last.Before(e.First):
		return stateNever
	case e.Last.IsZero():
		return forceFrom.With(i18n.Date(e.First.Start()))
	}
	return forceBetween.With(i18n.Date(e.First.Start()), i18n.Date(e.Last.Start()))
}

func editionTable(list []Edition) web.TableSpec {
	t := web.TableSpec{
		Caption: list[0].name(), CaptionHidden: true,
		Columns: []web.Column{{Label: columnVersion}, {Label: columnState}, {Label: columnForce}, {Label: columnCases, Numeric: true}},
	}
	for _, e := range list {
		kind, state := e.state()
		t.Rows = append(t.Rows, []web.Cell{
			{Text: i18n.Same(strconv.Itoa(e.Version)), URL: e.path()}, {Body: web.Tag(kind, state)}, {Text: e.force()}, {Text: i18n.Same(strconv.Itoa(e.Cases))},
		})
	}
	return t
}

func editionRows(e, before Edition) []web.SummaryRow {
	kind, state := e.state()
	rows := []web.SummaryRow{
		{Key: columnState, Body: web.Tag(kind, state)},
		{Key: columnForce, Value: e.force()},
		{Key: columnCases, Value: i18n.Same(strconv.Itoa(e.Cases))},
		{Key: columnHash, Value: i18n.Same(e.Digest)},
	}
	if e.Form != nil {
		rows = append(rows, lettersRow(e, before))
	}
	return rows
}

func problemLine(p yamldoc.Problem) i18n.Text {
	said := i18n.Raw(p.Text.RU, p.Text.EN)
	if p.Line == 0 {
		return said
	}
	return problemAt.With(p.Line, said)
}

// line is a line of the file, to show what is wrong with it; "" when there is none.
func (e Edition) line(n int) string {
	lines := strings.Split(e.Source, "\n")
	if n < 1 || n > len(lines) {
		return ""
	}
	return strings.TrimSpace(lines[n-1])
}

// differs reports whether a version changes more than its number.
func (st Step) differs() bool {
	for _, l := range st.Lines {
		if (l.Mark == Added || l.Mark == Removed) && !versionLine.MatchString(l.Text) {
			return true
		}
	}
	return false
}
