package cli_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/evidence"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// T21: a receipt that a trial installation gave out is verified by the command, with the root of the installation's authority, under
// the policies trial and trusted; a byte changed, and it is not.
func TestT21_SigVerifyTakesAReceipt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		var receipt evidence.Receipt
		if err := r.DB.Update(t.Context(), func(tx *sqldb.Tx) (err error) {
			receipt, err = r.Evidence.Issue(t.Context(), tx, evidence.ReceiptInput{
				Kind: "application.sent", Matter: "matter", Number: "2026-000001", Received: r.Clock.Now(),
				Subject:   evidence.Subject{ID: "subject", Kind: evidence.Organisation, INN: "9600000016", OGRN: "1099600000015"},
				Text:      i18n.M("Заявление получено.", "The application was received."),
				Documents: []evidence.Document{evidence.DigestOf("application", "application.xml", "application/xml", []byte("<a/>"))},
			})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		at := func(name string) string { return filepath.Join(dir, name) }
		authority := filepath.Join(r.Config.Data, "trial-ca")
		root := filepath.Join(authority, "root.pem")
		if err := os.WriteFile(at(receipt.Download().Name), receipt.Sealed, 0o600); err != nil {
			t.Fatal(err)
		}
		must(t, 0, "ca", "crl", "--dir", authority, "--out", at("crl"))
		must(t, 0, "ca", "crl", "--dir", authority, "--root", "--out", at("root.crl"))
		verify := []string{"sig", "verify", "--ca", root, "--sig", at(receipt.Download().Name), "--policy"}
		must(t, 0, append(verify, "trial")...)
		must(t, 0, append(verify, "trusted", "--crl", at("crl"), "--crl", at("root.crl"))...)
		must(t, 0, append(verify, "crypto")...)

		changed := append([]byte(nil), receipt.Sealed...)
		changed[len(changed)/3] ^= 1
		if err := os.WriteFile(at(receipt.Download().Name), changed, 0o600); err != nil {
			t.Fatal(err)
		}
		if code, out, _ := run(t, append(verify, "trial")...); code == 0 {
			t.Errorf("a changed receipt passes:\n%s", out)
		}
	})
}
