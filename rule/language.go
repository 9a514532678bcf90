package rule

import (
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Bounds of a condition.
const (
	maxExpression = 4000 // characters
	maxNesting    = 50   // levels of brackets and calls
	// MaxCost is the greatest cost of one condition, in the units of CEL: about one for each step, and one for ten
	// characters that are compared. A condition whose estimate exceeds it is refused when it is read; one that
	// exceeds it at work is ended and gives UNKNOWN.
	MaxCost = 50_000
	// checkEvery is how many rounds of a comprehension pass between two looks at the deadline.
	checkEvery = 64
)

// environment is the language of conditions: CEL with the facts of the catalogue, the day of the question, and what
// dates and codes need. Comprehensions are there (all, exists, exists_one, filter, map), one within another is not, and
// regular expressions are not: codes are compared by under.
func (c *Catalogue) environment() (*cel.Env, error) {
	options := []cel.EnvOption{
		cel.Variable(today, cel.TimestampType),
		cel.DefaultUTCTimeZone(true),
		cel.ParserExpressionSizeLimit(maxExpression),
		cel.ParserRecursionLimit(maxNesting),
		cel.ASTValidators(
			cel.ValidateTimestampLiterals(),
			cel.ValidateDurationLiterals(),
			cel.ValidateHomogeneousAggregateLiterals(),
			cel.ValidateComprehensionNestingLimit(1),
		),
		cel.Function("date", cel.Overload("date_string", []*cel.Type{cel.StringType}, cel.TimestampType,
			cel.UnaryBinding(dateOfString))),
		cel.Function("years", cel.Overload("years_timestamps", []*cel.Type{cel.TimestampType, cel.TimestampType}, cel.IntType,
			cel.BinaryBinding(yearsBetween))),
		cel.Function("days", cel.Overload("days_timestamps", []*cel.Type{cel.TimestampType, cel.TimestampType}, cel.IntType,
			cel.BinaryBinding(daysBetween))),
		cel.Function("under",
			cel.Overload("under_string_string", []*cel.Type{cel.StringType, cel.StringType}, cel.BoolType,
				cel.BinaryBinding(codeUnder)),
		),
	}
	for _, d := range c.definitions {
		options = append(options, cel.Variable(d.Name, celType(d.Type)), cel.Variable(presence+d.Name, cel.BoolType))
	}
	return cel.NewEnv(options...)
}

func celType(t Type) *cel.Type {
	switch t {
	case Bool:
		return cel.BoolType
	case Int:
		return cel.IntType
	case Number:
		return cel.DoubleType
	case DateType:
		return cel.TimestampType
	case Strings:
		return cel.ListType(cel.StringType)
	case String:
	}
	return cel.StringType
}

func celValue(v Value) ref.Val {
	switch v.typ {
	case Bool:
		return types.Bool(v.boolean)
	case Int:
		return types.Int(v.integer)
	case Number:
		return types.Double(v.number)
	case DateType:
		return celDate(v.date)
	case Strings:
		return types.NewStringList(types.DefaultTypeAdapter, v.list)
	case String:
	}
	return types.String(v.text)
}

func celDate(d Date) ref.Val {
	year, month, day := d.Civil()
	return types.Timestamp{Time: time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
}

// dateOfString is date("2026-12-31").
func dateOfString(arg ref.Val) ref.Val {
	s, ok := arg.(types.String)
	if !ok {
		return types.MaybeNoSuchOverloadErr(arg)
	}
	t, err := time.Parse(time.DateOnly, string(s))
	if err != nil {
		return types.NewErr("date(%q) is no day", string(s))
	}
	return types.Timestamp{Time: t}
}

// yearsBetween is years(from, to): the full years, negative when to comes first.
func yearsBetween(lhs, rhs ref.Val) ref.Val {
	from, to, bad := twoDays(lhs, rhs)
	if bad != nil {
		return bad
	}
	sign := 1
	if to.Before(from) {
		from, to, sign = to, from, -1
	}
	years := to.Year() - from.Year()
	if to.Month() < from.Month() || to.Month() == from.Month() && to.Day() < from.Day() {
		years--
	}
	return types.Int(sign * years)
}

// daysBetween is days(from, to): whole days, negative when to comes first.
func daysBetween(lhs, rhs ref.Val) ref.Val {
	from, to, bad := twoDays(lhs, rhs)
	if bad != nil {
		return bad
	}
	const day = 24 * 60 * 60
	return types.Int((to.Unix() - from.Unix()) / day)
}

func twoDays(lhs, rhs ref.Val) (from, to time.Time, bad ref.Val) {
	f, ok := lhs.(types.Timestamp)
	if !ok {
		return from, to, types.MaybeNoSuchOverloadErr(lhs)
	}
	t, ok := rhs.(types.Timestamp)
	if !ok {
		return from, to, types.MaybeNoSuchOverloadErr(rhs)
	}
	return f.Time, t.Time, nil
}

// codeUnder is under(code, section): whether a code of a tree such as ОКВЭД is the section or lies in it. 26.51.4 is under
// 26.51 and 26, 26.5 is not under 26.51, and 260 is not under 26.
func codeUnder(lhs, rhs ref.Val) ref.Val {
	code, ok := lhs.(types.String)
	if !ok {
		return types.MaybeNoSuchOverloadErr(lhs)
	}
	section, ok := rhs.(types.String)
	if !ok {
		return types.MaybeNoSuchOverloadErr(rhs)
	}
	if section == "" || !strings.HasPrefix(string(code), string(section)) {
		return types.False
	}
	// Within a class the digits of ОКВЭД go on without a point: 26.5 holds 26.51.
	rest := string(code[len(section):])
	return types.Bool(rest == "" || rest[0] == '.' || strings.Contains(string(section), "."))
}
