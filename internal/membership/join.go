package membership

import (
	_ "embed"
	"slices"
)

//go:embed join.yaml
var join []byte

//go:embed leave.yaml
var leave []byte

// Join is the service «Вступить в кластер» as the program brings it.
func Join() []byte { return slices.Clone(join) }

// Leave is the service «Отказаться от статуса» as the program brings it.
func Leave() []byte { return slices.Clone(leave) }
