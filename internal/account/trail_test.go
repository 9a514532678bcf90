package account_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func TestAPersonReadsTheirJournal(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		other := h.another(t, "boris@example.org")
		a := h.inSession(t)
		h.change(t, a, account.ContactEmail, string(newEmail))
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error {
			for i := range 120 {
				if err := audit.Record(t.Context(), tx, audit.Entry{
					Actor: "0199-somebody", Action: "account.confirmed.password", Subject: string(a.Person), Address: "198.51.100.0", Detail: fmt.Sprint(i),
				}); err != nil {
					return err
				}
			}
			return audit.Record(t.Context(), tx, audit.Entry{Actor: "system", Action: "unheard.of", Subject: string(a.Person)})
		}); err != nil {
			t.Fatal(err)
		}
		var all []account.Deed
		for before, pages := "", 0; ; pages++ {
			list, next, err := h.Trail(t.Context(), a.Person, "", before)
			if err != nil || pages > 5 {
				t.Fatal(pages, err)
			}
			all = append(all, list...)
			if before = next; next == "" {
				break
			}
		}
		want := h.count(t, `SELECT COUNT(*) FROM audit_entry WHERE subject = $1`, string(a.Person))
		if int64(len(all)) != want {
			t.Errorf("%d entries, want %d", len(all), want)
		}
		if got := all[0].What.In(i18n.Russian); got != "Действие unheard.of" {
			t.Errorf("an action without a text: %q", got)
		}
		if all[1].Who.In(i18n.Russian) != "Сотрудник фонда" || all[1].Network != "" {
			t.Errorf("%+v: the network of the staff is shown", all[1])
		}
		safety, _, err := h.Trail(t.Context(), a.Person, audit.AboutSafety, "")
		if err != nil || len(safety) != 2 || safety[0].What.In(i18n.Russian) != "Адрес почты изменён" || safety[0].Who.In(i18n.Russian) != "Вы" {
			t.Errorf("%+v, %v", safety, err)
		}
		if list, _, err := h.Trail(t.Context(), other.Person, audit.AboutSafety, ""); err != nil || len(list) != 0 {
			t.Errorf("somebody else reads %+v, %v", list, err)
		}

		var table, file bytes.Buffer
		if err := h.TrailCSV(t.Context(), &table, a.Person, ""); err != nil {
			t.Fatal(err)
		}
		if rows, err := csv.NewReader(&table).ReadAll(); err != nil || int64(len(rows)) != want+1 || rows[0][1] != "Что произошло" {
			t.Errorf("%d rows, %v", len(rows), err)
		}
		if err := h.TrailJSON(t.Context(), &file, a.Person, audit.AboutSafety); err != nil {
			t.Fatal(err)
		}
		var list []map[string]any
		if err := json.Unmarshal(file.Bytes(), &list); err != nil || len(list) != 2 || list[0]["action"] != "account.email_changed" {
			t.Errorf("%v, %v", list, err)
		}
		file.Reset()
		if err := h.TrailJSON(t.Context(), &file, "nobody", ""); err != nil || strings.Join(strings.Fields(file.String()), "") != "[]" {
			t.Errorf("the empty journal is %q, %v", file.String(), err)
		}
	})
}

func TestAPersonReadsWhoLooked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		a := h.inSession(t)
		for range 60 {
			h.near.looks = append([]account.View{{ID: id.New(), At: h.clock.Now(), Who: "Орлов", What: i18n.M("Карточка", "Card")}}, h.near.looks...)
			h.clock.Advance(time.Second)
		}
		list, next, err := h.ViewsOf(t.Context(), a.Person, "")
		if err != nil || len(list) != 50 || next != list[49].ID {
			t.Fatal(len(list), next, err)
		}
		if list, next, err = h.ViewsOf(t.Context(), a.Person, next); err != nil || len(list) != 10 || next != "" {
			t.Error(len(list), next, err)
		}
	})
}
