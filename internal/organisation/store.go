package organisation

import (
	"database/sql"
	"time"
)

// null is a time that a row may lack.
type null = sql.NullTime

// orNull stores the zero time as nothing.
func orNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}
