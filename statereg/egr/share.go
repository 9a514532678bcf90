package egr

import (
	"math/big"
	"strings"
)

// ShareSource tells how a share was reckoned.
type ShareSource string

const (
	ShareUnknown ShareSource = ""
	SharePercent ShareSource = "Процент"
	ShareDecimal ShareSource = "ДробДесят"
	ShareCommon  ShareSource = "ДробПрост"
	ShareNominal ShareSource = "НоминСтоим/СумКап"
)

// Of is the share as a part of 1, by what the register says outright, else by its nominal value and the capital. It is
// nil when neither tells, or when the result is not between 0 and 1: such a share is unknown, not small.
func (s *Share) Of(capital *Capital) (*big.Rat, ShareSource) {
	if s == nil {
		return nil, ShareUnknown
	}
	if p := rational(s.Percent); p != nil {
		return within(p.Quo(p, big.NewRat(100, 1)), SharePercent)
	}
	if d := rational(s.Decimal); d != nil {
		return within(d, ShareDecimal)
	}
	if q := s.Common.ratio(); q != nil {
		return within(q, ShareCommon)
	}
	if capital == nil {
		return nil, ShareUnknown
	}
	part, whole := sum(s.Nominal, s.Part), sum(capital.Sum, capital.Part)
	if part == nil || whole == nil || whole.Sign() <= 0 {
		return nil, ShareUnknown
	}
	return within(part.Quo(part, whole), ShareNominal)
}

func within(r *big.Rat, source ShareSource) (*big.Rat, ShareSource) {
	if r.Sign() < 0 || r.Cmp(big.NewRat(1, 1)) > 0 {
		return nil, ShareUnknown
	}
	return r, source
}

// sum is a sum in roubles with the fraction of a rouble that stands beside it.
func sum(text string, part *Fraction) *big.Rat {
	r := rational(text)
	if r == nil {
		return nil
	}
	if p := part.ratio(); p != nil {
		r.Add(r, p)
	}
	return r
}

// ratio is the fraction as a number, nil when it is none.
func (f *Fraction) ratio() *big.Rat {
	if f == nil {
		return nil
	}
	n, d := rational(f.Num), rational(f.Den)
	if n == nil || d == nil || d.Sign() <= 0 {
		return nil
	}
	return n.Quo(n, d)
}

// maxDigits bounds numbers: the widest that the format has is N(19.4).
const maxDigits = 40

// rational reads a decimal number with a point or comma. Exponents, signs and the like are no numbers here.
func rational(text string) *big.Rat {
	if text == "" || len(text) > maxDigits {
		return nil
	}
	digits, points := 0, 0
	for i := range len(text) {
		switch c := text[i]; {
		case '0' <= c && c <= '9':
			digits++
		case c == '.' || c == ',':
			points++
		default:
			return nil
		}
	}
	if digits == 0 || points > 1 {
		return nil
	}
	r, ok := new(big.Rat).SetString(strings.Replace(text, ",", ".", 1))
	if !ok {
		return nil
	}
	return r
}
