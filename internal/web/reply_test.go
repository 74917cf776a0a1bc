package web

import (
	"mime"
	"testing"
)

func TestDisposition(t *testing.T) {
	tests := []struct{ name, want string }{
		{"note.txt", `attachment; filename="note.txt"`},
		{"Décret n° 12.pdf", `attachment; filename="Decret n 12.pdf"; filename*=UTF-8''D%C3%A9cret%20n%C2%B0%2012.pdf`},
		{`a"b\c%.txt`, `attachment; filename="a_b_c_.txt"; filename*=UTF-8''a%22b%5Cc%25.txt`},
		{"会議.docx", `attachment; filename=".docx"; filename*=UTF-8''%E4%BC%9A%E8%AD%B0.docx`},
		{"x\r\nSet-Cookie: a=b", `attachment; filename="x__Set-Cookie: a=b"; filename*=UTF-8''x%0D%0ASet-Cookie%3A%20a%3Db`},
	}
	for _, test := range tests {
		got := Disposition("attachment", test.name)
		if got != test.want {
			t.Errorf("%q gives %s, want %s", test.name, got, test.want)
		}
		if _, params, err := mime.ParseMediaType(got); err != nil || params["filename"] == "" {
			t.Errorf("%s is not read back: %v %v", got, params, err)
		}
	}
}
