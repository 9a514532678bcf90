// Package home is where people arrive: the start page of the site, the contacts of the support, and the desk (рабочий
// стол) of a person who is signed in.
//
// The desk lists «Доступные сервисы»: what other rooms offer, as they declared it to the application. A service that the
// person's level does not open yet is shown with what it takes, never hidden.
//
// # Who may do what
//
//	                     guest   person
//	start page, contacts   ✓       ✓
//	desk                           own
package home
