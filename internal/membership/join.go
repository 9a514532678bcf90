package membership

import (
	_ "embed"
	"slices"
)

//go:embed join.yaml
var join []byte

// Join is the service «Вступить в кластер» as the program brings it.
func Join() []byte { return slices.Clone(join) }
