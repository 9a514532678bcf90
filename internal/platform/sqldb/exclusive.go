package sqldb

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
)

// Exclusive takes the lock of that name, which one holder at a time has over all processes of the installation. ok is false
// when another has it. It is not bound to a transaction, and whoever dies lets go of it: it is a lock of a file beside the
// database on SQLite and an advisory lock of a connection on PostgreSQL. The name is of small letters.
func (db *DB) Exclusive(ctx context.Context, name string) (release func() error, ok bool, err error) {
	if db.engine == SQLite {
		release, ok, err = lockFile(db.path + "." + name + ".lock")
	} else {
		release, ok, err = db.advisory(ctx, name)
	}
	if err != nil {
		return nil, false, fmt.Errorf("take the lock %s: %w", name, err)
	}
	return release, ok, nil
}

func (db *DB) advisory(ctx context.Context, name string) (func() error, bool, error) {
	h := fnv.New64a()
	_, _ = h.Write([]byte("klaster " + name))
	key := int64(h.Sum64())
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return nil, false, err
	}
	var got bool
	if err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", key).Scan(&got); err != nil || !got {
		return nil, false, errors.Join(err, conn.Close())
	}
	release := func() error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", key)
		return errors.Join(err, conn.Close())
	}
	return release, true, nil
}
