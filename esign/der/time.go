package der

import (
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// ReadTime reads the CHOICE Time of RFC 5280: UTCTime or GeneralizedTime, with seconds, in UTC and without fractions.
func ReadTime(s *cryptobyte.String, out *time.Time) bool {
	var tag asn1.Tag
	var v cryptobyte.String
	if !s.ReadAnyASN1(&v, &tag) {
		return false
	}
	switch tag {
	case asn1.UTCTime:
		return utcTime(v, out)
	case asn1.GeneralizedTime:
		return len(v) == 15 && generalizedTime(v, out)
	}
	return false
}

// ReadGeneralizedTime reads a GeneralizedTime in UTC, with or without a fraction of a second, as time-stamps have it (RFC
// 3161). Finer fractions than nanoseconds are cut.
func ReadGeneralizedTime(s *cryptobyte.String, out *time.Time) bool {
	var v cryptobyte.String
	return s.ReadASN1(&v, asn1.GeneralizedTime) && generalizedTime(v, out)
}

// utcTime reads YYMMDDHHMMSSZ, years 1950 to 2049 (RFC 5280, section 4.1.2.5.1).
func utcTime(v []byte, out *time.Time) bool {
	if len(v) != 13 || v[12] != 'Z' {
		return false
	}
	year, ok := digits(v[:2])
	if !ok {
		return false
	}
	if year += 1900; year < 1950 {
		year += 100
	}
	return date(year, v[2:12], 0, out)
}

// generalizedTime reads YYYYMMDDHHMMSS, perhaps with a fraction that does not end in zero, and Z.
func generalizedTime(v []byte, out *time.Time) bool {
	if len(v) < 15 || len(v) > 32 || v[len(v)-1] != 'Z' {
		return false
	}
	year, ok := digits(v[:4])
	if !ok {
		return false
	}
	nanoseconds := 0
	if fraction := v[14 : len(v)-1]; len(fraction) > 0 {
		if fraction[0] != '.' || len(fraction) < 2 || fraction[len(fraction)-1] == '0' {
			return false
		}
		for i, scale := 1, 100_000_000; i < len(fraction); i, scale = i+1, scale/10 {
			if fraction[i] < '0' || fraction[i] > '9' {
				return false
			}
			nanoseconds += int(fraction[i]-'0') * scale
		}
	}
	return date(year, v[4:14], nanoseconds, out)
}

// date reads MMDDHHMMSS of a year; days that the month does not have are refused.
func date(year int, v []byte, nanoseconds int, out *time.Time) bool {
	var part [5]int
	for i := range part {
		n, ok := digits(v[2*i : 2*i+2])
		if !ok {
			return false
		}
		part[i] = n
	}
	t := time.Date(year, time.Month(part[0]), part[1], part[2], part[3], part[4], nanoseconds, time.UTC)
	if t.Month() != time.Month(part[0]) || t.Day() != part[1] || t.Hour() != part[2] || t.Minute() != part[3] || t.Second() != part[4] {
		return false
	}
	*out = t
	return true
}

func digits(v []byte) (int, bool) {
	n := 0
	for _, c := range v {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

// AddTime writes the CHOICE Time as RFC 5280 wants it: UTCTime to the end of 2049, GeneralizedTime from 2050.
func AddTime(b *cryptobyte.Builder, t time.Time) {
	t = t.UTC().Truncate(time.Second)
	if year := t.Year(); 1950 <= year && year < 2050 {
		b.AddASN1UTCTime(t)
		return
	}
	b.AddASN1GeneralizedTime(t)
}
