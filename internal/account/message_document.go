package account

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

// The documents of a person.
var (
	leadDocuments      = i18n.M("Документы, которые вы добавили один раз, подставятся в заявления. Их видите только вы, а копии хранятся в зашифрованном виде.", "Add a document once, and it fills in your applications. Only you can see your documents, and the copies are encrypted.")
	titleNewDocument   = i18n.M("Добавить документ", "Add a document")
	titleDelete        = i18n.M("Удалить документ?", "Delete this document?")
	askDelete          = i18n.F("%s, номер %s. Вместе с документом удалится его копия. Вернуть их будет нельзя.", "%s, number %s. Its copy will be deleted with it. This cannot be undone.")
	noDocuments        = i18n.M("Документов пока нет", "No documents yet")
	noDocumentsText    = i18n.M("Добавьте паспорт или другой документ, чтобы не вводить его заново в каждом заявлении.", "Add your passport or another document so that you do not have to enter it in every application.")
	buttonAdd          = i18n.M("Добавить документ", "Add a document")
	buttonCopy         = i18n.M("Скачать копию", "Download copy")
	buttonDelete       = i18n.M("Удалить", "Delete")
	labelWhichDocument = i18n.M("Какой это документ", "Which document is it?")
	labelTitle         = i18n.M("Название", "Title")
	hintTitle          = i18n.M("Если выбрали «Другой документ»", "If you chose “Other document”")
	labelIssued        = i18n.M("Когда выдан", "Issued on")
	labelIssuer        = i18n.M("Кем выдан", "Issued by")
	labelCopy          = i18n.M("Копия", "Copy")
	hintCopy           = i18n.M("Документ PDF или снимок JPEG, PNG, не больше 10 мегабайт", "A PDF, JPEG or PNG file of up to 10 MB")
	keyScan            = i18n.M("Проверка на вирусы", "Virus check")
	textAdded          = i18n.M("Готово: документ добавлен.", "The document was added.")
	textDeleted        = i18n.M("Готово: документ удалён.", "The document was deleted.")
	errChooseAgain     = i18n.M("Выберите файл ещё раз: браузер не хранит его, пока вы исправляете остальное.", "Choose the file again: the browser does not keep it while you correct the rest.")
	errIssued          = i18n.M("Проверьте год выдачи.", "Check the year of issue.")
)

const topicDocument = "account.document"

// letterInfected tells that a copy was taken away.
func letterInfected(base string, p Person, kind documentKind) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Копия документа удалена", "The copy of a document was removed"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Проверка нашла вредоносную программу в копии, которую вы приложили: %s. Копия удалена, остальные сведения остались.",
				"The scanner found harmful software in the copy that you attached: %s. The copy was removed; the rest is as it was.").With(documentName[kind])),
			letter.Paragraph(i18n.M("Проверьте своё устройство и приложите копию заново.", "Check your device and attach a copy anew.")),
			button(i18n.M("Открыть документы", "Open the documents"), base, documentsPath),
		},
		Why: whyAccount,
	}
}
