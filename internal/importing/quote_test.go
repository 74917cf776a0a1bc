package importing

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// TestRepliesWithoutTheirQuotes holds the trimming to replies whose own text is
// known (testdata/replies.jsonl.gz, from discourse/email_reply_trimmer, MIT).
func TestRepliesWithoutTheirQuotes(t *testing.T) {
	file, err := os.Open("testdata/replies.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	right, all := 0, 0
	lines := bufio.NewScanner(plain)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var reply struct {
			ID, Body string
			Expected string `json:"expected_reply"`
		}
		if err := json.Unmarshal(lines.Bytes(), &reply); err != nil {
			t.Fatal(err)
		}
		all++
		got, want := strings.Fields(withoutQuotes(reply.Body)), strings.Fields(reply.Expected)
		if strings.Join(got, " ") == strings.Join(want, " ") {
			right++
		} else {
			t.Logf("%s: got %.200q\nwant %.200q", reply.ID, strings.Join(got, " "), strings.Join(want, " "))
		}
	}
	if t.Logf("%d of %d", right, all); right < 33 {
		t.Error("they were 33 once")
	}
}
