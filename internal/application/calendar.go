package application

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// reminder is the last day on which the answer comes, as an event of a whole day for a calendar (RFC 5545).
func (s *Service) reminder(w *Work) []byte {
	const day = "20060102"
	due := w.Due.Start()
	var b bytes.Buffer
	for _, line := range []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Klaster//application//RU", "METHOD:PUBLISH", "BEGIN:VEVENT",
		"UID:" + string(w.ID) + "@" + hostOf(s.baseURL),
		"DTSTAMP:" + w.Sent.UTC().Format("20060102T150405Z"),
		"DTSTART;VALUE=DATE:" + due.In(i18n.Moscow()).Format(day),
		"DTEND;VALUE=DATE:" + due.Add(36*time.Hour).In(i18n.Moscow()).Format(day),
		"SUMMARY:" + escapeICS(fmt.Sprintf("Срок ответа по заявлению № %s", w.Number)),
		"DESCRIPTION:" + escapeICS(fmt.Sprintf("%s, %s", w.Form.Name.RU, w.Party.Name)),
		"URL:" + s.baseURL + pathOf(w.Party, w.Application),
		"TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR",
	} {
		b.WriteString(foldICS(line))
		b.WriteString("\r\n")
	}
	return b.Bytes()
}

func hostOf(site string) string {
	_, rest, _ := strings.Cut(site, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// escapeICS writes a TEXT (RFC 5545, section 3.3.11).
func escapeICS(text string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(text)
}

// foldICS breaks a line after at most 75 octets, between characters (section 3.1).
func foldICS(line string) string {
	const most = 75
	var b strings.Builder
	length := 0
	for _, r := range line {
		if n := utf8.RuneLen(r); length+n > most {
			b.WriteString("\r\n ")
			length = 1
		}
		b.WriteRune(r)
		length += utf8.RuneLen(r)
	}
	return b.String()
}
