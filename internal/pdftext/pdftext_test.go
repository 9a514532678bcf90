package pdftext

import "testing"

func TestReadTellsWhatIsNoPDF(t *testing.T) {
	Read(t, []byte("%PDF-1.1\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"+
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n"+
		"0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"))
	if _, err := run(t.Context(), []byte("no PDF")); err == nil {
		t.Error("pdftotext takes something else")
	}
}
