package browsertest

import "time"

// settings of one page.
type settings struct {
	width, height int64
	dark          bool
	script        bool
	language      string
	deadline      time.Duration
	allowed       []string
}

func defaults() settings {
	return settings{width: 1280, height: 900, script: true, language: "ru", deadline: 90 * time.Second}
}

// Option changes how a page is shown.
type Option func(*settings)

// Narrow shows the page as a phone does, 390 CSS pixels wide. The default is 1280.
func Narrow() Option {
	return func(s *settings) { s.width, s.height = 390, 844 }
}

// Viewport shows the page in a window of the given size in CSS pixels. Under 600 pixels it behaves as a phone.
func Viewport(width, height int64) Option {
	return func(s *settings) { s.width, s.height = width, height }
}

// Dark asks for the dark colour scheme. The default is the light one.
func Dark() Option {
	return func(s *settings) { s.dark = true }
}

// NoScript forbids the page's JavaScript. Everything but [Page.Audit] and [Eval] works all the same.
func NoScript() Option {
	return func(s *settings) { s.script = false }
}

// Language is what the browser asks for in Accept-Language and says in navigator.language. The default is "ru".
func Language(tag string) Option {
	return func(s *settings) { s.language = tag }
}

// Deadline is how long a step may wait. The default, a minute and a half, is ample on a busy machine; only a failing test
// waits for so long.
func Deadline(d time.Duration) Option {
	return func(s *settings) { s.deadline = d }
}

// Allow keeps problems of the page that contain the text, such as a path that is meant to be missing, from failing the
// test.
func Allow(text string) Option {
	return func(s *settings) { s.allowed = append(s.allowed, text) }
}
