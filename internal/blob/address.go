package blob

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Open opens the store at an address: disk:FOLDER, or
//
//	s3://KEY:SECRET@HOST[:PORT]/BUCKET?region=…&tls=yes|no&prefix=…
//
// region is us-east-1 unless said; tls is yes unless said; prefix stands before
// the name of each file. A bucket is not asked for anything yet. spool is the
// folder where what goes to a bucket waits until its hash is known. A wrong
// address gives an error that says what is expected and never holds the secret.
func Open(address, spool string) (Store, error) {
	if folder, ok := strings.CutPrefix(address, "disk:"); ok && folder != "" {
		return OpenDisk(folder)
	}
	at, err := parseBucket(address)
	if err != nil {
		return nil, err
	}
	return openS3(at, spool)
}

// CheckAddress says what is wrong with the address of a store, and opens
// nothing.
func CheckAddress(address string) error {
	if folder, ok := strings.CutPrefix(address, "disk:"); ok {
		if folder == "" {
			return fmt.Errorf("expected a folder after disk:, as in disk:/var/lib/parvis/files")
		}
		return nil
	}
	_, err := parseBucket(address)
	return err
}

// bucket is where files are on an S3 server.
type bucket struct {
	key, secret, host, name, region, prefix string
	tls                                     bool
}

// Host names of buckets and what may stand in them, as all S3 servers agree on.
var (
	bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	prefixText = regexp.MustCompile(`^[A-Za-z0-9._/-]{0,200}$`)
	regionText = regexp.MustCompile(`^[A-Za-z0-9-]{1,50}$`)
)

func parseBucket(address string) (bucket, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Hostname() == "" || u.Opaque != "" || u.Fragment != "" {
		return bucket{}, wrong("it is not of that form (a sign such as / or + in a secret is written %%2F or %%2B)")
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return bucket{}, wrong("what follows the ? cannot be read")
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if !slices.Contains([]string{"region", "tls", "prefix"}, name) || len(query[name]) != 1 {
			return bucket{}, wrong("%q is unknown or given twice", name)
		}
	}
	b := bucket{key: u.User.Username(), host: u.Host, name: strings.Trim(u.Path, "/"), region: "us-east-1", tls: true}
	b.secret, _ = u.User.Password()
	if query.Has("region") {
		b.region = query.Get("region")
	}
	if b.prefix = strings.Trim(query.Get("prefix"), "/"); b.prefix != "" {
		b.prefix += "/"
	}
	switch query.Get("tls") {
	case "", "yes":
	case "no":
		b.tls = false
	default:
		return bucket{}, wrong("tls is yes or no")
	}
	switch {
	case b.key == "" || b.secret == "":
		return bucket{}, wrong("both a key and a secret are needed")
	case !bucketName.MatchString(b.name):
		return bucket{}, wrong("the name of a bucket has 3 to 63 small letters, digits, points and hyphens")
	case !regionText.MatchString(b.region):
		return bucket{}, wrong("the region is a word such as eu-west-3")
	case !prefixText.MatchString(b.prefix) || slices.Contains(strings.Split(b.prefix, "/"), ".."):
		return bucket{}, wrong("a prefix has letters, digits and - _ . / only")
	}
	return b, nil
}

func wrong(format string, args ...any) error {
	return fmt.Errorf("files are kept at disk:FOLDER or s3://KEY:SECRET@HOST:PORT/BUCKET?region=…&tls=yes|no&prefix=…: "+format, args...)
}
