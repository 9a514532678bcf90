// Package demo fills a trial installation with people and organisations that do not exist, always the same ones, so that
// whoever starts it can look around at once. Only package app calls it, and only with --demo.
//
// # What there is
//
// A register of [Total] organisations ([Town]) and of proprietors, in the form of the tax service; the lists beside it ([Unfair],
// [Small]); people with accounts ([People]); what some organisations have asked for ([Matters]). All numbers have right check digits
// and are never issued. What is in the register is imported as any file is; accounts of organisations, applications and members come
// through the same use cases as everybody's: package app plays them, as jobs, once in the life of an installation.
//
// # The way in
//
//	GET /demo         the roles that one may take, with what each can try
//	POST /demo        signs in as one of them and leads to the key of that role, or to where the work begins
//
// # Who may do what
//
//	                              anyone, trial installation   real installation
//	see the roles, take one                   ✓                no such page
package demo

import "github.com/klaster-platform/klaster/internal/actor"

// Password is the password of every trial person. It is printed on the sign-in page of a trial installation.
const Password = "Ветер47 северный"

// Person is somebody in a trial installation.
type Person struct {
	Surname, Given, Patronymic string
	Email                      string
	Role                       actor.Role // "" for people outside the foundation
}

// People returns the people of a trial installation. The addresses lie in a domain that is reserved and receives
// nothing (RFC 2606).
func People() []Person {
	return []Person{
		{"Смирнова", "Анна", "Петровна", "anna@klaster.example", ""},
		{"Кузнецов", "Илья", "", "ilya@klaster.example", ""},
		{"Орлова", "Мария", "Сергеевна", "owner@klaster.example", actor.Owner},
		{"Фёдоров", "Пётр", "Алексеевич", "owner2@klaster.example", actor.Owner},
		{"Лебедева", "Ольга", "Игоревна", "operator@klaster.example", actor.Operator},
		{"Никитин", "Андрей", "Юрьевич", "expert@klaster.example", actor.Expert},
		{"Зайцева", "Елена", "Викторовна", "auditor@klaster.example", actor.Auditor},
		{"Белова", "Дарья", "Андреевна", "belova@klaster.example", ""},
		{"Рыбакова", "Нина", "Олеговна", "accountant@klaster.example", ""},
		{"Соколова", "Вера", "Никитична", "vera@klaster.example", ""},
	}
}

// Strangers are people whom the trial site knows: two from [People], one whom nobody here knows yet.
func Strangers() []Person {
	return []Person{People()[0], People()[1], {"Соколова", "Вера", "Никитична", "vera@people.example", ""}}
}
