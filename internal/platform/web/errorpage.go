package web

import (
	"net/http"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

var (
	textTryAgain   = i18n.M("Попробовать ещё раз", "Try again")
	textToStart    = i18n.M("На главную страницу", "Go to the start page")
	textIfPersists = i18n.M("Если не получается, позвоните или напишите нам:", "If it does not work, call us or write to us:")
	textRequestNo  = i18n.M("Назовите номер обращения:", "Please quote this number:")
	textRetry      = i18n.F("Попробуйте снова через %s.", "Try again in %s.")
)

func retryText(d time.Duration) i18n.Text { return textRetry.With(i18n.After(d)) }

type errorText struct {
	title, text, remedy i18n.Text
	reload              bool // the same request may work later
}

var errorTexts = map[int]errorText{
	http.StatusBadRequest: {
		title:  i18n.M("Не удалось прочитать запрос", "We could not read the request"),
		text:   i18n.M("Запрос пришёл повреждённым.", "The request arrived damaged."),
		remedy: i18n.M("Вернитесь на предыдущую страницу и повторите действие.", "Go back to the previous page and repeat the action."),
	},
	http.StatusForbidden: {
		title: i18n.M("Нет доступа к этой странице", "You cannot open this page"),
		text:  i18n.M("Страница открывается только тем, у кого есть на это право.", "Only people who have the right can open this page."),
		remedy: i18n.M("Проверьте, в том ли профиле вы работаете. Право даёт руководитель организации.",
			"Check that you are using the right profile. The head of the organisation gives the right."),
	},
	http.StatusNotFound: {
		title: i18n.M("Страница не найдена", "Page not found"),
		text:  i18n.M("По этому адресу ничего нет.", "There is nothing at this address."),
		remedy: i18n.M("Если вы ввели адрес вручную, проверьте его. Если перешли по ссылке, страницу могли перенести.",
			"If you typed the address, check it. If you followed a link, the page may have moved."),
	},
	http.StatusMethodNotAllowed: {
		title:  i18n.M("Так эту страницу открыть нельзя", "This page cannot be opened this way"),
		text:   i18n.M("Сюда отправляют заполненную форму, а обычной страницы здесь нет.", "Forms are sent here; there is no ordinary page at this address."),
		remedy: i18n.M("Вернитесь к форме и отправьте её снова.", "Go back to the form and send it again."),
	},
	http.StatusConflict: {
		title:  i18n.M("Данные уже изменились", "The data have already changed"),
		text:   i18n.M("Пока вы работали, кто-то другой сохранил изменения.", "Someone else saved changes while you were working."),
		remedy: i18n.M("Откройте страницу заново: на ней будут свежие данные.", "Open the page again to see the latest data."),
	},
	http.StatusGone: {
		title:  i18n.M("Ссылка больше не действует", "This link no longer works"),
		text:   i18n.M("Её срок истёк, или ею уже воспользовались.", "It has expired or has already been used."),
		remedy: i18n.M("Запросите новую ссылку там, где получили эту.", "Ask for a new link where you got this one."),
	},
	http.StatusRequestEntityTooLarge: {
		title:  i18n.M("Слишком большой объём данных", "Too much data"),
		text:   i18n.M("То, что вы отправили, больше, чем мы можем принять.", "What you sent is larger than we can accept."),
		remedy: i18n.M("Вернитесь назад и сократите текст или уменьшите файл.", "Go back and shorten the text or reduce the file."),
	},
	http.StatusUnsupportedMediaType: {
		title:  i18n.M("Не удалось прочитать запрос", "We could not read the request"),
		text:   i18n.M("Данные пришли в формате, который мы не принимаем.", "The data came in a format that we do not accept."),
		remedy: i18n.M("Вернитесь к форме на сайте и отправьте её снова.", "Go back to the form on this site and send it again."),
	},
	http.StatusUnprocessableEntity: {
		title:  i18n.M("Не удалось принять форму", "We could not accept the form"),
		text:   i18n.M("В форме есть поле, которого мы не ждали. Возможно, страница устарела.", "The form has a field that we did not expect. The page may be out of date."),
		remedy: i18n.M("Откройте форму заново и заполните её ещё раз.", "Open the form again and fill it in once more."),
	},
	http.StatusTooManyRequests: {
		title:  i18n.M("Слишком много попыток", "Too many attempts"),
		text:   i18n.M("Мы ненадолго остановили приём, чтобы защитить вашу учётную запись.", "We have paused for a short while to protect your account."),
		remedy: i18n.M("Ничего не потеряно: вернитесь на эту страницу позже.", "Nothing is lost: come back to this page later."),
		reload: true,
	},
	http.StatusServiceUnavailable: {
		title:  i18n.M("Сервис временно недоступен", "The service is unavailable for now"),
		text:   i18n.M("Мы проводим работы или ждём ответа от другой системы.", "We are doing maintenance or waiting for another system."),
		remedy: i18n.M("Сохранённые черновики целы. Зайдите через несколько минут.", "Your saved drafts are safe. Come back in a few minutes."),
		reload: true,
	},
	http.StatusInternalServerError: {
		title:  i18n.M("На нашей стороне произошла ошибка", "Something went wrong on our side"),
		text:   i18n.M("Извините. Мы уже знаем о ней и разбираемся.", "We are sorry. We already know about it and are looking into it."),
		remedy: i18n.M("Попробуйте ещё раз через несколько минут. Сохранённые черновики целы.", "Try again in a few minutes. Your saved drafts are safe."),
		reload: true,
	},
}

// errorWords returns the words for a status; one that has no words of its own has those of its class.
func errorWords(status int) errorText {
	if e, ok := errorTexts[status]; ok {
		return e
	}
	if status >= 400 && status < 500 {
		return errorTexts[http.StatusBadRequest]
	}
	return errorTexts[http.StatusInternalServerError]
}
