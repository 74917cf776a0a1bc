package document

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/ydoc"
)

// verdicts is the root under which it stands what became of proposals: for the
// id of each, what was decided, by whom and when. It is a part of the document
// so that a decision which is undone, or made without network, is told as it is.
const verdicts = "verdicts"

// Verdict is a decision about a proposal.
type Verdict struct {
	Accepted bool
	By       id.ID
	At       clock.Time
}

// Words of a verdict.
const (
	wordAccepted = "accepted"
	wordRefused  = "refused"
)

// String is the verdict as the document holds it.
func (v Verdict) String() string {
	word := wordRefused
	if v.Accepted {
		word = wordAccepted
	}
	return word + " " + v.By.String() + " " + strconv.FormatInt(v.At.UnixMilli(), 10)
}

var verdictForm = regexp.MustCompile(`^(accepted|refused) ([0-9A-Za-z]{1,20}) ([0-9]{1,15})$`)

func readVerdict(s string) (Verdict, bool) {
	parts := verdictForm.FindStringSubmatch(s)
	if parts == nil {
		return Verdict{}, false
	}
	by, err := id.Parse(parts[2])
	ms, _ := strconv.ParseInt(parts[3], 10, 64)
	return Verdict{Accepted: parts[1] == wordAccepted, By: by, At: clock.At(time.UnixMilli(ms))}, err == nil
}

// verdictsOf reads what was decided.
func verdictsOf(doc *ydoc.Doc) map[string]Verdict {
	out := map[string]Verdict{}
	for key, value := range doc.Root(verdicts, ydoc.Map).Keys() {
		s, _ := value.(string)
		if v, ok := readVerdict(s); ok {
			out[key] = v
		}
	}
	return out
}

// Decide writes a verdict in a transaction of the program.
func Decide(tx *ydoc.Tx, doc *ydoc.Doc, proposal string, v Verdict) error {
	return tx.Set(doc.Root(verdicts, ydoc.Map), proposal, v.String())
}

func (s *shape) checkVerdicts(n *ydoc.Node) error {
	s.decided = map[string]string{}
	for key, value := range n.Keys() {
		said, _ := value.(string)
		if _, ok := readVerdict(said); !ok || len(key) > 24 || strings.TrimSpace(key) == "" {
			return fmt.Errorf("no verdict is %q: %v", key, value)
		}
		s.decided[key] = said
	}
	if n.Len() > 0 {
		return fmt.Errorf("the verdicts are no list")
	}
	return nil
}
