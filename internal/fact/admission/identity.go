package admission

import (
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/rule"
)

// identity derives R1: whether the numbers of the application, the certificate and the register are right and name one
// subject. What a certificate does not name is compared with nothing, but one that names neither number proves nothing.
func (c Case) identity(derived map[string]rule.Fact) {
	id := c.Identity
	if id == nil {
		return
	}
	fact := rule.Fact{State: rule.Known, Source: FromCertificate, Record: id.Serial, AsOf: id.AsOf, ValidUntil: id.CertificateValidUntil}
	digits := fact
	digits.Value = rule.BoolValue(rightINN(id.INN) && rightOGRN(id.OGRN))
	derived["id.digits"] = digits
	if id.CertINN == "" && id.CertOGRN == "" || c.Register == nil {
		return
	}
	r := c.Register.Record
	var differs []string
	compare := func(name string, numbers ...string) {
		first := ""
		for _, n := range numbers {
			switch {
			case n == "":
			case first == "":
				first = n
			case n != first:
				differs = append(differs, name)
				return
			}
		}
	}
	compare("ИНН", r.INN, id.INN, id.CertINN)
	compare("ОГРН", r.OGRN, id.OGRN, id.CertOGRN)
	fact.Value = rule.StringsValue(differs...)
	derived["id.differs"] = fact
}

func rightINN(s string) bool { _, err := ruid.ParseINN(s); return err == nil }
func rightOGRN(s string) bool {
	_, e := ruid.ParseOGRN(s)
	_, f := ruid.ParseOGRNIP(s)
	return e == nil || f == nil
}
