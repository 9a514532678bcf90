package mchd

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// Parse reads one document. Errors wrap [ErrOldForm], [ErrForm], [ErrMalformed] or [ErrLimit], an error of package
// xmltoken, or that of the reader. The result holds nothing of the input's memory.
func Parse(src io.Reader, limits Limits) (*Document, error) {
	limits = limits.withDefaults()
	hash := sha256.New()
	head := bufio.NewReaderSize(src, peekSize)
	begin, _ := head.Peek(peekSize) // an error comes again when the document is read
	begin = append([]byte(nil), begin...)
	r := &reader{limits: limits, doc: new(Document)}
	r.tokens = xmltoken.New(io.TeeReader(head, hash), xmltoken.Limits{
		Size: limits.Size, Depth: limits.Depth, Attributes: 64, Markup: limits.Markup, Names: 1024,
	})
	if err := r.document(); err != nil {
		return nil, explain(err, begin)
	}
	hash.Sum(r.doc.SHA256[:0])
	return r.doc, nil
}

// explain gives errors that users meet the kind of this package.
func explain(err error, begin []byte) error {
	switch {
	case errors.Is(err, xmltoken.ErrEncoding) || errors.Is(err, xmltoken.ErrMalformed):
		if version, ok := oldVersion(begin); ok {
			return &OldFormError{version}
		}
	case errors.Is(err, xmltoken.ErrLimit):
		return fmt.Errorf("%w: %w", ErrLimit, err)
	}
	return err
}

