package ruid

import "github.com/klaster-platform/klaster/ruid/number"

// The numbers with check digits, of package number.
type (
	INN    = number.INN
	OGRN   = number.OGRN
	OGRNIP = number.OGRNIP
	SNILS  = number.SNILS
	KPP    = number.KPP
)

// Errors for texts that are none of them.
var (
	ErrINN    = number.ErrINN
	ErrOGRN   = number.ErrOGRN
	ErrOGRNIP = number.ErrOGRNIP
	ErrSNILS  = number.ErrSNILS
	ErrKPP    = number.ErrKPP
)

// ParseINN is [number.ParseINN].
func ParseINN(s string) (INN, error) { return number.ParseINN(s) }

// ParseOGRN is [number.ParseOGRN].
func ParseOGRN(s string) (OGRN, error) { return number.ParseOGRN(s) }

// ParseOGRNIP is [number.ParseOGRNIP].
func ParseOGRNIP(s string) (OGRNIP, error) { return number.ParseOGRNIP(s) }

// ParseSNILS is [number.ParseSNILS].
func ParseSNILS(s string) (SNILS, error) { return number.ParseSNILS(s) }

// ParseKPP is [number.ParseKPP].
func ParseKPP(s string) (KPP, error) { return number.ParseKPP(s) }
