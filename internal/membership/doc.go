// Package membership holds what an organisation is to the cluster: участник (participant) or партнёр (partner). So far it brings the
// form by which the status of a participant is asked for.
package membership

import (
	_ "embed"
	"slices"
)

//go:embed join.yaml
var join []byte

// Join is the service «Вступить в кластер» as the program brings it.
func Join() []byte { return slices.Clone(join) }
