package main

// The records below are what the demo package reads; its documentation is the
// reference for every field.

type person struct {
	Handle        string  `json:"handle"`
	Name          string  `json:"name"`
	Email         string  `json:"email"`
	Unit          string  `json:"unit,omitempty"`
	Title         string  `json:"title"`
	Head          bool    `json:"head,omitempty"`
	Admin         bool    `json:"admin,omitempty"`
	About         string  `json:"about,omitempty"`
	Locale        string  `json:"locale"`
	JoinedDaysAgo float64 `json:"joined_days_ago"`
	Guest         bool    `json:"guest,omitempty"`
	Organisation  string  `json:"organisation,omitempty"`
	Sponsor       string  `json:"sponsor,omitempty"`
	ExpiresInDays int     `json:"expires_in_days,omitempty"`

	sex      string
	domain   string
	activity float64 // how often this person writes, relative to others
}

type castMember struct {
	Handle        string            `json:"handle"`
	Role          string            `json:"role"`
	Name          string            `json:"name"`
	Sex           string            `json:"sex,omitempty"`
	Unit          string            `json:"unit,omitempty"`
	Title         string            `json:"title"`
	Head          bool              `json:"head,omitempty"`
	Admin         bool              `json:"admin,omitempty"`
	Guest         bool              `json:"guest,omitempty"`
	Organisation  string            `json:"organisation,omitempty"`
	Sponsor       string            `json:"sponsor,omitempty"`
	ExpiresInDays int               `json:"expires_in_days,omitempty"`
	Locale        string            `json:"locale"`
	JoinedDaysAgo float64           `json:"joined_days_ago"`
	About         string            `json:"about"`
	Story         map[string]string `json:"story"`
	Communities   []string          `json:"communities"`
}

type community struct {
	Key           string   `json:"key"`
	Name          string   `json:"name"`
	Purpose       string   `json:"purpose"`
	Charter       string   `json:"charter"`
	Kind          string   `json:"kind"`
	Unit          string   `json:"unit,omitempty"`
	Openness      string   `json:"openness"`
	Validation    bool     `json:"validation,omitempty"`
	Parent        string   `json:"parent,omitempty"`
	Template      string   `json:"template"`
	Archived      bool     `json:"archived,omitempty"`
	OpenedDaysAgo float64  `json:"opened_days_ago"`
	Tags          []string `json:"tags"`
	Managers      []string `json:"managers"`
	Members       []string `json:"members"`
	Guests        []string `json:"guests,omitempty"`

	size    int
	wanted  []string // managers as the editorial file says them
	joining map[string]bool
}

type publication struct {
	Key       string    `json:"key"`
	Kind      string    `json:"kind"`
	Community string    `json:"community"`
	Author    string    `json:"author"`
	Title     string    `json:"title"`
	Body      string    `json:"body"`
	Tags      []string  `json:"tags,omitempty"`
	DaysAgo   float64   `json:"days_ago"`
	Pinned    bool      `json:"pinned,omitempty"`
	Closed    bool      `json:"closed,omitempty"`
	Relays    []string  `json:"relays,omitempty"`
	Useful    int       `json:"useful,omitempty"`
	Useless   int       `json:"useless,omitempty"`
	Thanks    int       `json:"thanks,omitempty"`
	Poll      *poll     `json:"poll,omitempty"`
	Comments  []comment `json:"comments,omitempty"`

	forced bool // written by hand: date, author and figures stay as they are
}

type poll struct {
	Options      []string `json:"options"`
	Votes        []int    `json:"votes"`
	Voters       int      `json:"voters"`
	Multiple     bool     `json:"multiple,omitempty"`
	Hidden       bool     `json:"hidden,omitempty"`
	ClosesInDays float64  `json:"closes_in_days"`
}

type comment struct {
	Author     string  `json:"author"`
	Text       string  `json:"text"`
	HoursAfter float64 `json:"hours_after"`
	Parent     int     `json:"parent,omitempty"`
	Kind       string  `json:"kind"`
	Accepted   bool    `json:"accepted,omitempty"`
	Useful     int     `json:"useful,omitempty"`
	Useless    int     `json:"useless,omitempty"`
	Thanks     int     `json:"thanks,omitempty"`
}

// Bounds of the product's own forms, with a margin for typography.
const (
	maxTitle   = 150
	maxBody    = 20_000
	maxComment = 5_000
	maxTags    = 5
)
