// Package browsertest tests pages in Chromium the way a person meets them: fields by their labels, buttons and links by
// their accessible names, as the browser itself computes them for a screen reader.
//
//	func TestBrowserSignIn(t *testing.T) {
//		p := browsertest.New(t, server.URL)
//		p.Open("/login")
//		p.ByLabel("Электронная почта").Fill("anna@example.org")
//		p.ByRole("button", "Войти").Click()
//		p.WantText("Доступные сервисы")
//		p.Audit()
//		p.Shot("login/done")
//	}
//
// Every step waits until it can be done, up to a deadline, and then fails the test with what the page offers instead.
// A test also fails when the page logs an error, breaks its content security policy, throws, or cannot load what it asks
// for; see [Allow]. Names of such tests begin with TestBrowser, which is how `make test` knows them.
//
// One browser serves all tests of a package; each test has a profile of its own, so cookies are not shared. Without
// Chromium a test is skipped, and fails when CI=true.
package browsertest
