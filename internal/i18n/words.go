package i18n

// words are how a language builds dates, numbers, sizes and lists. They are
// grammar rather than messages: no feature may change them, and a printer
// without any message can still write a date.
type words struct {
	months            [12]string
	weekdays          [7]string // from Sunday, as in package time
	firstDay          string    // how the first of a month is written
	dateAt            string    // between a day and a time
	now               string
	minutesAgo, inMin string
	hoursAgo, inHours string
	yesterday         string
	tomorrow          string
	group, decimal    string // separators of numbers
	percent           string
	units             [5]string // of sizes, each 1,000 times the one before
	and               string
}

const (
	nbsp  = "\u00a0" // no-break space
	nnbsp = "\u202f" // narrow no-break space
	minus = "\u2212"
)

func wordsOf(lang Lang) words {
	if lang == English {
		return words{
			months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August",
				"September", "October", "November", "December"},
			weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
			firstDay: "1", dateAt: " at ", now: "just now",
			minutesAgo: "# min ago", inMin: "in # min", hoursAgo: "# h ago", inHours: "in # h",
			yesterday: "yesterday", tomorrow: "tomorrow",
			group: ",", decimal: ".", percent: "%",
			units: [5]string{"B", "kB", "MB", "GB", "TB"}, and: " and ",
		}
	}
	return words{
		months: [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
			"septembre", "octobre", "novembre", "décembre"},
		weekdays: [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
		firstDay: "1er", dateAt: " à ", now: "à l’instant",
		minutesAgo: "il y a # min", inMin: "dans # min", hoursAgo: "il y a # h", inHours: "dans # h",
		yesterday: "hier", tomorrow: "demain",
		group: nnbsp, decimal: ",", percent: nbsp + "%",
		units: [5]string{"o", "Ko", "Mo", "Go", "To"}, and: " et ",
	}
}
