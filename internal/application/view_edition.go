package application

import (
	"strconv"

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
	textSource       = i18n.M("Сохраняйте когда угодно: ошибки не мешают сохранить, но мешают опубликовать.", "Save at any time: mistakes do not keep you from saving, only from publishing.")
	labelSource      = i18n.M("Содержимое файла", "Content of the file")
	buttonSaveSource = i18n.M("Сохранить и проверить", "Save and check")
	sectionPublish   = i18n.M("Опубликовать", "Publish")
	textPublish      = i18n.F("С %s заявления будут подавать по этой версии. Изменить её после публикации нельзя. Незаконченные черновики перейдут в неё с ответами.", "From %s on applications are made under this version. It cannot be changed once it is published. Unfinished drafts go over into it with their answers.")
	buttonPublish    = i18n.M("Опубликовать версию", "Publish the version")

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
	}
	return web.Neutral, stateDraft
}

func (e Edition) force() i18n.Text {
	switch {
	case e.First.IsZero():
		return i18n.Text{}
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

func editionRows(e Edition) []web.SummaryRow {
	kind, state := e.state()
	return []web.SummaryRow{
		{Key: columnState, Body: web.Tag(kind, state)},
		{Key: columnForce, Value: e.force()},
		{Key: columnCases, Value: i18n.Same(strconv.Itoa(e.Cases))},
		{Key: columnHash, Value: i18n.Same(e.Digest)},
	}
}

func problemLine(p yamldoc.Problem) i18n.Text {
	said := i18n.Raw(p.Text.RU, p.Text.EN)
	if p.Line == 0 {
		return said
	}
	return problemAt.With(p.Line, said)
}
