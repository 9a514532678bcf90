package staff

// Sweep is the job that comes round every day.
var Sweep = sweep{}

// ParseMark and PrintMark read and write a mark of the journal as the page does.
var (
	ParseMark = parseMark
	PrintMark = printMark
)

// CodeParts parts a code where a line may break.
func CodeParts(s string) []string { return codeParts(s) }
