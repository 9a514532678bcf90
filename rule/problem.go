package rule

import (
	"fmt"
	"regexp"
	"strings"

	"cel.dev/cel-go/cel"

	"github.com/klaster-platform/klaster/yamldoc"
)

// Problem is one thing that is wrong with a file of rules, and where.
type Problem = yamldoc.Problem

// Problems are all that is wrong with a file, in its order, no more than [MaxProblems].
type Problems = yamldoc.Problems

// say makes a text of two formats over the same arguments.
func say(ru, en string, args ...any) Text { return yamldoc.Say(ru, en, args...) }

func noVersion() Text {
	return say("На этот день правило не установлено.", "The rule has no version for this day.")
}

func askOperator() Text {
	return say("Обратитесь к оператору.", "Ask the operator.")
}

func notBoolean(typ string) Text {
	return say("условие должно давать «да» или «нет», а даёт %s", "a condition must be a yes or no, and this is %s", typ)
}

func noRegular() Text {
	return say("регулярные выражения в условиях не допускаются; для кодов есть under(код, раздел)",
		"regular expressions are not allowed in conditions; codes have under(code, section)")
}

func tooDear(cost uint64) Text {
	return say("условие слишком дорого вычислять: оценка %d, предел %d", "the condition costs too much: estimated %d, limit %d", cost, MaxCost)
}

func broken(err error) Text {
	return say("условие не удалось подготовить: %v", "the condition could not be prepared: %v", err)
}

// explain turns what CEL reports of an expression into places and two languages.
func explain(expression string, issues *cel.Issues) []expressionError {
	var errs []expressionError
	lines := strings.Split(expression, "\n")
	for _, e := range issues.Errors() {
		err := expressionError{line: max(e.Location.Line(), 0), column: max(e.Location.Column(), 0), text: translate(e.Message)}
		if name, ok := quoted(e.Message, undeclared); ok && err.line > 0 && err.line <= len(lines) {
			err.text = noSuchName(wholeName(lines[err.line-1], err.column, name))
		}
		errs = append(errs, err)
	}
	if len(errs) == 0 {
		errs = append(errs, expressionError{text: translate(issues.Err().Error())})
	}
	return errs
}

// translate says in Russian what CEL says in English. What is not known is quoted.
func translate(message string) Text {
	message, _, _ = strings.Cut(message, "\n")
	if name, ok := quoted(message, undeclared); ok {
		return noSuchName(name)
	}
	if name, ok := quoted(message, "found no matching overload for '"); ok {
		given, _ := quoted(message, "applied to '")
		name = strings.Trim(name, "_@!")
		return Text{
			RU: fmt.Sprintf("действие «%s» не подходит к значениям %s", name, given),
			EN: fmt.Sprintf("“%s” does not apply to %s", name, given),
		}
	}
	if wanted, ok := quoted(message, "expected type '"); ok {
		found, _ := quoted(message, "found '")
		return say("нужно значение вида %s, а здесь %s", "a value of type %s is wanted, and this is %s", wanted, found)
	}
	if rest, ok := strings.CutPrefix(message, "Syntax error: "); ok {
		return say("ошибка записи: %s", "syntax error: %s", rest)
	}
	if strings.Contains(message, "nesting") || strings.Contains(message, "recursion") {
		return say("слишком глубокая вложенность: %s", "nested too deeply: %s", message)
	}
	return say("условие неверно: %s", "the condition is wrong: %s", message)
}

// undeclared begins what CEL says of a name that it does not know. Of egr.nmae it names egr alone.
const undeclared = "undeclared reference to '"

func noSuchName(name string) Text {
	return say("нет факта или функции «%s»", "there is no fact or function “%s”", name)
}

// dottedName is a name with what follows it after points.
var dottedName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*`)

// wholeName is the name as it is written in a line at a column, or name itself.
func wholeName(line string, column int, name string) string {
	rest := []rune(line)
	if column >= len(rest) {
		return name
	}
	if written := dottedName.FindString(string(rest[column:])); strings.HasPrefix(written, name) {
		return written
	}
	return name
}

// quoted is what stands between before and the next apostrophe.
func quoted(s, before string) (string, bool) {
	_, s, ok := strings.Cut(s, before)
	if !ok {
		return "", false
	}
	s, _, ok = strings.Cut(s, "'")
	return s, ok
}
