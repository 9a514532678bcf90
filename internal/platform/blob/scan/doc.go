// Package scan keeps a file from others until a virus scanner has judged it.
//
// # States of a file
//
//	upload ──▶ pending ──Check──▶ clean      given to others
//	              │ ▲      ├────▶ infected   never given to others
//	              └─┘      └────▶ unscanned  nobody could judge it: no scanner, or too large for it
//	         scanner failed
//
// The feature that owns the file stores the [State] in its row, beside the reference, and shows it; a job calls [Check]
// and keeps what it returns. A scanner that fails, times out or talks nonsense is an error and leaves the file pending:
// the job tries again. Nothing but an explicit answer of the scanner about the whole content makes a file clean.
//
// # The gate
//
// Code that hands files out takes a [Released], not a blob.Ref, and only [Release] makes one. It lets clean files
// through. An unscanned file is held as well ([Hold]) unless the operator has decided to let such files through with a
// warning ([Warn]); the Released then says so, and the page shows «Файл не проверен на вирусы». Who brought a file may
// always have it back: for that a feature opens the store itself.
//
// An installation without a scanner runs with [None], which calls everything unscanned and is never ready, so that the
// operator sees it in «Готовность к работе».
package scan
