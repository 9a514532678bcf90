package membership_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/membership"
)

// nasty are names that a program for tables would take for formulas, or that break a file.
var nasty = []string{
	`=HYPERLINK("http://x";"y")`, "+7 495", "-1+1", "@SUM(A1)", "\tпробел", "\r=1", "a;b", `кавычка " внутри`, "две\nстроки", "<b>&amp;</b>", "", "обычное",
}

// No cell of the CSV begins as a formula, and what was no formula comes back as it was.
func TestNoCellOfTheCSVIsAFormula(t *testing.T) {
	var b bytes.Buffer
	if err := membership.WriteCSV(&b, [][]string{nasty}); err != nil {
		t.Fatal(err)
	}
	content, ok := strings.CutPrefix(b.String(), "\uFEFF")
	if !ok {
		t.Error("there is no mark of the byte order")
	}
	r := csv.NewReader(strings.NewReader(content))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 1 || len(rows[0]) != len(nasty) {
		t.Fatalf("%q, %v", rows, err)
	}
	for i, cell := range rows[0] {
		if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
			t.Errorf("%q is a formula", cell)
		}
		if i > 5 && cell != nasty[i] {
			t.Errorf("%q became %q", nasty[i], cell)
		}
	}
}

// Every cell of the workbook is a text within the sheet: nothing in it is computed, and the texts come back as they were.
func TestTheWorkbookHoldsTexts(t *testing.T) {
	var b bytes.Buffer
	if err := membership.WriteXLSX(&b, `Реестр & "всё"`, [][]string{nasty}); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var sheet struct {
		Rows []struct {
			Cells []struct {
				Type    string `xml:"t,attr"`
				Text    string `xml:"is>t"`
				Formula string `xml:"f"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	seen := 0
	for _, f := range z.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		into := any(new(struct{}))
		if f.Name == "xl/worksheets/sheet1.xml" {
			into = &sheet
		}
		if err := xml.Unmarshal(content, into); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		seen++
	}
	if seen != 5 || len(sheet.Rows) != 1 {
		t.Fatalf("%d parts, %d rows", seen, len(sheet.Rows))
	}
	var texts []string
	for _, c := range sheet.Rows[0].Cells {
		if c.Type != "inlineStr" || c.Formula != "" {
			t.Errorf("a cell of the type %q with the formula %q", c.Type, c.Formula)
		}
		texts = append(texts, c.Text)
	}
	if diff := cmp.Diff(nasty, texts); diff != "" {
		t.Error(diff)
	}
}
