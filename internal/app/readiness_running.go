package app

import (
	"context"
	"os"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/staff"
)

// clockSlack is how far two clocks may be apart before signatures, codes of applications and sessions suffer.
const clockSlack = 5 * time.Second

// checkClock compares the clock of the machine with what else tells the time: the database server, and the journal, whose
// latest entry cannot lie ahead.
func (a *App) checkClock(ctx context.Context) staff.Result {
	now := a.Clock.Now()
	server, latest, err := a.otherTimes(ctx)
	if err != nil {
		return a.unseen(ctx, "clock", err)
	}
	how := i18n.F("Включите на всех машинах службу точного времени, например %s.", "Switch a time service on, such as %s, on all machines.").With("chrony")
	switch {
	case latest.After(now.Add(clockSlack)):
		return staff.Result{
			Text:  i18n.F("По часам сейчас %s, а последняя запись журнала сделана %s. Часы отстали или раньше спешили.", "By the clock it is %s now, but the latest entry of the journal was made on %s. The clock is slow, or was fast before.").With(i18n.Moment(now), i18n.Moment(latest)),
			HowTo: how,
		}
	case !server.IsZero() && now.Sub(server).Abs() > clockSlack:
		return staff.Result{
			Text:  i18n.F("Часы этой машины и сервера баз данных расходятся на %s.", "The clocks of this machine and of the database server are %s apart.").With(i18n.After(now.Sub(server).Abs())),
			HowTo: how,
		}
	}
	return ready(i18n.F("Сейчас %s по московскому времени: сравните с точным временем.", "It is %s, Moscow time: compare it with the exact time.").With(i18n.Moment(now)))
}

// otherTimes returns the time of the database server, zero where there is none, and that of the latest entry of the journal.
func (a *App) otherTimes(ctx context.Context) (server, latest time.Time, err error) {
	if latest, err = audit.Latest(ctx, a.DB.Single()); err != nil {
		return server, latest, err
	}
	server, err = a.DB.ServerTime(ctx)
	return server, latest, err
}

// jobsWait is how long a job that is due may wait for a worker.
const jobsWait = 10 * time.Minute

func (a *App) checkJobs(ctx context.Context) staff.Result {
	stats, err := a.Jobs.Stats(ctx, a.DB.Single())
	if err != nil {
		return a.unseen(ctx, "jobs", err)
	}
	dead := 0
	for _, k := range stats.Kinds {
		dead += k.Dead
	}
	switch {
	case !stats.OldestWaiting.IsZero() && a.Clock.Now().Sub(stats.OldestWaiting) > jobsWait:
		return staff.Result{
			Text:  i18n.F("Задания ждут с %s: исполнители не работают или не успевают.", "Jobs have waited since %s: the workers do not run, or do not keep up.").With(i18n.Moment(stats.OldestWaiting)),
			HowTo: i18n.M("Посмотрите журнал программы и страницу «Задания».", "Look at the log of the program and at the page of jobs."),
		}
	case dead > 0:
		return staff.Result{
			State: staff.Later,
			Text:  i18n.F("Заданий, которые не удались: %s.", "Jobs that failed for good: %s.").With(i18n.Number(dead)),
			HowTo: i18n.M("Откройте страницу «Задания»: у каждого указана причина; исправьте её и повторите задание.", "Open the page of jobs: each has its reason; mend it and try the job again."),
		}
	}
	return ready(i18n.M("Задания исполняются, неудавшихся нет.", "Jobs are worked; none has failed."))
}

func (a *App) checkLeaked(context.Context) staff.Result {
	path := a.Config.Account.Breached
	if path == "" {
		return staff.Result{
			State: staff.Later,
			Text:  i18n.M("Список не задан: отвергаются только частые пароли.", "No list is set: only frequent passwords are refused."),
			HowTo: setting.With("KLASTER_ACCOUNT_BREACHED"),
		}
	}
	if _, err := os.Stat(path); err != nil {
		return staff.Result{Text: i18n.F("Файла %s больше нет.", "The file %s is gone.").With(path), HowTo: setting.With("KLASTER_ACCOUNT_BREACHED")}
	}
	return ready(i18n.F("Утёкшие пароли отвергаются по списку %s.", "Leaked passwords are refused by the list %s.").With(path))
}
