package membership

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// plainCell keeps a program for tables from taking a text for a formula: a text that begins as one begins with an apostrophe instead.
func plainCell(s string) string {
	if strings.ContainsAny(s[:min(1, len(s))], "=+-@\t\r\n") {
		return "'" + s
	}
	return s
}

// writeCSV writes rows as CSV (RFC 4180) in UTF-8, with the mark of the byte order and semicolons, as programs for tables in Russia read it.
func writeCSV(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, s := range row {
			cells[i] = plainCell(s)
		}
		if err := out.Write(cells); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
	}
	out.Flush()
	return out.Error()
}

// The parts of a workbook of one sheet (ECMA-376, Part 1, 18.2 and Part 2, 10).
const (
	xlsxHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	xlsxTypes = xlsxHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`
	xlsxRels = xlsxHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	xlsxBook = xlsxHead + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
		`<sheets><sheet name="%s" sheetId="1" r:id="rId1"/></sheets></workbook>`
	xlsxBookRels = xlsxHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
	xlsxSheet = xlsxHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	xlsxEnd   = `</sheetData></worksheet>`
)

// writeXLSX writes rows as a workbook of one sheet. Every cell is a text within the sheet, which no program computes, so that numbers
// keep their zeros and no text is taken for a formula.
func writeXLSX(w io.Writer, title string, rows [][]string) error {
	out := zip.NewWriter(w)
	parts := []struct{ name, content string }{
		{"[Content_Types].xml", xlsxTypes},
		{"_rels/.rels", xlsxRels},
		{"xl/workbook.xml", fmt.Sprintf(xlsxBook, escaped(title))},
		{"xl/_rels/workbook.xml.rels", xlsxBookRels},
	}
	for _, p := range parts {
		f, err := out.Create(p.name)
		if err == nil {
			_, err = io.WriteString(f, p.content)
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", p.name, err)
		}
	}
	f, err := out.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return fmt.Errorf("write the sheet: %w", err)
	}
	if err := writeRows(f, rows); err != nil {
		return fmt.Errorf("write the sheet: %w", err)
	}
	return out.Close()
}

func writeRows(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, xlsxSheet); err != nil {
		return err
	}
	for _, row := range rows {
		var line bytes.Buffer
		line.WriteString("<row>")
		for _, s := range row {
			line.WriteString(`<c t="inlineStr"><is><t xml:space="preserve">` + escaped(s) + `</t></is></c>`)
		}
		line.WriteString("</row>")
		if _, err := w.Write(line.Bytes()); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, xlsxEnd)
	return err
}

// escaped is a text within XML; what XML cannot hold becomes U+FFFD.
func escaped(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return "" // a builder never fails
	}
	return b.String()
}
