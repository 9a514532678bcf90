package fact

import (
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/workdays"
)

// What an operator found of a bankruptcy is a case even if they noted no number, what is not known is none of either kind, and a
// record whose newer version waits for a second person is not relied upon.
func TestACaseIsMadeOfWhatIsKnown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		a := invented(1, "2026-11-01")
		s.mustImport(t, Order{Files: []File{fileOf("a", a)}})
		subject := Subject{INN: a.INN, OGRN: a.OGRN}
		on := workdays.DateOf(s.clock.Now())
		before, err := s.Case(t.Context(), s.db.Single(), subject, on)
		if err != nil || before.Bankruptcy != nil || before.Register == nil || before.Register.Confirmed.IsZero() {
			t.Fatalf("%+v, %v", before, err)
		}
		if _, err := s.CheckByHand(t.Context(), operator("olga"), Check{
			Subject: subject, Kind: KindBankruptcy, Value: Yes, On: on, ValidUntil: on.AddDays(30), Reason: "Сообщение на сайте реестра.",
		}); err != nil {
			t.Fatal(err)
		}
		found, err := s.Case(t.Context(), s.db.Single(), subject, on)
		if err != nil || found.Bankruptcy == nil || found.Bankruptcy.Case == "" {
			t.Errorf("found: %+v, %v", found.Bankruptcy, err)
		}
		s.watch(t, subject)
		s.mustImport(t, Order{Files: []File{fileOf("b", newHead(1, "2026-11-10"))}, Operator: "olga"})
		waits, err := s.Case(t.Context(), s.db.Single(), subject, on)
		if err != nil || waits.Register == nil || !waits.Register.Confirmed.IsZero() {
			t.Errorf("while a change waits: %+v, %v", waits.Register, err)
		}
	})
}
