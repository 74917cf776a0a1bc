package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
)

// filler makes a text long enough to be shown.
var filler = string(bytes.Repeat([]byte("\nThe situation is as reported and calls for no further comment."), 8))

// sources are documents of the source's form, the later one first.
var sources = []map[string]any{
	{
		"id": "frus1964-68v16/d901", "volume": "frus1964-68v16", "n": "901", "kind": "telegram", "number": "300",
		"chapter": []string{"Cyprus; Greece; Turkey", "The Acheson Mediation, June–September 1964"},
		"title":   "Telegram From the Department of State to the Embassies in Turkey, Greece, and Cyprus",
		"date":    "1964-08-11", "time": "21:00", "classification": "Secret", "handling": []string{"Exdis"},
		"source_note": "Source: Department of State, Central Files, POL 27 CYP. Secret; Flash; Exdis. Drafted by Gordon D. King; cleared by IO; and approved by Talbot. Repeated to London, Paris for USRO, and USUN.",
		"text":        "300. Nicosia's 200. You should see #1 *at once*." + filler + "\nRusk",
	},
	{
		"id": "frus1964-68v16/d900", "volume": "frus1964-68v16", "n": "900", "kind": "telegram", "number": "200",
		"chapter": []string{"Cyprus; Greece; Turkey", "The Acheson Mediation, June–September 1964"},
		"title":   "Telegram From the Embassy in Cyprus to the Department of State",
		"date":    "1964-08-10", "time": "23:00", "classification": "Confidential", "precedence": "Priority",
		"source_note": "Source: Department of State, Central Files, POL 27 CYP. Confidential; Priority. Repeated to Athens.",
		"text":        "200. Subject: Water for the villages. Ref: Deptel 4.\n1. Met with Minister." + filler,
	},
	{ // to nobody of the network
		"id": "frus1964-68v16/d902", "volume": "frus1964-68v16", "n": "902", "kind": "telegram", "number": "1",
		"chapter": []string{"Cyprus; Greece; Turkey", "The Acheson Mediation, June–September 1964"},
		"title":   "Telegram From Prime Minister Wilson to Chairman Khrushchev",
		"date":    "1964-08-12", "classification": "Confidential", "source_note": "Confidential.", "text": "1. Dear Mr. Chairman." + filler,
	},
}

