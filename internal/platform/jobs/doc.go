// Package jobs does later what a use case decided now: letters, calls to other systems, slow computation, work that
// comes round every hour.
//
// A job is inserted in the transaction that decided it. It exists when that transaction commits and never otherwise, so
// the row of the job is the outbox:
//
//	err := db.Update(ctx, func(tx *sqldb.Tx) error {
//		if err := insertApplication(ctx, tx, a); err != nil {
//			return err
//		}
//		return queue.Insert(ctx, tx, submitted{Application: a.ID})
//	})
//
// # Two kinds of work
//
// [Handle] registers work whose effect is in the database. The effect and the completion of the job are one transaction,
// so the effect happens exactly once, wherever the process is killed.
//
// [Deliver] registers work whose effect is outside: a letter, a request. It happens at least once. A delivery carries a
// key that stays the same over all attempts and is never given to another job; the outside system, or a header such as
// Message-ID, tells repetitions apart by it.
//
// Work that comes round is registered by [Registry.Every], and by [Registry.Watch] what must follow any commit within a
// second and mostly finds nothing to do.
//
// # States
//
//	         Insert                 fetched              done
//	(After) ───────▶ waiting ──────────────▶ running ───────────▶ completed (kept an hour)
//	                    ▲                      │  │
//	                    │   failed, postponed, │  │ Cancel, or the last attempt failed
//	                    └───── rescued ────────┘  ▼
//	                    ▲                        dead ──────────▶ discarded by the operator
//	                    └──────── Retry ──────────┘
//
// A job is rescued when the process that ran it has vanished: no later than its time limit, a grace and the interval of
// the rescuer. A job that failed waits longer after each attempt, see [Backoff].
//
// # What arguments may hold
//
// Arguments are stored as JSON and shown to the operator of the installation: identifiers and codes, never a secret, a
// password, a code from a letter or personal data. What a job needs to know it reads when it runs.
//
// # The engine below
//
// River keeps the rows, fetches them and counts attempts, on SQLite through riversqlite and on PostgreSQL through
// riverdatabasesql. Features do not see it. Four things are ours, each where River v0.31 would not do:
//
//   - completion (finish): its own guarded UPDATE, since River's reports success for a job that is no longer running;
//   - rescue: River's overwrites a job that completes at the same moment, which would run its effect twice;
//   - the schedule of periodic work: River keeps it in memory, so that a daily job never runs on a machine that is
//     restarted every day;
//   - waking: River's driver for database/sql only polls. Here PostgreSQL notifies every node of a commit, and on SQLite
//     the fetch that an insertion asks for waits for the one writing connection, hence for the commit.
package jobs
