package egr

// Limits bound what a file may ask of the reader. The zero value of each field stands for the default.
type Limits struct {
	Record     int   // bytes of one record; 64 MiB. The largest real ones, of banks, take some tens of megabytes
	Elements   int   // elements of one record, and of all that stands between records; 500,000. The sample has up to some thousands
	Depth      int   // elements inside each other; 64. The form has 10
	Attributes int   // attributes of one element; 128. The form has 13
	Records    int   // records of one XML file; 1,000,000. The tax service writes up to 1,000
	Files      int   // files in a ZIP; 20,000
	File       int64 // bytes of one XML file; 8 GiB
	Total      int64 // unpacked bytes of all files; 512 GiB. A full ЕГРЮЛ has some 135
	Ratio      int64 // unpacked bytes for each packed one, in one file; 200. The registers have about 9
}

// withDefaults fills what is not set.
func (l Limits) withDefaults() Limits {
	set := func(v *int, def int) {
		if *v <= 0 {
			*v = def
		}
	}
	set(&l.Record, 64<<20)
	set(&l.Elements, 500_000)
	set(&l.Depth, 64)
	set(&l.Attributes, 128)
	set(&l.Records, 1_000_000)
	set(&l.Files, 20_000)
	if l.File <= 0 {
		l.File = 8 << 30
	}
	if l.Total <= 0 {
		l.Total = 512 << 30
	}
	if l.Ratio <= 0 {
		l.Ratio = 200
	}
	return l
}
