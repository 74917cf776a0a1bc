package importing

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// letters writes an archive: a message is its id, what it answers, its day and
// its text.
func letters(list ...[4]string) string {
	var out strings.Builder
	for _, l := range list {
		fmt.Fprintf(&out, "From x@example.org Mon May 26 20:18:05 2025\nFrom: =?utf-8?q?L=C3=A9a?= <lea@example.org>\nMessage-ID: <%s>\nIn-Reply-To: <%s>\nDate: Mon, %s May 2025 10:00:00 +0000\nSubject: Re: [liste] Un sujet\n\n%s\n\n", l[0], l[1], l[2], l[3])
	}
	return out.String()
}

func openMbox(t *testing.T, text string) Source {
	t.Helper()
	src, err := OpenMbox(write(t, "mail.mbox", text))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { src.Close() })
	return src
}

func refs(records []Record) string {
	var out []string
	for _, r := range records {
		out = append(out, r.Ref)
	}
	return strings.Join(out, " ")
}

func TestThreadsComeInOrder(t *testing.T) {
	records, refused := read(t, openMbox(t, letters(
		[4]string{"c", "b", "14", "Troisième."}, [4]string{"a", "", "12", "Premier.\n>From un\nFrom deux"}, [4]string{"d", "a", "13", "Après."},
		[4]string{"b", "a", "12", "Deuxième.\n\nLe lundi 12 mai 2025 à 10:00, Léa <lea@example.org> a écrit :\n> Premier."}, [4]string{"e", "gone", "15", "Seul."},
	)))
	if got := refs(records); got != "a b c d e" || len(refused) != 0 {
		t.Fatalf("got %s, refused %q", got, refused)
	}
	a := records[0]
	if a.Title != "Un sujet" || a.Author != "lea@example.org" || a.Signed != "Léa" || !a.Created.Equal(time.Date(2025, 5, 12, 10, 0, 0, 0, time.UTC)) || a.Line != 10 {
		t.Errorf("%+v", a)
	}
	if a.Text != "Premier.  \nFrom un  \nFrom deux" || records[1].Text != "Deuxième." || strings.Join(records[2].Parents, " ") != "b" {
		t.Errorf("%q %q %v", a.Text, records[1].Text, records[2].Parents)
	}
}

func TestHostileMail(t *testing.T) {
	// Messages that answer each other, and themselves.
	records, _ := read(t, openMbox(t, letters([4]string{"a", "b", "12", "x"}, [4]string{"b", "a", "12", "y"}, [4]string{"c", "c", "12", "z"})))
	if len(records) != 3 {
		t.Errorf("got %s", refs(records))
	}
	// Two messages of one name are two.
	records, _ = read(t, openMbox(t, letters([4]string{"a", "", "12", "x"}, [4]string{"a", "", "12", "y"})))
	if len(records) != 2 || records[0].Ref != "a" || !strings.HasPrefix(records[1].Ref, "a sha256-") {
		t.Errorf("got %s", refs(records))
	}
	// A thread as long as the archive, given backwards.
	var long [][4]string
	for i := range 20_000 {
		long = append(long, [4]string{fmt.Sprint(20_000 - i), fmt.Sprint(20_000 - i - 1), "12", "x"})
	}
	m := openMbox(t, letters(long...)).(*mbox)
	if len(m.order) != 20_000 || m.order[0] != 19_999 {
		t.Errorf("%d in order", len(m.order))
	}
	for _, text := range []string{
		"From x\n", "From x\n\n\n\n", "From x\nSubject: " + strings.Repeat("é ", 200_000) + "\n\nx", "From x\nContent-Type: multipart/mixed; boundary=\n\nx",
		"From x\nContent-Type: text/html; charset=unknown\nSubject: y\n\n<script>alert(1)</script><p>Bonjour</p>",
		"From x\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: multipart/mixed; boundary=b\n\n", 2_000),
		"From x\nReferences: " + strings.Repeat("<a@b> ", 100_000) + "\nDate: never\n\nx",
	} {
		for _, r := range first(read(t, openMbox(t, text))) {
			if strings.Contains(r.Text, "script") || len(r.Parents) > 20 {
				t.Errorf("%.60q gives %+v", text, r)
			}
		}
	}
	if _, err := OpenMbox(write(t, "x", "no mail at all")); err == nil {
		t.Error("anything is an archive")
	}
}

func first(records []Record, _ []string) []Record { return records }

func TestAttachmentsCome(t *testing.T) {
	records, refused := read(t, openMbox(t, `From x
From: lea@example.org
Message-ID: <m>
Subject: Des pièces
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Voici.
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="plan.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--b--
`))
	if len(records) != 1 || len(refused) != 0 || len(records[0].Files) != 1 || records[0].Signed != "lea" {
		t.Fatalf("%+v, refused %q", records, refused)
	}
	f := records[0].Files[0]
	body, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(body); f.Name != "plan.pdf" || string(got) != "%PDF-" || err != nil {
		t.Errorf("%s %q %v", f.Name, got, err)
	}
}
