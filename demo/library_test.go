package demo

import "testing"

func TestLibrary(t *testing.T) {
	list, err := Library()
	if err != nil {
		t.Fatal(err)
	}
	places := map[string]bool{}
	communities, err := Communities()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range communities {
		places[c.Key] = true
	}
	filled, versions := map[string]bool{}, 0
	for _, f := range list {
		if !places[f.Community] || f.Name == "" || len(f.Versions) == 0 {
			t.Errorf("%s of %s: %d versions", f.Name, f.Community, len(f.Versions))
		}
		filled[f.Community] = true
		versions += len(f.Versions)
		for _, v := range f.Versions {
			if len(v.Content) == 0 || v.DaysAgo <= 0 {
				t.Errorf("%s has a version of nothing or of tomorrow", f.Name)
			}
		}
	}
	if len(filled) < 5 || versions <= len(list) {
		t.Errorf("%d libraries, %d files in %d versions show little", len(filled), len(list), versions)
	}
	if len(libraries) > 4_000_000 {
		t.Errorf("the libraries weigh %d bytes", len(libraries))
	}
}
