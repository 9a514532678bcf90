package form

// Answers are what an applicant has typed, by the key of the question.
type Answers map[string]Answer

// Answer is what was typed to one question. Which field counts depends on the kind of the question.
type Answer struct {
	Text  string              `json:"text,omitempty"`  // of all that is one text; a declaration is "yes"
	List  []string            `json:"list,omitempty"`  // the keys of chosen options
	Rows  []map[string]string `json:"rows,omitempty"`  // of a table, by the key of the column
	Files []File              `json:"files,omitempty"` // in the order in which they were added
}

// Affirmed is the text of a declaration that was made.
const Affirmed = "yes"

// File is an attached file. Its content lies in the store of files under Ref; the document names its hashes.
type File struct {
	Ref         string `json:"ref"`
	Name        string `json:"name"`
	Media       string `json:"media"`
	Size        int64  `json:"size"`
	SHA256      string `json:"sha256"`      // hex
	Streebog256 string `json:"streebog256"` // hex, ГОСТ Р 34.11-2012
	Note        string `json:"note,omitempty"`
}

// Empty reports whether nothing was answered.
func (a Answer) Empty() bool {
	if a.Text != "" || len(a.List) > 0 || len(a.Files) > 0 {
		return false
	}
	for _, row := range a.Rows {
		for _, cell := range row {
			if cell != "" {
				return false
			}
		}
	}
	return true
}
