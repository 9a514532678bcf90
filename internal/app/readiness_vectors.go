package app

import (
	"context"
	"net/url"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/staff"
)

// checkVectors says what makes vectors for the search, whether it answers now, and how many texts wait for it.
func (a *App) checkVectors(ctx context.Context) staff.Result {
	c := a.Config.Embedding
	switch c.Kind {
	case "file":
		return ready(i18n.F("Векторы слов взяты из файла %s. Тексты никуда не уходят.", "Vectors of words are taken from the file %s. No text leaves.").With(c.File))
	case "lsa":
		return ready(i18n.M("Векторы выучены на самих текстах. Тексты никуда не уходят.", "Vectors are learnt from the texts themselves. No text leaves."))
	}
	made, waits, err := a.Partner.Aimed(ctx, a.DB.Single())
	if err != nil {
		return a.unseen(ctx, "vectors", err)
	}
	if err := a.vectors.Check(ctx); err != nil {
		a.Log.WarnContext(ctx, "the service of vectors does not answer", "error", err)
		return staff.Result{
			Text: i18n.F("Сервис %s не отвечает: люди ищут только по словам. Текстов с векторами: %s, ждут: %s. Причина — в журнале программы.",
				"The service %s does not answer: people search by words alone. Texts with vectors: %s, waiting: %s. The log of the program has the reason.").
				With(a.vectorsName(), i18n.Number(made), i18n.Number(waits)),
			HowTo: setting.With("KLASTER_EMBEDDING_URL, KLASTER_EMBEDDING_MODEL, KLASTER_EMBEDDING_SIZE, KLASTER_EMBEDDING_KEY_FILE"),
		}
	}
	return ready(i18n.F("Сервис %s отвечает. Ему уходят тексты, открытые для всех, и слова запросов. Текстов с векторами: %s, ждут: %s.",
		"The service %s answers. Texts that are open to everybody and the words of searches go to it. Texts with vectors: %s, waiting: %s.").
		With(a.vectorsName(), i18n.Number(made), i18n.Number(waits)))
}

// vectorsName is the service as its operator knows it.
func (a *App) vectorsName() string {
	c := a.Config.Embedding
	if u, err := url.Parse(c.URL); err == nil && u.Host != "" {
		return c.Kind + " (" + u.Host + ", " + c.Model + ")"
	}
	return c.Kind + " (" + c.Model + ")"
}
