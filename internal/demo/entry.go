package demo

import (
	"fmt"

	"github.com/klaster-platform/klaster/yamldoc"
	"go.yaml.in/yaml/v3"
)

// Entry is one thing that an organisation of the town tells of itself beside its offers.
type Entry struct {
	Key  string
	INN  string
	Kind string // about, competence, equipment, product, certificate
	// Title is what it is called, Text what else is said of it.
	Title, Text    string
	Codes          []string
	Number, Issuer string // of a certificate
	Until          string // of a certificate, 2006-01-02
}

// portrait is what the file has of one organisation.
type portrait struct {
	who, inn, code                              string
	about                                       string
	competences, equipment, products, certified []string
}

// Entries returns what the organisations of the town tell of themselves, in the order of the file.
func Entries() (list []Entry, err error) {
	who := workers()
	portraits, err := readFile("profiles", "profiles", func(f *yamldoc.File, n *yaml.Node) portrait { return readPortrait(f, n, who) })
	for _, p := range portraits {
		list = append(list, p.entries()...)
	}
	return list, err
}

func readPortrait(f *yamldoc.File, n *yaml.Node, who map[string]Organisation) portrait {
	fields := f.Fields(n, "who", "about", "competences", "equipment?", "products?", "certificates?")
	if fields == nil {
		return portrait{}
	}
	p := portrait{
		who: f.Word(fields, "who"), about: f.Scalar(fields.Get("about")), competences: readWords(f, fields, "competences"),
		equipment: readWords(f, fields, "equipment"), products: readWords(f, fields, "products"), certified: readWords(f, fields, "certificates"),
	}
	o, ok := who[p.who]
	if !ok {
		f.Wrong(fields.Get("who"), "такой организации в городе нет", "there is no such organisation in the town")
	}
	p.inn, p.code = o.INN, o.Code()
	return p
}

func (p portrait) entries() []Entry {
	list := []Entry{{Key: "about/" + p.who, INN: p.inn, Kind: "about", Text: p.about}}
	add := func(kind string, titles []string) {
		for n, title := range titles {
			e := Entry{Key: fmt.Sprintf("%s/%s/%d", kind, p.who, n+1), INN: p.inn, Kind: kind, Title: title}
			switch kind {
			case "competence":
				e.Codes = []string{p.code}
			case "certificate":
				e.Number, e.Issuer, e.Until = fmt.Sprintf("УЧ-%s-%d", p.inn[4:9], n+1), "Учебный орган по сертификации", "2031-12-31"
			}
			list = append(list, e)
		}
	}
	add("competence", p.competences)
	add("equipment", p.equipment)
	add("product", p.products)
	add("certificate", p.certified)
	return list
}
