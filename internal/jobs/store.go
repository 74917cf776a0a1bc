package jobs

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"hash/fnv"
	"sync"

	"parvis/internal/store"
)

// adopt makes the jobs of a process that was killed available at once. Only on
// SQLite: there, this process is the only one that works jobs. Elsewhere
// another node may be at them, and River gives them up for dead by their age.
func (q *Queue) adopt(ctx context.Context) error {
	if q.db.Engine() != store.SQLite {
		return nil
	}
	return q.db.Write(ctx, func(tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, store.Q("UPDATE river_job SET state = 'available' WHERE state = 'running'"))
		return err
	})
}

// exclusive takes the lock of that name unless somebody on the site has it.
// The lock dies with the process.
func (q *Queue) exclusive(ctx context.Context, name string) (release func(), free bool, err error) {
	if q.db.Engine() == store.SQLite {
		lock, _ := q.locks.LoadOrStore(name, new(sync.Mutex))
		mutex := lock.(*sync.Mutex)
		return mutex.Unlock, mutex.TryLock(), nil
	}
	conn, err := q.db.SQL().Conn(ctx)
	if err != nil {
		return nil, false, err
	}
	sum := fnv.New64a()
	sum.Write([]byte("parvis jobs " + name))
	key := int64(sum.Sum64())
	if err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", key).Scan(&free); err != nil || !free {
		conn.Close()
		return nil, false, err
	}
	return func() { unlock(context.WithoutCancel(ctx), conn, key) }, true, nil
}

// unlock gives the connection back without the lock, or not at all.
func unlock(ctx context.Context, conn *sql.Conn, key int64) {
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", key); err != nil {
		conn.Raw(func(any) error { return driver.ErrBadConn }) // discards it: the server then frees the lock
	}
}
