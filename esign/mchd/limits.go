package mchd

// Limits bound a document. A zero field stands for the default. Real documents have 3 to 13 kB, one or two agents and up
// to some dozens of powers.
type Limits struct {
	Size     int64 // bytes of the file; 1 MiB
	Depth    int   // nested elements; 16, of which the schema needs 9
	Elements int   // elements; 20,000
	Parties  int   // principals, agents, heads and other persons named; 512
	Powers   int   // powers by code, and restrictions to them, together; 4096
	Text     int   // bytes of one text; 64 KiB, where the schema has 10,000 characters
	Markup   int   // bytes of one tag, about; 64 KiB
}

func (l Limits) withDefaults() Limits {
	set := func(p *int, v int) {
		if *p <= 0 {
			*p = v
		}
	}
	if l.Size <= 0 {
		l.Size = 1 << 20
	}
	set(&l.Depth, 16)
	set(&l.Elements, 20_000)
	set(&l.Parties, 512)
	set(&l.Powers, 4096)
	set(&l.Text, 64<<10)
	set(&l.Markup, 64<<10)
	return l
}
