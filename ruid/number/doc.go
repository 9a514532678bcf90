// Package number holds the numbers of people and organisations that have check digits — ИНН, ОГРН, ОГРНИП, СНИЛС — and
// КПП, as value types: a value that exists has passed its check.
//
// They are those of package ruid, which gives them its own names. They stand apart from it because ruid brings the numbering
// plans of all telephones with it, and programs that are sent to browsers cannot carry those.
package number
