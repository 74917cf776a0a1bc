package i18n

import "golang.org/x/text/language"

// Lang is a language of the screens, as in an HTML lang attribute.
type Lang string

// The languages of the screens.
const (
	French  Lang = "fr" // the default
	English Lang = "en"
)

// Langs are the languages of the screens, the default first.
func Langs() []Lang { return []Lang{French, English} }

func (l Lang) tag() language.Tag {
	if l == English {
		return language.English
	}
	return language.French
}

var matcher = language.NewMatcher([]language.Tag{language.French, language.English})

// Match chooses among our languages by an Accept-Language header. What is
// absent, absurd or about other languages gives the default.
func Match(acceptLanguage string) Lang {
	if acceptLanguage == "" || len(acceptLanguage) > 500 {
		return French
	}
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return French
	}
	_, index, confidence := matcher.Match(wanted...)
	if confidence == language.No {
		return French
	}
	return Langs()[index]
}
