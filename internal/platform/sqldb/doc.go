// Package sqldb opens the platform's database, which is SQLite in a file or PostgreSQL, and runs transactions on it.
//
// A store is a set of functions that take a transaction; it holds no database. So nothing escapes its transaction, and
// the one writer of SQLite cannot wait for itself:
//
//	err := db.Update(ctx, func(tx *sqldb.Tx) error {
//		if err := insertPerson(ctx, tx, p); err != nil {
//			return err
//		}
//		return s.jobs.Insert(ctx, tx, letter{Person: p.ID})
//	})
//
// Reading functions take a [Querier] and writing ones a [*Tx]; the compiler keeps them apart.
//
// # One SQL for both engines
//
// SQL is written once, in what SQLite and PostgreSQL share: $1 placeholders, RETURNING, ON CONFLICT … DO UPDATE with
// excluded, partial unique indexes, row values, CHECK, common table expressions, ->> on JSON. Times go in and come out as
// time.Time in UTC with microseconds. Text is compared byte by byte: fold case and ё in Go.
//
// # Isolation
//
// A transaction of [DB.Update] sees one state of the database: BEGIN IMMEDIATE on SQLite, REPEATABLE READ on PostgreSQL.
// PostgreSQL may refuse it at the end; then the closure runs again, so it must have no effect but on tx. REPEATABLE READ
// allows write skew: a rule that spans rows needs a constraint or a lock on a row that all its writers touch.
package sqldb
