package browsertest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// call runs a command of the protocol for its effect.
func call[P, R any](ctx context.Context, cmd cdp.Command[P, R], params P) error {
	if _, err := chromedp.Call(ctx, cmd, params); err != nil {
		return fmt.Errorf("%s: %w", cmd.Method, err)
	}
	return nil
}

// callOn calls a JavaScript function with a node of the page as `this` and returns its value.
func callOn[T any](ctx context.Context, id cdp.BackendNodeID, function string, args ...any) (T, error) {
	var value T
	node, err := chromedp.Call(ctx, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: id, ObjectGroup: objectGroup})
	if err != nil {
		return value, fmt.Errorf("find the element again: %w", err)
	}
	params := runtime.CallFunctionOnParams{
		FunctionDeclaration: function, ObjectID: node.Object.ObjectID, ReturnByValue: new(true), UserGesture: new(true),
	}
	for _, a := range args {
		b, err := jsonv2.Marshal(a)
		if err != nil {
			return value, err
		}
		params.Arguments = append(params.Arguments, &runtime.CallArgument{Value: b})
	}
	result, err := chromedp.Call(ctx, runtime.CallFunctionOn, params)
	switch {
	case err != nil:
		return value, err
	case result.ExceptionDetails != nil:
		return value, errors.New(exceptionText(result.ExceptionDetails))
	case len(result.Result.Value) == 0: // undefined
		return value, nil
	}
	return value, jsonv2.Unmarshal(result.Result.Value, &value)
}

// objectGroup holds the objects that the browser keeps for us between two commands.
const objectGroup = "browsertest"

// jsonText writes a JSON value as text: a string as it is, anything else as JSON.
func jsonText(v jsonv2.Value) string {
	var s string
	if err := jsonv2.Unmarshal(v, &s); err == nil {
		return s
	}
	return string(v)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// plain writes text as a test would: any run of white space, no-break spaces included, is one space, line ends stay, and
// soft hyphens are left out.
func plain(text string) string {
	text = strings.ReplaceAll(text, "\u00ad", "")
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
