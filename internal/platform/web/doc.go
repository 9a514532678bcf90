// Package web is the face of the platform: the layout of every page, the components that pages are built from, forms,
// the style sheet, the fonts and the few scripts.
//
// A page is a templ component inside [Layout], sent by [Render]. What every page needs to know (who looks, in which
// language, with which preferences) is a [View], which a middleware puts into the context with [WithView] and which
// components read with [ViewOf]:
//
//	templ signInPage(f *web.Form) {
//		@web.Layout(web.Page{Title: signIn, Form: f}) {
//			@web.PostForm("/login") {
//				@web.Field(f, web.FieldSpec{Name: "login", Label: login, Autocomplete: "username"})
//				@web.PasswordField(f, web.FieldSpec{Name: "password", Label: password, Autocomplete: "current-password"})
//				@web.Submit(signIn)
//			}
//		}
//	}
//
// Three promises hold for everything here. A page works without JavaScript; scripts only make it quicker. A page obeys
// a content security policy without inline scripts and styles, so no component writes a style attribute. A page meets
// WCAG 2.2 AA and ПП РФ № 102 of 7 February 2026: text grows to 200 % without loss, everything is reached by keyboard,
// a low-vision version is one press away.
//
// The behaviour follows the GOV.UK Design System, the look is our own: «Чертёж и сталь», thin lines, plain words and
// big figures. Package letter draws the letters in the same hand.
package web
