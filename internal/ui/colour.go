package ui

import (
	"math"
	"regexp"
	"strconv"
)

var hexColour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// Grounds that the accent of a site is written on, as in assets/css/tokens.css.
const (
	lightGround = "#fbfaf6"
	darkGround  = "#131715"
)

// CheckAccent says whether a site may wear these two colours: both written
// #rrggbb and readable as text on the light and on the dark ground (WCAG 2.2,
// 1.4.3: a contrast of 4.5). An empty colour means the built-in one and passes.
func CheckAccent(light, dark string) bool {
	return readable(light, lightGround) && readable(dark, darkGround)
}

func readable(colour, ground string) bool {
	return colour == "" || (hexColour.MatchString(colour) && contrast(colour, ground) >= 4.5)
}

// contrast is the ratio of luminances of WCAG 2.2, from 1 to 21.
func contrast(a, b string) float64 {
	high, low := luminance(a), luminance(b)
	if high < low {
		high, low = low, high
	}
	return (high + 0.05) / (low + 0.05)
}

func luminance(colour string) float64 {
	channel := func(from int) float64 {
		value, err := strconv.ParseUint(colour[from:from+2], 16, 8)
		if err != nil {
			return 0
		}
		c := float64(value) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(1) + 0.7152*channel(3) + 0.0722*channel(5)
}

// SiteStyles is the style sheet of a site that wears its own accent, served at
// the address that Site.Styles gives; empty when the site wears the built-in
// one. A colour that fails CheckAccent is left out rather than trusted.
func SiteStyles(light, dark string) string {
	css := ""
	if light != "" && readable(light, lightGround) {
		css += "--accent-light:" + light + ";"
	}
	if dark != "" && readable(dark, darkGround) {
		css += "--accent-dark:" + dark + ";"
	}
	if css == "" {
		return ""
	}
	return ":root{" + css + "}\n"
}