// document reads the whole file: the root and nothing after it.
func (r *reader) document() error {
	root, err := r.root()
	if err != nil {
		return err
	}
	body := false
	err = r.children(root, func(t *xmltoken.Token) (bool, error) {
		switch t.Name.Local {
		case "ИнСвед":
			return r.past()
		case "Документ":
			body = true
			return true, r.body(r.start(t, "КНД"))
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if !body {
		return malformed("Доверенность/Документ", "missing")
	}
	for {
		if _, err := r.tokens.Next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read after power of attorney: %w", err)
		}
	}
}

// root takes the root's start-tag and refuses other forms.
func (r *reader) root() (*element, error) {
	t, err := r.next()
	if err != nil {
		return nil, err
	}
	version, _ := t.Attr("ВерсФорм")
	switch {
	case t.Name.Local != "Доверенность" && t.Name.Local != "Файл":
		return nil, fmt.Errorf("root %.64q: %w", t.Name.Local, ErrForm)
	case isOld(string(version)):
		return nil, &OldFormError{string(version)}
	case !t.Name.Is(space, "Доверенность"):
		return nil, fmt.Errorf("root %.64q in namespace %.64q: %w", t.Name.Local, t.Name.Space, ErrForm)
	case string(version) != "EMCHD_1":
		return nil, fmt.Errorf("version %.32q: %w", version, ErrForm)
	}
	e := r.start(t, "ВерсФорм", "ПрЭлФорм", "ИдФайл", "ИдФайлНО", "OID")
	r.doc.FileID, r.doc.Flags = e.required("ИдФайл"), e.required("ПрЭлФорм")
	if !isFlags(r.doc.Flags) {
		e.fail("ПрЭлФорм", "not eight flags")
	}
	return e, nil
}

func isFlags(s string) bool {
	for _, c := range []byte(s) {
		if c != '0' && c != '1' {
			return false
		}
	}
	return len(s) == 8
}

// body reads Документ: an original power of attorney or one by передоверие.
func (r *reader) body(e *element) error {
	found := 0
	err := r.children(e, func(t *xmltoken.Token) (bool, error) {
		switch t.Name.Local {
		case "Довер":
			found++
			return true, r.original(r.start(t))
		case "Передов":
			found++
			return true, r.substitute(r.start(t, "ПрНалПередов"))
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if found != 1 {
		return malformed("Документ", "needs one of Довер and Передов")
	}
	return r.complete(e)
}

// complete demands what the schema wants at least once.
func (r *reader) complete(e *element) error {
	switch d := r.doc; {
	case d.Number == "":
		return malformed(e.name, "no number")
	case len(d.Grantors) == 0:
		return malformed(e.name, "no principal")
	case len(d.Agents) == 0:
		return malformed(e.name, "no agent")
	case d.Powers.Exercise == "":
		return malformed(e.name, "no powers")
	}
	return nil
}

func (r *reader) original(e *element) error {
	return r.children(e, func(t *xmltoken.Token) (bool, error) {
		switch t.Name.Local {
		case "СвДов":
			return true, r.particulars(t)
		case "СвДоверит":
			return true, r.grantor(r.start(t, "ТипДоверит"), "Доверит")
		case "СвУпПред":
			return true, r.agent(r.start(t, "ТипПред"))
		}
		return r.common(t)
	}, "СвДоверит", "СвУпПред")
}

func (r *reader) substitute(e *element) error {
	basis := new(Basis)
	r.doc.Basis = basis
	hasParent := e.code("ПрНалПередов", "0", "1") == "1"
	original := false
	err := r.children(e, func(t *xmltoken.Token) (bool, error) {
		switch t.Name.Local {
		case "СвПервДовер":
			original = true
			return true, r.reference(t, &basis.Original, "НомДоверПерв", "ВнНомДоверПерв", "НомРНДПерв")
		case "СвПередов":
			basis.Parent = new(Reference)
			return true, r.reference(t, basis.Parent, "НомДоверN", "ВнНомДоверN", "НомРНДN")
		case "СвПереДовер":
			return true, r.particulars(t)
		case "СвПередПолн":
			return true, r.grantor(r.start(t, "ТипПерПолн"), "ПередПолн")
		case "СвПолучПолн":
			return true, r.agent(r.start(t, "ТипПред"))
		}
		return r.common(t)
	}, "СвПередПолн", "СвПолучПолн")
	if err != nil {
		return err
	}
	if !original {
		return malformed("Передов/СвПервДовер", "missing")
	}
	if hasParent != (basis.Parent != nil) {
		r.doubt(DoubtBasis)
	}
	return nil
}

// common reads what both kinds of documents have.
func (r *reader) common(t *xmltoken.Token) (bool, error) {
	switch t.Name.Local {
	case "СвПолн":
		return true, r.readPowers(r.start(t, "ТипПолн", "ПрСовмПолн", "ПрУтрПолн"))
	case "СвНотУд":
		r.doc.Notarised = true
		return r.past()
	}
	return false, nil
}

// particulars reads СвДов or СвПереДовер.
func (r *reader) particulars(t *xmltoken.Token) error {
	e := r.start(t, "ВидДовер", "ПрПередов", "ВнНомДовер", "НомДовер", "НомРНДДовер", "ДопИдДовер", "ДатаВнРегДовер",
		"ДатаВыдДовер", "СрокДейст", "КодНО")
	d := r.doc
	d.Number = must(e, "НомДовер", e.number("НомДовер"))
	d.InternalNumber = e.required("ВнНомДовер")
	d.NotarialNumber, d.ExtraID, d.TaxOffice = e.optional("НомРНДДовер"), e.optional("ДопИдДовер"), e.optional("КодНО")
	d.Issued, d.Until = e.date("ДатаВыдДовер"), e.date("СрокДейст")
	if e.optional("ДатаВнРегДовер") != "" {
		d.Registered = e.date("ДатаВнРегДовер")
	}
	d.Substitution = Substitution(e.code("ПрПередов", "1", "2", "3"))
	irrevocable := e.code("ВидДовер", "1", "2") == "2"
	err := r.children(e, func(t *xmltoken.Token) (bool, error) {
		switch t.Name.Local {
		case "КодНОДейст":
			return r.taxOffice(t)
		case "СведСист":
			return r.textInto(t, &d.System)
		case "Безотзыв":
			return true, r.irrevocable(r.start(t, "ПрПерБезДов", "УслОтзыва"))
		}
		return false, nil
	}, "КодНОДейст")
	if err != nil {
		return err
	}
	if d.System == "" {
		return malformed(e.name+"/СведСист", "missing")
	}
	if irrevocable != (d.Irrevocable != nil) {
		r.doubt(DoubtRevocation)
	}
	return nil
}

func (r *reader) taxOffice(t *xmltoken.Token) (bool, error) {
	if len(r.doc.TaxOffices) >= r.limits.Parties {
		return true, overLimit("КодНОДейст", "too many")
	}
	var code string
	known, err := r.textInto(t, &code)
	r.doc.TaxOffices = append(r.doc.TaxOffices, code)
	return known, err
}

func (r *reader) irrevocable(e *element) error {
	i := &Irrevocable{Substitution: e.code("ПрПерБезДов", "1", "2"), Condition: e.code("УслОтзыва", "1", "2")}
	r.doc.Irrevocable = i
	return r.children(e, func(t *xmltoken.Token) (bool, error) {
		if t.Name.Local == "ОписУслОт" {
			return r.textInto(t, &i.Description)
		}
		return false, nil
	})
}