func sourceFolder(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	var raw bytes.Buffer
	z := gzip.NewWriter(&raw)
	for _, one := range sources {
		if err := json.NewEncoder(z).Encode(one); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(data, "diplomatic-documents"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "diplomatic-documents", "documents.jsonl.gz"), raw.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return data
}

func TestDispatchesOfTwoCables(t *testing.T) {
	list, units, err := dispatches(sourceFolder(t))
	if err != nil || len(list) != 2 {
		t.Fatalf("%d dispatches, %v", len(list), err)
	}
	first, second := list[0], list[1]
	for _, d := range []*dispatchRecord{&first, &second} {
		d.Text, d.Heading = "", ""
	}
	want := dispatchRecord{
		Key: "dispatch-001", Type: "TD", Precedence: "urgent", Protection: "limited", Distribution: "services", From: "dip-nic",
		To: []string{"dip-cyp"}, CopiedTo: []string{"dip-ath", "dip-nea"}, Subject: "Water for the villages",
		Affair: french("Chypre : la médiation de Genève"), Tags: []string{"Chypre", "médiation"}, DaysAgo: 45,
		Number: "200", Date: "1964-08-10 23:00", Marking: "Confidential; Priority", Source: "frus1964-68v16/d900",
	}
	if !reflect.DeepEqual(first, want) {
		t.Errorf("got  %+v\nwant %+v", first, want)
	}
	want = dispatchRecord{
		Key: "dispatch-002", Type: "TD", Precedence: "immediate", Protection: "restricted", Distribution: "named", From: "dip-nea",
		To: []string{"dip-ank", "dip-ath", "dip-nic"}, CopiedTo: []string{"dip-lon", "dip-nato", "dip-usun", "dip-cyp"},
		Subject: "You should see #1 *at once*", Affair: first.Affair, Tags: []string{"Chypre", "médiation", "Turquie", "Grèce"},
		References: []string{"dispatch-001"}, DraftedBy: "Gordon D. King", ApprovedBy: "Talbot", DaysAgo: 0.1474,
		Number: "300", Date: "1964-08-11 21:00", Marking: "Secret; Flash; Exdis", Source: "frus1964-68v16/d901",
	}
	if !reflect.DeepEqual(second, want) {
		t.Errorf("got  %+v\nwant %+v", second, want)
	}
	if row := []string{"dip-nato", "dip-mis", "Représentation auprès de l’Alliance atlantique", "USNATO"}; !slices.ContainsFunc(units, func(r []string) bool { return slices.Equal(r, row) }) {
		t.Errorf("no %v in %v", row, units)
	}
	for _, r := range units {
		if r[0] == "dip-tok" {
			t.Error("a post that nothing names was kept")
		}
	}
}

func TestTextOfACable(t *testing.T) {
	for _, c := range []struct{ number, text, want string }{
		{"12", "12. Saw *him* at [place].\n1. First_point\n- and so on", "Saw \\*him\\* at \\[place\\].\n\n1\\. First\\_point\n\nand so on"},
		{"12", "1. Of no number.\n+ a sum", "1\\. Of no number.\n\n\\+ a sum"},
		{"A-176", "A-176\nSummary", "Summary"},
	} {
		one := cable{Volume: "frus1958-60v07p2", N: "3", Number: c.number, Text: c.text}
		one.body = one.paragraphs()
		want := c.want + "\n\n*Source: Foreign Relations of the United States, 1958–60, volume VII, part 2, document 3, Office of the Historian, public domain.*"
		if got := one.markdown(); got != want {
			t.Errorf("%q: %q", c.text, got)
		}
	}
}

func TestHandsInANote(t *testing.T) {
	for note, want := range map[string][2]string{
		"Secret. Drafted and approved by Ball. Repeated to Ankara.":                                              {"Ball", "Ball"},
		"Secret; Nodis. Drafted by Leddy, cleared by McKillop, and approved by Leddy.":                           {"Leddy", "Leddy"},
		"Drafted by Stephen W. Worrel (EUR/NE); cleared in EUR, C, and S; and approved by Sonnenfeldt.":          {"Stephen W. Worrel (EUR/NE)", "Sonnenfeldt"},
		"Drafted by McBride on June 13; cleared by Kohler; and approved by Dillon. Repeated to London.":          {"McBride", "Dillon"},
		"Drafted by Buffum and Sisco; cleared by Bracken, Talbot, and Cleveland; and approved by Ball. Other X.": {"Buffum and Sisco", "Ball"},
		"Confidential; Priority.": {"", ""},
	} {
		if drafted, approved := hands(note); drafted != want[0] || approved != want[1] {
			t.Errorf("%q: %q, %q", note, drafted, approved)
		}
	}
}

// TestDispatchesAreTheCommittedOnes makes the files anew from the data folder,
// when PARVIS_DEMODATA says where it is; from two cables always.
func TestDispatchesAreTheCommittedOnes(t *testing.T) {
	made := func(data string) (files [2][]byte) {
		out := t.TempDir()
		if err := writeDispatches(data, out); err != nil {
			t.Fatal(err)
		}
		for i, name := range dispatchFiles {
			raw, err := os.ReadFile(filepath.Join(out, name))
			if err != nil {
				t.Fatal(err)
			}
			files[i] = raw
		}
		return files
	}
	small := sourceFolder(t)
	if !reflect.DeepEqual(made(small), made(small)) {
		t.Error("the same cables gave other bytes")
	}
	data := os.Getenv("PARVIS_DEMODATA")
	if data == "" {
		t.Skip("PARVIS_DEMODATA is not set: the committed files are not made anew")
	}
	for i, raw := range made(data) {
		committed, err := os.ReadFile(filepath.Join("../../demo", dispatchFiles[i]))
		if err != nil || !bytes.Equal(raw, committed) {
			t.Errorf("%s is not what -dispatches makes (%v)", dispatchFiles[i], err)
		}
	}
}

var dispatchFiles = [2]string{"dispatches.jsonl.zst", "posts.csv"}

func TestGivenSubjects(t *testing.T) {
	given, err := givenSubjects()
	if err != nil || len(given) < 100 {
		t.Fatalf("%d subjects, %v", len(given), err)
	}
	for id, s := range given {
		if n := runes(s); n < 8 || n > 120 {
			t.Errorf("%s: %q", id, s)
		}
	}
}
