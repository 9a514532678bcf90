package membership

import (
	_ "embed"
	"slices"
)

//go:embed join.yaml
var join []byte

//go:embed leave.yaml
var leave []byte

//go:embed confirm.yaml
var confirm []byte

// Confirm is the service «Ежегодное подтверждение сведений», which trial installations have.
func Confirm() []byte { return slices.Clone(confirm) }

// Join is the service «Вступить в кластер» as the program brings it.
func Join() []byte { return slices.Clone(join) }

// Leave is the service «Отказаться от статуса» as the program brings it.
func Leave() []byte { return slices.Clone(leave) }
