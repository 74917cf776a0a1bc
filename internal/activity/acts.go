package activity

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Act is one administrative act: who did what to which subject. Acts are only
// ever appended; each bears the hash of the one before and the signature of
// the site.
type Act struct {
	Seq     int64  // 1, 2, 3… without a gap
	Verb    string // as "person.suspended"
	Actor   id.ID  // zero for the system
	Subject string // as "person 4mq8v2x1c"
	Data    json.RawMessage
	Created clock.Time
	Hash    string // sha-256, hexadecimal
}

// HeadLost is the verb of the act that the log itself records when it finds
// its signed end missing or altered.
const HeadLost = "acts.head_lost"

// Acts is the signed log of administrative acts. Several nodes on one
// database must share one key.
//
// It does not keep a forger out, it shows that one came. With the database
// alone one cannot change, insert, remove or reorder entries, nor drop the
// last ones, without Verify saying so. What it cannot show: that both the
// table and its signed end were put back to an earlier state of this same site
// (a restored backup, or a copy of the end that was kept), that the log was
// emptied together with its end, and anything done by who also holds the key.
// Against these, the number of acts and the last hash are noted elsewhere now
// and then.
type Acts struct {
	db     *store.DB
	clock  clock.Clock
	key    ed25519.PrivateKey
	public string
}

// NewActs makes the log of a database, signed with the site's key.
func NewActs(db *store.DB, clk clock.Clock, key ed25519.PrivateKey) *Acts {
	return &Acts{db: db, clock: clk, key: key, public: hex.EncodeToString(key.Public().(ed25519.PublicKey))}
}

// Record appends an act in the transaction of what it tells. Data is encoded
// as JSON; nil is an empty object. Acts are recorded one transaction after the
// other: the end of the log stays locked until tx ends.
func (a *Acts) Record(ctx context.Context, tx *store.Tx, actor access.Actor, verb, subject string, data any) error {
	text := []byte("{}")
	if data != nil {
		var err error
		if text, err = json.Marshal(data); err != nil {
			return fmt.Errorf("record %s: %w", verb, err)
		}
	}
	if err := a.record(ctx, tx, actor, Act{Verb: verb, Subject: subject, Data: text}); err != nil {
		return fmt.Errorf("record %s: %w", verb, err)
	}
	return nil
}

func (a *Acts) record(ctx context.Context, tx *store.Tx, actor access.Actor, act Act) error {
	written, err := lockHead(ctx, tx)
	if err != nil {
		return err
	}
	// The end, not the last row, is what we continue from: continuing from
	// the last row would heal a log whose last rows were removed.
	end, ok := a.readHead(written)
	if !ok {
		last, err := lastAct(ctx, tx)
		if err != nil {
			return err
		}
		end = head{Seq: last.Seq, Hash: last.Hash}
		if written != "" || last.Seq > 0 {
			lost := Act{Verb: HeadLost, Subject: "acts", Data: []byte("{}")}
			if end, err = a.append(ctx, tx, end, lost); err != nil {
				return err
			}
		}
	}
	act.Actor = actor.Person()
	if end, err = a.append(ctx, tx, end, act); err != nil {
		return err
	}
	return saveHead(ctx, tx, a.writeHead(end))
}

// append writes one row after the end and returns the new end.
func (a *Acts) append(ctx context.Context, tx *store.Tx, end head, act Act) (head, error) {
	act.Seq, act.Created = end.Seq+1, a.clock.Now()
	act.Hash = act.digest(end.Hash)
	return head{Seq: act.Seq, Hash: act.Hash}, insertAct(ctx, tx, signed{Act: act, previous: end.Hash, key: a.public, sign: a.sign(actDomain, act.Hash)})
}

// signed is an act with what proves it.
type signed struct {
	Act
	previous string
	key      string
	sign     string
}

// The domains keep a signature of one kind from being taken for another.
const (
	actDomain  = "parvis act 1"
	headDomain = "parvis acts head 1"
)

// digest is the hash of the act after previous: sha-256 over the fields, each
// preceded by its length in eight bytes, so that no two acts read the same.
func (act Act) digest(previous string) string {
	return digest(actDomain, strconv.FormatInt(act.Seq, 10), act.Verb, strconv.FormatInt(int64(act.Actor), 10),
		act.Subject, string(act.Data), strconv.FormatInt(act.Created.UnixMilli(), 10), previous)
}

func digest(fields ...string) string {
	sum := sha256.New()
	for _, f := range fields {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(f)))
		sum.Write(size[:])
		sum.Write([]byte(f))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func (a *Acts) sign(domain, hash string) string {
	return hex.EncodeToString(ed25519.Sign(a.key, []byte(digest(domain, hash))))
}

func (a *Acts) verifies(domain, hash, sign string) bool {
	raw, err := hex.DecodeString(sign)
	return err == nil && ed25519.Verify(a.key.Public().(ed25519.PublicKey), []byte(digest(domain, hash)), raw)
}

// head is the end of the log, kept signed beside it: without it the last
// entries could be removed unseen.
type head struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash"`
	Sign string `json:"sign"`
}

func (h head) digest() string { return digest(strconv.FormatInt(h.Seq, 10), h.Hash) }

func (a *Acts) writeHead(h head) string {
	h.Sign = a.sign(headDomain, h.digest())
	text, err := json.Marshal(h)
	if err != nil {
		panic(err) // two texts and a number
	}
	return string(text)
}

func (a *Acts) readHead(text string) (head, bool) {
	var h head
	if json.Unmarshal([]byte(text), &h) != nil {
		return head{}, false
	}
	return h, a.verifies(headDomain, h.digest(), h.Sign)
}

// ActFilter narrows the list of acts. The zero value lists all.
type ActFilter struct {
	Before  int64 // numbered below; zero is the newest of all
	Verb    string
	Actor   id.ID
	System  bool   // those that no person did
	Subject string // as Record was given it
}

// List gives at most limit acts, the newest first.
func (a *Acts) List(ctx context.Context, f ActFilter, limit int) ([]Act, error) {
	acts, err := listActs(ctx, a.db, f, limit)
	if err != nil {
		return nil, fmt.Errorf("list acts: %w", err)
	}
	return acts, nil
}

// Verbs are those of the acts that the log holds, in alphabetical order.
func (a *Acts) Verbs(ctx context.Context) ([]string, error) {
	verbs, err := actVerbs(ctx, a.db)
	if err != nil {
		return nil, fmt.Errorf("verbs of acts: %w", err)
	}
	return verbs, nil
}

// Actors are those who did the acts that the log holds, zero for the system.
func (a *Acts) Actors(ctx context.Context) ([]id.ID, error) {
	actors, err := actActors(ctx, a.db)
	if err != nil {
		return nil, fmt.Errorf("actors of acts: %w", err)
	}
	return actors, nil
}
