package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// Engine names the database engine behind a [DB].
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// DB is a database. On SQLite it keeps one writing connection beside several reading ones; on PostgreSQL one pool does
// both.
type DB struct {
	engine Engine
	write  *sql.DB
	read   *sql.DB
	pool   *pgxpool.Pool // nil on SQLite
	path   string        // of the file of SQLite, else empty
}

// Engine returns the engine. Features do not ask: it is for the rooms of the platform that speak to a library in the
// dialect of the engine.
func (db *DB) Engine() Engine { return db.engine }

// Writer lends the pool that writes to a library that wants one: migrations and the job queue.
func (db *DB) Writer() *sql.DB { return db.write }

// Pool lends the PostgreSQL pool; it is nil on SQLite.
func (db *DB) Pool() *pgxpool.Pool { return db.pool }

// Open opens the database that url names: postgres://… or the path of an SQLite file, which is created with its folder
// when absent, readable by its owner only.
func Open(ctx context.Context, url string) (*DB, error) {
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		return openPostgres(ctx, url)
	}
	return openSQLite(ctx, url)
}

func openPostgres(ctx context.Context, dsn string) (*DB, error) {
	conf, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("open PostgreSQL: the database URL cannot be read (its text is not repeated here: it may hold a password)")
	}
	if !strings.Contains(dsn, "pool_max_conns") {
		conf.MaxConns = int32(max(8, 4*runtime.NumCPU()))
	}
	conf.AfterConnect = func(_ context.Context, c *pgx.Conn) error {
		c.TypeMap().RegisterType(&pgtype.Type{
			Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
		})
		return nil
	}
	pool, err := pgxpool.NewWithConfig(ctx, conf)
	if err != nil {
		return nil, fmt.Errorf("open PostgreSQL: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("reach PostgreSQL: %w", err)
	}
	db := stdlib.OpenDBFromPool(pool)
	return &DB{engine: Postgres, write: db, read: db, pool: pool}, nil
}

// The pragmas: a write-ahead log lets readers go on while one writes; FULL syncs it at each commit, so what was
// acknowledged survives a power cut.
var pragmas = url.Values{
	"_pragma":      {"busy_timeout(10000)", "journal_mode(wal)", "synchronous(full)", "foreign_keys(1)", "temp_store(memory)"},
	"_time_format": {"sqlite"},
	"_timezone":    {"UTC"},
	"_texttotime":  {"1"},
}

// readCache is how many KiB of pages each reading connection keeps: the usual 2,000 hold no index of a large installation, and what is not
// there is read from the file again.
const readCache = "cache_size(-8000)"

func openSQLite(ctx context.Context, path string) (*DB, error) {
	if err := createPrivate(path); err != nil {
		return nil, fmt.Errorf("open SQLite: %w", err)
	}
	file := "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
	write := openKeeping(file + "?_txlock=immediate&" + pragmas.Encode())
	write.SetMaxOpenConns(1)
	if err := write.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open SQLite %s: %w", path, err), write.Close())
	}
	read := openKeeping(file + "?_pragma=query_only(1)&_pragma=" + readCache + "&" + pragmas.Encode())
	read.SetMaxOpenConns(max(4, 2*runtime.NumCPU()))
	read.SetMaxIdleConns(max(4, 2*runtime.NumCPU()))
	return &DB{engine: SQLite, write: write, read: read, path: path}, nil
}

func createPrivate(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// Close closes the database. Transactions under way are ended first by their own contexts.
func (db *DB) Close() error {
	err := db.write.Close()
	if db.read != db.write {
		err = errors.Join(db.read.Close(), err)
	}
	if db.pool != nil {
		db.pool.Close()
	}
	return err
}

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.read.PingContext(ctx); err != nil {
		return fmt.Errorf("ping the database: %w", err)
	}
	return nil
}

// ServerTime returns the time by the clock of the database server; zero where there is no server, and so no other clock.
func (db *DB) ServerTime(ctx context.Context) (at time.Time, err error) {
	if db.Engine() != Postgres {
		return time.Time{}, nil
	}
	if err := db.read.QueryRowContext(ctx, `SELECT clock_timestamp()`).Scan(&at); err != nil {
		return time.Time{}, fmt.Errorf("ask the server for its time: %w", err)
	}
	return at.UTC(), nil
}
