package membership

// Put stores a member without a change, for registers of many.
var Put = putMember

// WriteCSV and WriteXLSX write rows as files.
var (
	WriteCSV  = writeCSV
	WriteXLSX = writeXLSX
)
