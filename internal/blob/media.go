package blob

import (
	"path"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// Sniff is the media type of a file, without parameters, by its first bytes
// (3,072 are enough). The name only chooses among types that share a container
// or are plain text, and never makes a file active: what is HTML or SVG by its
// content is called so, and what is not never is.
func Sniff(head []byte, name string) string {
	detected, _, _ := strings.Cut(mimetype.Detect(head).String(), ";")
	if byName := byExtension(detected, strings.ToLower(path.Ext(name))); byName != "" {
		return byName
	}
	return detected
}

// byExtension refines a container's type, or gives "".
func byExtension(container, extension string) string {
	const office = "application/vnd.openxmlformats-officedocument."
	const open = "application/vnd.oasis.opendocument."
	switch container + " " + extension {
	case "application/zip .docx":
		return office + "wordprocessingml.document"
	case "application/zip .xlsx":
		return office + "spreadsheetml.sheet"
	case "application/zip .pptx":
		return office + "presentationml.presentation"
	case "application/zip .odt":
		return open + "text"
	case "application/zip .ods":
		return open + "spreadsheet"
	case "application/zip .odp":
		return open + "presentation"
	case "application/zip .epub":
		return "application/epub+zip"
	case "application/x-ole-storage .doc":
		return "application/msword"
	case "application/x-ole-storage .xls":
		return "application/vnd.ms-excel"
	case "application/x-ole-storage .ppt":
		return "application/vnd.ms-powerpoint"
	case "application/x-ole-storage .msg":
		return "application/vnd.ms-outlook"
	case "text/plain .csv":
		return "text/csv"
	case "text/plain .md":
		return "text/markdown"
	case "text/plain .ics":
		return "text/calendar"
	case "text/plain .vcf":
		return "text/vcard"
	case "text/plain .eml":
		return "message/rfc822"
	}
	return ""
}

// IsImage says whether a media type is one that Image and Thumbnail read, and
// that every browser shows.
func IsImage(mediaType string) bool {
	_, ok := codecOf(mediaType)
	return ok
}

// programs are the extensions of what a computer runs when somebody opens it.
var programs = map[string]bool{
	".bat": true, ".cmd": true, ".com": true, ".cpl": true, ".dll": true, ".exe": true, ".hta": true, ".jar": true, ".jse": true,
	".lnk": true, ".msi": true, ".msp": true, ".pif": true, ".ps1": true, ".reg": true, ".scr": true, ".vbe": true, ".vbs": true, ".wsf": true,
}

// IsProgram tells whether a file is one that a computer runs when somebody
// opens it: by its name, or by its first four bytes (Windows, Linux, macOS).
func IsProgram(head []byte, name string) bool {
	if programs[strings.ToLower(path.Ext(strings.TrimRight(name, ". ")))] {
		return true
	}
	if len(head) >= 4 && string(head[:2]) == "MZ" && head[3] <= 1 {
		return true
	}
	for _, sign := range []string{"\x7fELF", "\xcf\xfa\xed\xfe", "\xca\xfe\xba\xbe"} {
		if strings.HasPrefix(string(head), sign) {
			return true
		}
	}
	return false
}
