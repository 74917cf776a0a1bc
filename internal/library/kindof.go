package library

import "strings"

// Kinds of files, as people tell them apart; they end the message keys
// "library.kind.…".
const (
	document     = "document"
	spreadsheet  = "spreadsheet"
	presentation = "presentation"
	pdf          = "pdf"
	picture      = "image"
	plain        = "text"
	webPage      = "web"
	letter       = "mail"
	archive      = "archive"
	sound        = "audio"
	film         = "video"
	other        = "other"
)

// KindOf is the kind of a file by the type found in its content.
func KindOf(media string) string {
	switch {
	case media == "application/pdf":
		return pdf
	case media == "text/html" || media == "image/svg+xml":
		return webPage
	case media == "text/csv", strings.Contains(media, "spreadsheet"), strings.Contains(media, "ms-excel"):
		return spreadsheet
	case strings.Contains(media, "presentation"), strings.Contains(media, "powerpoint"):
		return presentation
	case strings.Contains(media, "wordprocessing"), strings.Contains(media, "opendocument.text"), media == "application/msword",
		media == "text/rtf", media == "application/rtf", media == "application/epub+zip":
		return document
	case media == "message/rfc822", media == "application/vnd.ms-outlook":
		return letter
	case strings.HasPrefix(media, "image/"):
		return picture
	case strings.HasPrefix(media, "audio/"):
		return sound
	case strings.HasPrefix(media, "video/"):
		return film
	case strings.HasPrefix(media, "text/"):
		return plain
	case strings.Contains(media, "zip"), strings.Contains(media, "x-tar"), strings.Contains(media, "x-7z"), strings.Contains(media, "x-rar"):
		return archive
	}
	return other
}
