package app

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"parvis/internal/antivirus"
	"parvis/internal/blob"
)

// Config is everything that an operator can set, by flag or environment.
type Config struct {
	Data          string   `arg:"--data,env:PARVIS_DATA" help:"Folder of the site's files (created when missing)." default:"data"`
	Database      string   `arg:"--database,env:PARVIS_DATABASE" help:"sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME. Default: sqlite in the data folder."`
	Files         string   `arg:"--files,env:PARVIS_FILES" help:"Where files are kept: disk:FOLDER or s3://KEY:SECRET@HOST:PORT/BUCKET?region=…&tls=yes|no&prefix=…. Default: files in the data folder."`
	LargestFile   int64    `arg:"--largest-file,env:PARVIS_LARGEST_FILE" help:"Largest file of a library, in megabytes." default:"2000"`
	Antivirus     string   `arg:"--antivirus,env:PARVIS_ANTIVIRUS" help:"ClamAV's daemon, which looks at files that come in: unix:/run/clamav/clamd.ctl or tcp:HOST:3310. Default: none."`
	BaseURL       string   `arg:"--base-url,env:PARVIS_BASE_URL" help:"Address that people use, as https://parvis.example.org. Default: http:// and the listening address."`
	Mail          string   `arg:"--mail,env:PARVIS_MAIL" help:"How mail leaves: smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS. Default: no mail."`
	Listen        string   `arg:"--listen,env:PARVIS_LISTEN" help:"Address and port to serve on." default:"127.0.0.1:8080"`
	MetricsListen string   `arg:"--metrics-listen,env:PARVIS_METRICS_LISTEN" help:"Address and port for /metrics, apart from the site. Default: not served."`
	Proxies       listed   `arg:"--proxies,env:PARVIS_PROXIES" help:"Addresses of reverse proxies whose X-Forwarded-For is believed."`
	Node          int64    `arg:"--node,env:PARVIS_NODE" help:"Number of this node, 0 to 1023, different on each node of a site." default:"0"`
	LogFormat     string   `arg:"--log-format,env:PARVIS_LOG_FORMAT" help:"text or json." default:"text"`
	LogLevel      string   `arg:"--log-level,env:PARVIS_LOG_LEVEL" help:"debug, info, warn or error." default:"info"`
	Worker        []string `arg:"-"` // what reads a file in a process of its own; empty: it is read in this one, for tests
	Development   bool     `arg:"--development,env:PARVIS_DEVELOPMENT" help:"Serve /_components, the living page of the design system, and profiles beside /metrics."`
}

// Validate refuses wrong values with a sentence that says what is expected,
// and fills what is derived. All that is wrong is said at once.
func (c *Config) Validate() error {
	var wrong []error
	refuse := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }

	if c.Data == "" {
		refuse("data (PARVIS_DATA): expected a folder, as in /var/lib/parvis")
	} else if whole, err := filepath.Abs(c.Data); err == nil {
		c.Data = whole
	}
	if c.Database == "" {
		c.Database = "sqlite:" + filepath.Join(c.Data, "parvis.db")
	}
	if !strings.HasPrefix(c.Database, "sqlite:") && !strings.HasPrefix(c.Database, "postgres://") && !strings.HasPrefix(c.Database, "postgresql://") {
		refuse("database (PARVIS_DATABASE): expected sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME, got %q", redacted(c.Database))
	}
	if c.Files == "" {
		c.Files = "disk:" + filepath.Join(c.Data, "files")
	}
	if err := blob.CheckAddress(c.Files); err != nil {
		refuse("files (PARVIS_FILES): %w", err)
	}
	if c.Antivirus != "" {
		if _, err := antivirus.Parse(c.Antivirus); err != nil {
			refuse("antivirus (PARVIS_ANTIVIRUS): %w", err)
		}
	}
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil || !isPort(port) {
		refuse("listen (PARVIS_LISTEN): expected ADDRESS:PORT, as in 127.0.0.1:8080, got %q", c.Listen)
	}
	if c.MetricsListen != "" {
		if _, p, err := net.SplitHostPort(c.MetricsListen); err != nil || !isPort(p) {
			refuse("metrics-listen (PARVIS_METRICS_LISTEN): expected ADDRESS:PORT, as in 127.0.0.1:9090, got %q", c.MetricsListen)
		}
	}
	if c.BaseURL == "" {
		if host == "" || host == "0.0.0.0" || host == "::" {
			host = "localhost"
		}
		c.BaseURL = "http://" + net.JoinHostPort(host, port)
	}
	if u, err := url.Parse(c.BaseURL); err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || strings.Trim(u.Path, "/") != "" {
		refuse("base-url (PARVIS_BASE_URL): expected http(s)://HOST without a path, got %q", c.BaseURL)
	}
	c.BaseURL = strings.TrimRight(c.BaseURL, "/")
	for _, p := range c.Proxies {
		if net.ParseIP(p) == nil {
			refuse("proxies (PARVIS_PROXIES): expected IP addresses separated by commas, got %q", p)
		}
	}
	if c.Node < 0 || c.Node > 1023 {
		refuse("node (PARVIS_NODE): expected a number from 0 to 1023, got %d", c.Node)
	}
	if c.LargestFile == 0 {
		c.LargestFile = 2000
	}
	if c.LargestFile < 1 || c.LargestFile > 1_000_000 {
		refuse("largest-file (PARVIS_LARGEST_FILE): expected megabytes from 1 to 1000000, got %d", c.LargestFile)
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		refuse("log-format (PARVIS_LOG_FORMAT): expected text or json, got %q", c.LogFormat)
	}
	if _, ok := levels[c.LogLevel]; !ok {
		refuse("log-level (PARVIS_LOG_LEVEL): expected debug, info, warn or error, got %q", c.LogLevel)
	}
	if len(wrong) == 0 && c.Data != "" {
		if err := os.MkdirAll(c.Data, 0o750); err != nil {
			refuse("data (PARVIS_DATA): the folder cannot be made: %w", err)
		}
	}
	return errors.Join(wrong...)
}

// isPort tells whether a port has a number that exists, or the name of a
// service.
func isPort(port string) bool {
	if n, err := strconv.Atoi(port); err == nil {
		return n >= 0 && n <= 65535
	}
	_, err := net.LookupPort("tcp", port)
	return port != "" && err == nil
}

// Secure tells whether people reach the site over https.
func (c *Config) Secure() bool { return strings.HasPrefix(c.BaseURL, "https://") }

// redacted hides a password that a mistyped address may hold.
func redacted(address string) string {
	if u, err := url.Parse(address); err == nil && u.User != nil {
		return u.Redacted()
	}
	return address
}
