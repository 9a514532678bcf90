package document

import (
	"strconv"

	"github.com/klaster-platform/klaster/internal/application/form"
)

// DecisionSchema is the XML schema of decisions.
func DecisionSchema() []byte {
	w := &schema{}
	w.begin(DecisionNamespace, "1", form.Text{RU: "Решение по заявлению", EN: "Decision on an application"})
	w.open("xs:element", "name", "decision")
	w.open("xs:complexType")
	w.open("xs:sequence")
	w.tag("xs:element", "", "name", "name", "type", "words")
	w.tag("xs:element", "", "name", "foundation", "type", "words")
	w.tag("xs:element", "", "name", "service", "type", "service")
	w.tag("xs:element", "", "name", "application", "type", "application")
	w.tag("xs:element", "", "name", "applicant", "type", "applicant")
	w.tag("xs:element", "", "name", "text", "type", "prose")
	w.tag("xs:element", "", "name", "ground", "type", "ground", "minOccurs", "0", "maxOccurs", strconv.Itoa(maxGrounds))
	w.tag("xs:element", "", "name", "reason", "type", "prose", "minOccurs", "0")
	w.tag("xs:element", "", "name", "appeal", "type", "prose", "minOccurs", "0")
	w.tag("xs:element", "", "name", "supersedes", "type", "words", "minOccurs", "0")
	w.tag("xs:element", "", "name", "official", "type", "signer")
	w.signature()
	w.close("xs:sequence")
	w.attribute("Id", "root")
	w.attribute("decided", "instant")
	w.attribute("decision", "uuid")
	w.fixed("format", DecisionFormat)
	w.attribute("number", "words")
	w.attribute("outcome", "outcome")
	w.attribute("template", "xs:positiveInteger")
	w.tag("xs:attribute", "", "name", "trial", "type", "xs:string", "fixed", yes)
	w.close("xs:complexType", "xs:element")
	w.common(decisionID)
	w.decision()
	w.close("xs:schema")
	return w.b.Bytes()
}

// decision are the types of decisions.
func (w *schema) decision() {
	w.enumeration("outcome", positive, negative)
	w.pattern("key", keyForm)
	w.pattern("prose", `\S([^\r\t]*\S)?`)
	for _, t := range []struct {
		name, base string
		attributes []string
	}{
		{"service", "words", []string{"key", "key", "version", "xs:positiveInteger", "sha256", "sha256"}},
		{"application", "words", []string{"sent", "instant", "sha256", "sha256"}},
	} {
		w.open("xs:complexType", "name", t.name)
		w.content(t.base)
		for i := 0; i+1 < len(t.attributes); i += 2 {
			w.attribute(t.attributes[i], t.attributes[i+1])
		}
		w.close("xs:extension", "xs:simpleContent", "xs:complexType")
	}
	w.open("xs:complexType", "name", "evidence")
	w.content("prose")
	w.attribute("label", "words")
	w.maybe("source", "words")
	w.maybe("record", "words")
	w.maybe("as_of", "day")
	w.close("xs:extension", "xs:simpleContent", "xs:complexType")
	w.open("xs:complexType", "name", "ground")
	w.open("xs:sequence")
	w.tag("xs:element", "", "name", "title", "type", "words")
	w.tag("xs:element", "", "name", "clause", "type", "words", "minOccurs", "0")
	w.tag("xs:element", "", "name", "evidence", "type", "evidence", "minOccurs", "0", "maxOccurs", strconv.Itoa(maxEvidence))
	w.tag("xs:element", "", "name", "remedy", "type", "prose", "minOccurs", "0")
	w.close("xs:sequence")
	w.attribute("code", "key")
	w.tag("xs:attribute", "", "name", "curable", "type", "xs:string", "fixed", yes)
	w.close("xs:complexType")
}
