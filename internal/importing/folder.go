package importing

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path"
	"regexp"
	"strings"
	"sync/atomic"

	"go.yaml.in/yaml/v3"

	"parvis/internal/clock"
)

// folder is a Source of the files in a folder, in the order of their paths.
type folder struct {
	root  *os.Root
	files bool            // each file as it is, pages too
	shown map[string]bool // comes with the pages that lead to it
	total int64
	done  atomic.Int64
}

// OpenFolder opens a folder. A page (Markdown or plain text) is a record with
// its text and the pictures that it shows; any other file is a record that
// joins it. With files, pages are files like the others. Links do not lead out
// of it, and what is hidden is left.
func OpenFolder(where string, files bool) (interface {
	Source
	io.Closer
}, error) {
	root, err := os.OpenRoot(where)
	if err != nil {
		return nil, err
	}
	f := &folder{root: root, files: files, shown: map[string]bool{}}
	for name, err := range f.paths() {
		if err != nil {
			root.Close()
			return nil, err
		}
		if f.total++; !files && isPage(name) {
			r, _ := f.read(name) // what is wrong with it is told in its turn
			for _, joined := range r.Files {
				f.shown[path.Join(path.Dir(name), unescaped(joined.Link))] = true
			}
		}
	}
	return f, nil
}

func isPage(name string) bool {
	kind := strings.ToLower(path.Ext(name))
	return kind == ".md" || kind == ".markdown" || kind == ".txt"
}

// unescaped is the path to which a link of a page leads, "" when it leads
// elsewhere.
func unescaped(link string) string {
	u, err := url.Parse(link)
	if err != nil || u.IsAbs() || u.Host != "" || strings.HasPrefix(u.Path, "/") {
		return ""
	}
	return u.Path
}

// Close lets go of the folder.
func (f *folder) Close() error { return f.root.Close() }

// Progress implements Source, in files.
func (f *folder) Progress() (done, total int64) { return f.done.Load(), f.total }

// paths walks over the plain files.
func (f *folder) paths() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		err := fs.WalkDir(f.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case name != "." && strings.HasPrefix(path.Base(name), "."):
				if entry.IsDir() {
					return fs.SkipDir
				}
				return nil
			case entry.IsDir() || !entry.Type().IsRegular():
				return nil
			case !yield(name, nil):
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield("", err)
		}
	}
}

// Records implements Source.
func (f *folder) Records(ctx context.Context) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for name, err := range f.paths() {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(Record{}, err)
				return
			}
			f.done.Add(1)
			if f.shown[name] {
				continue
			}
			if rec, err := f.read(name); !yield(rec, err) {
				return
			}
		}
	}
}

func (f *folder) read(name string) (Record, error) {
	refuse := func(err error) error { return Refusal{Ref: name, Why: err.Error()} }
	info, err := f.root.Stat(name)
	if err != nil {
		return Record{}, refuse(err)
	}
	r := Record{Ref: name, Folder: strings.TrimPrefix(path.Dir(name), "."), Created: clock.At(info.ModTime().UTC())}
	if f.files || !isPage(name) {
		r.Title = strings.TrimSuffix(path.Base(name), path.Ext(name))
		if f.files {
			r.Title = path.Base(name)
		}
		joined, err := f.joined(name, "", info.Size())
		if err != nil {
			return r, refuse(err)
		}
		r.Files = []Joined{joined}
		return r, nil
	}
	if info.Size() > largestRecord {
		return r, refuse(fmt.Errorf("the page is larger than %d MB", largestRecord>>20))
	}
	data, err := f.root.ReadFile(name)
	if err != nil {
		return r, refuse(err)
	}
	text, err := io.ReadAll(decoded(bufio.NewReaderSize(bytes.NewReader(data), headSize)))
	if err != nil {
		return r, refuse(err)
	}
	if err := r.page(strings.ReplaceAll(string(text), "\r\n", "\n")); err != nil {
		return r, refuse(err)
	}
	if r.Title == "" {
		r.Title = strings.TrimSuffix(path.Base(name), path.Ext(name))
	}
	if err := f.pictures(&r, name); err != nil {
		return r, refuse(err)
	}
	return r, nil
}

func (f *folder) joined(name, link string, size int64) (Joined, error) {
	file, err := f.root.Open(name)
	if err != nil {
		return Joined{}, err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return Joined{}, err
	}
	return Joined{
		Name: path.Base(name), Link: link, Size: size, Sum: hex.EncodeToString(sum.Sum(nil)),
		Open: func() (io.ReadCloser, error) { return f.root.Open(name) },
	}, nil
}

// front is what a page says of itself before its text.
type front struct {
	Title  string `yaml:"title"`
	Titre  string `yaml:"titre"`
	Author string `yaml:"author"`
	Date   string `yaml:"date"`
	Tags   any    `yaml:"tags"`
}

// page reads the front matter, then the title, of a page.
func (r *Record) page(text string) error {
	if head, rest, ok := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n"); ok && strings.HasPrefix(text, "---\n") && len(head) < 64<<10 {
		var says front
		if err := yaml.Unmarshal([]byte(head), &says); err != nil {
			return fmt.Errorf("what stands before the text is not YAML: %w", err)
		}
		text, r.Author, r.Tags = rest, says.Author, list(says.Tags)
		if r.Title = says.Title; r.Title == "" {
			r.Title = says.Titre
		}
		if says.Date != "" {
			at, err := Moment(says.Date)
			if err != nil {
				return err
			}
			r.Created = at
		}
	}
	text = strings.TrimLeft(text, "\n")
	if heading, rest, _ := strings.Cut(text, "\n"); strings.HasPrefix(heading, "# ") {
		if title := strings.TrimSpace(heading[2:]); r.Title == "" || r.Title == title {
			r.Title, text = title, rest
		}
	}
	if r.Title == "" {
		if heading := firstHeading.FindStringSubmatch(text); heading != nil {
			r.Title = strings.TrimSpace(heading[1])
		}
	}
	r.Text = strings.TrimSpace(text)
	return nil
}

var firstHeading = regexp.MustCompile(`(?m)^# (.+)$`)

// links finds pictures and links of Markdown: [text](address).
var links = regexp.MustCompile(`\]\(([^()\s]+)\)`)

// pictures joins to a page the files of the folder to which it leads, and notes
// the other pages.
func (f *folder) pictures(r *Record, page string) error {
	there := map[string]bool{}
	for _, found := range links.FindAllStringSubmatch(r.Text, -1) {
		link := found[1]
		to := unescaped(link)
		if to == "" || there[link] {
			continue
		}
		there[link] = true
		name := path.Join(path.Dir(page), to)
		info, err := f.root.Stat(name)
		if err != nil || !info.Mode().IsRegular() {
			continue // it leads nowhere, or out of the folder
		}
		if isPage(name) {
			r.Leads = append(r.Leads, Lead{link, name})
			continue
		}
		joined, err := f.joined(name, link, info.Size())
		if err != nil {
			return err
		}
		r.Files = append(r.Files, joined)
	}
	return nil
}
