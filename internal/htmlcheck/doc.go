// Package htmlcheck tests pages without a browser: it reads HTML as browsers do, finds elements by simple selectors, and
// visits a server as a person without JavaScript would, filling in forms by their labels.
//
//	v := htmlcheck.NewVisitor(t, handler)
//	v.Open("/login").Fill("Электронная почта", "anna@example.org").Fill("Пароль", "…").Press("Войти")
//	v.WantStatus(200)
//	v.Doc().One("main h1").WantText("Рабочий стол")
//
// What needs styles, scripts or a screen reader's view is tested by package browsertest; this one is a thousand times
// quicker.
//
// Selectors are a subset of CSS: tag, #id, .class, [attribute], [attribute=value], [attribute^=start], the descendant and
// the child combinator, and alternatives parted by commas.
package htmlcheck
