package mchd

import (
	"regexp"

	"golang.org/x/text/encoding/charmap"
)

// rootTag finds the root's start-tag and versionValue the attribute in it. They are used only to say why a file is
// refused that was not read: forms before EMCHD_1 were written in windows-1251, which the tokenizer does not take.
var (
	rootTag      = regexp.MustCompile(`<(?:Доверенность|Файл)[^<>]*>`)
	versionValue = regexp.MustCompile(`\sВерсФорм\s*=\s*["']([^"'<>]{1,16})["']`)
)

// peekSize is how many bytes from the beginning are looked at for the root of an old form.
const peekSize = 4096

// oldVersion returns the version that the root of a file in windows-1251 claims, if that is an old one.
func oldVersion(head []byte) (string, bool) {
	text, err := charmap.Windows1251.NewDecoder().Bytes(head)
	if err != nil {
		return "", false
	}
	m := versionValue.FindSubmatch(rootTag.Find(text))
	if m == nil || !isOld(string(m[1])) {
		return "", false
	}
	return string(m[1]), true
}

// isOld tells the versions before EMCHD_1: 001 and 002 of exchange between organisations, 5.01 and others of tax matters.
func isOld(version string) bool {
	switch version {
	case "001", "002":
		return true
	}
	return len(version) > 2 && version[:2] == "5."
}
