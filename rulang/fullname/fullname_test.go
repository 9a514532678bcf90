package fullname_test

import (
	"testing"

	"github.com/klaster-platform/klaster/rulang/fullname"
)

func TestSpellingsOfOneName(t *testing.T) {
	for _, pair := range [][2]string{
		{"Ёлкина", "ЕЛКИНА"},
		{"Мамин-Сибиряк", "мамин сибиряк"},
		{"Мамин‑Сибиряк", "Мамин - Сибиряк"},
		{"О’Хара", "О'ХАРА"},
		{"Гасан оглы", "Гасан-Оглы"},
		{"Андрей", "Андреи\u0306"},
		{"Алёна", "Але\u0308на"},
		{"", " "},
	} {
		if !fullname.Same(pair[0], pair[1]) {
			t.Errorf("%q and %q are told apart: %q, %q", pair[0], pair[1], fullname.Key(pair[0]), fullname.Key(pair[1]))
		}
	}
}

func TestDifferentNames(t *testing.T) {
	for _, pair := range [][2]string{{"Наталья", "Наталия"}, {"Иванов", "Иванова"}, {"Соловьев", "Соловев"}, {"Петров", ""}, {"Андрей", "Андреи"}} {
		if fullname.Same(pair[0], pair[1]) {
			t.Errorf("%q and %q are taken for one", pair[0], pair[1])
		}
	}
}

func TestSplit(t *testing.T) {
	for both, want := range map[string][2]string{
		"Анна Петровна": {"Анна", "Петровна"}, " Гасан  Али  оглы ": {"Гасан", "Али оглы"}, "Анна": {"Анна", ""}, "": {},
	} {
		if given, patronymic := fullname.Split(both); given != want[0] || patronymic != want[1] {
			t.Errorf("Split(%q) = %q, %q", both, given, patronymic)
		}
	}
}
