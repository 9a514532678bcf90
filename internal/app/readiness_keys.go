package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/sealed"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/keyfile"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/staff"
)

// checkKeys reads the key file again: it may have gone since the start, and would be made anew at the next one.
func (a *App) checkKeys(ctx context.Context) staff.Result {
	folder := filepath.Dir(a.codesPath())
	key, err := keyfile.Load(a.codesPath())
	switch {
	case err != nil:
		a.Log.ErrorContext(ctx, "the key of the codes cannot be read", "error", err)
		return staff.Result{
			Text:  i18n.F("Ключ одноразовых кодов (%s) не читается.", "The key of the one-time codes (%s) cannot be read.").With(a.codesPath()),
			HowTo: i18n.F("Верните файл из копии и дайте читать его только программе (%s). Не перезапускайте её до этого: она создаст новый ключ, и коды, документы и приложения с кодами станут нечитаемыми.", "Bring the file back from a copy and let only the program read it (%s). Do not restart it before: it would make a new key, and codes, documents and applications with codes would become unreadable.").With("chmod 600"),
		}
	case !bytes.Equal(key, a.codes):
		return staff.Result{
			Text:  i18n.M("В файле лежит не тот ключ, с которым работает программа.", "The file holds another key than the one with which the program works."),
			HowTo: i18n.F("Верните прежний файл %s из копии, прежде чем перезапускать программу. У всех узлов он один.", "Bring the former file %s back from a copy before you restart the program. All nodes have the same one.").With(a.codesPath()),
		}
	}
	switch err := a.Account.Unsealed(ctx); {
	case errors.Is(err, account.ErrSealed):
		return staff.Result{
			Text:  i18n.M("Этот ключ не открывает то, что лежит в базе: база и ключ — от разных установок или копий.", "This key does not open what is in the database: database and key are of different installations or copies."),
			HowTo: i18n.F("Остановите программу и верните в папку %s ключи, которые были вместе с этой базой.", "Stop the program and bring back into the folder %s the keys that belong to this database.").With(folder),
		}
	case err != nil:
		return a.unseen(ctx, "keys", err)
	}
	return ready(i18n.F("Ключи лежат в папке %s. Храните её копию отдельно от копии базы данных.", "The keys are in the folder %s. Keep a copy of it apart from the copies of the database.").With(folder))
}

// checkFiles reads the key of the files and opens the first and the latest file that the database names: a folder that was
// not restored with the database is seen here before its owner sees it.
func (a *App) checkFiles(ctx context.Context) staff.Result {
	if _, err := sealed.LoadKeys(a.filesKeyPath()); err != nil {
		a.Log.ErrorContext(ctx, "the key of the files cannot be read", "error", err)
		how := i18n.F("Верните файл %s из копии, прежде чем перезапускать программу: без него все файлы потеряны.", "Bring the file %s back from a copy before you restart the program: without it all files are lost.").With(a.filesKeyPath())
		if errors.Is(err, sealed.ErrKeyFileMode) {
			how = i18n.F("Запретите читать %s другим (%s) и замените ключ: его могли прочесть.", "Let nobody else read %s (%s) and put a new key above it: others may have read it.").With(a.filesKeyPath(), "chmod 600")
		}
		return staff.Result{Text: i18n.M("Ключ, которым зашифрованы файлы, не читается.", "The key with which files are encrypted cannot be read."), HowTo: how}
	}
	refs, err := a.Account.SomeFiles(ctx)
	if err != nil {
		return a.unseen(ctx, "files", err)
	}
	for _, ref := range refs {
		if err := readThrough(ctx, a.files, ref); err != nil {
			a.Log.ErrorContext(ctx, "a file that the database names cannot be read", "error", err)
			return staff.Result{
				Text:  i18n.M("База помнит файлы, которых нет в папке или которые не открываются. Какие — в журнале программы.", "The database names files that are not in the folder or do not open. The log of the program says which."),
				HowTo: i18n.F("Верните папку %s и ключ %s из копий того же дня, что и база.", "Bring the folder %s and the key %s back from copies of the same day as the database.").With(filepath.Join(a.Config.Data, "files"), a.filesKeyPath()),
			}
		}
	}
	if a.DB.Engine() == sqldb.Postgres {
		return ready(i18n.F("Файлы лежат зашифрованными в папке %s этого узла. Нескольким узлам нужна одна общая папка.", "The files lie encrypted in the folder %s of this node. Several nodes need one folder that all of them see.").With(filepath.Join(a.Config.Data, "files")))
	}
	return ready(i18n.F("Файлы лежат зашифрованными в папке %s. Копируйте её вместе с базой, а ключ — отдельно.", "The files lie encrypted in the folder %s. Copy it together with the database, and the key apart from both.").With(filepath.Join(a.Config.Data, "files")))
}

func readThrough(ctx context.Context, files blob.Store, ref blob.Ref) error {
	content, err := files.Open(ctx, ref)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, content)
	return errors.Join(err, content.Close())
}
