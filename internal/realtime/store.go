package realtime

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// channel is the name under which the nodes of one database speak.
const channel = "parvis_signals"

func (h *Hub) notify(ctx context.Context, text string) error {
	_, err := h.db.SQL().ExecContext(ctx, "SELECT pg_notify($1, $2)", channel, text)
	return err
}

// listen takes one connection for itself, calls begun once it listens and take
// with every notification, until something fails. It never gives the
// connection back.
func (h *Hub) listen(ctx context.Context, begun func(), take func(text string)) error {
	conn, err := h.db.SQL().Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	var failed error
	conn.Raw(func(raw any) error {
		failed = listenOn(ctx, raw.(*stdlib.Conn).Conn(), begun, take)
		return driver.ErrBadConn // so that the pool does not reuse it
	})
	return failed
}

func listenOn(ctx context.Context, conn *pgx.Conn, begun func(), take func(text string)) error {
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	begun()
	for {
		said, err := wait(ctx, conn)
		switch {
		case err == nil:
			take(said.Payload)
		case pgconn.Timeout(err) && ctx.Err() == nil:
			if err := try(ctx, conn); err != nil {
				return errRestored{fmt.Errorf("the link was silent: %w", err)}
			}
		default:
			return errRestored{err}
		}
	}
}

func wait(ctx context.Context, conn *pgx.Conn) (*pgconn.Notification, error) {
	ctx, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	return conn.WaitForNotification(ctx)
}

func try(ctx context.Context, conn *pgx.Conn) error {
	if conn.IsClosed() {
		return errors.New("closed")
	}
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	return conn.Ping(ctx)
}
