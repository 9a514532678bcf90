package account

import "github.com/klaster-platform/klaster/internal/account/password"

// UseCheapHashes makes hashes of passwords cost nearly nothing, for tests that are about other things.
func (m *Module) UseCheapHashes() {
	m.hasher = password.NewHasher(password.Cost{Memory: 8, Passes: 1, Lanes: 1})
}
