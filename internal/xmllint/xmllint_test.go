package xmllint

import "testing"

func TestTryReturnsTheErrorText(t *testing.T) {
	Require(t)
	if _, err := Try(t, []byte("<a>"), "-"); err == nil {
		t.Error("xmllint takes a document that does not end")
	}
	out, err := Try(t, []byte(`<b:a xmlns:b="urn:b" xmlns:c="urn:c"/>`), "--exc-c14n", "-")
	if err != nil || string(out) != `<b:a xmlns:b="urn:b"></b:a>` {
		t.Errorf("--exc-c14n answers %q, %v", out, err)
	}
}
