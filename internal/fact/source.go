package fact

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// Label is how people read where a fact comes from: of what is a state register's own word the register and the way on which it
// came, «ЕГРЮЛ (загруженный файл)»; of all else the source alone.
func (s Source) Label(register Register) i18n.Text {
	name, known := sourceNames[s]
	if !known {
		return i18n.Same(string(s))
	}
	if !s.Official() {
		return name
	}
	of, ok := registerNames[register]
	if !ok {
		of = labelAnyRegister
	}
	return labelOfRegister.With(of, name)
}

// SourceLabel is whose word the entry is.
func (e Entry) SourceLabel() i18n.Text { return e.Source.Label(Register(e.Register)) }

// SourceLabel is whose word the fact is.
func (f Fact) SourceLabel() i18n.Text { return f.Source.Label(f.Register) }
