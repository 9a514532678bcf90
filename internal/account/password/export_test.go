package password

import (
	"encoding/json"

	"github.com/ccojocar/zxcvbn-go/data"
)

// Frequent is the international list, the most frequent first.
func Frequent() []string {
	var list struct{ List []string }
	if err := json.Unmarshal(data.MustAsset("data/Passwords.json"), &list); err != nil {
		panic(err)
	}
	return list.List
}
