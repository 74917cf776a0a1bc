// Demodata makes the demonstration site from a copy of the public data that the
// project keeps beside its source: names, an organisation tree, fact sheets,
// guides, questions, a consultation. It writes the files of the demo package.
//
//	go run ./demodata -data DIR -out ../demo
//
// The same data, editorial files and seed give the same bytes. What the data
// cannot say (the cast, the communities, welcome words, what people say around a
// real text) is written by hand in the editorial folder. Nothing else is
// invented: every long text keeps a line that says where it comes from.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	data := flag.String("data", "", "folder of public data (the one with service-public/, labour-guides/…)")
	out := flag.String("out", "../demo", "folder of the demo package, where the files are written")
	seed := flag.Uint64("seed", 20260, "seed of every draw; the committed files were made with the default")
	shelves := flag.Bool("library", false, "make the files of the libraries alone")
	written := flag.Bool("documents", false, "make the documents alone")
	cables := flag.Bool("dispatches", false, "make the dispatches and their units alone")
	show := flag.Int("show", 0, "print this many items, people and all communities, to be read by an editor")
	flag.Parse()
	make := func() error { return run(*data, *out, *seed, *show) }
	if *shelves {
		make = func() error { return writeLibrary(*data, *out) }
	}
	if *written {
		make = func() error { return writeDocuments(*data, *out) }
	}
	if *cables {
		make = func() error { return writeDispatches(*data, *out) }
	}
	if err := make(); err != nil {
		fmt.Fprintln(os.Stderr, "demodata:", err)
		os.Exit(1)
	}
}

// run builds the whole site in memory, then writes it.
func run(data, out string, seed uint64, show int) error {
	if data == "" {
		return fmt.Errorf("-data is missing: give the folder that holds service-public/, labour-guides/…")
	}
	b, err := newBuilder(data, seed)
	if err != nil {
		return err
	}
	steps := []struct {
		name string
		do   func() error
	}{
		{"units", b.units},
		{"people", b.people},
		{"communities", b.communities},
		{"sheets", b.sheets},
		{"labour guides", b.labourGuides},
		{"labour answers", b.labourAnswers},
		{"model letters", b.letters},
		{"guides in Markdown", b.markdownGuides},
		{"consultation", b.consultation},
		{"parliamentary questions", b.parliament},
		{"English texts", b.english},
		{"budget polls", b.budgetPolls},
		{"posts written by hand", b.handwritten},
		{"welcome posts", b.welcome},
		{"finish", b.finish},
		{"knowledge sheets", b.knowledge},
	}
	for _, s := range steps {
		before := len(b.pubs)
		if err := s.do(); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if n := len(b.pubs) - before; n != 0 {
			fmt.Printf("%-26s %5d publications\n", s.name, n)
		}
	}
	if err := b.write(out); err != nil {
		return err
	}
	if err := writeLibrary(data, out); err != nil {
		return err
	}
	if err := writeDocuments(data, out); err != nil {
		return err
	}
	if err := writeDispatches(data, out); err != nil {
		return err
	}
	b.report(os.Stdout)
	if show > 0 {
		b.show(os.Stdout, show)
	}
	return nil
}
