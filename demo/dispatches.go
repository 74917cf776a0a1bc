package demo

import (
	"encoding/csv"
	"fmt"
	"io"
)

// Dispatch is a telegram, an airgram or a despatch of the diplomatic desk. The
// text and what is said of its sending are real; the network, the dates of the
// site and the units among the central services are not (see README.md).
type Dispatch struct {
	Key          string   `json:"key"`
	Type         string   `json:"type"`         // TD, a telegram; TS, an airgram or a despatch, which went by bag. TG is of nothing here
	Precedence   string   `json:"precedence"`   // routine, urgent or immediate
	Protection   string   `json:"protection"`   // public, limited or restricted
	Distribution string   `json:"distribution"` // services, directors or named; restricted is always named
	From         string   `json:"from"`         // code of the unit that issued it
	To           []string `json:"to"`           // codes of the units that have to act, one at least
	CopiedTo     []string `json:"copied_to"`    // codes of the units that are informed, never one of To
	Subject      string   `json:"subject"`      // at most MaxSubject runes
	Affair       string   `json:"affair"`       // name of the dossier that it belongs to
	Tags         []string `json:"tags"`         // at most MaxTags, in natural French: the affair's, countries, themes
	Text         string   `json:"text"`         // Markdown, at most MaxBody runes; its last line is the source
	References   []string `json:"references"`   // keys of earlier dispatches, the oldest first
	DraftedBy    string   `json:"drafted_by"`   // as the archives say; people of history, never of the site
	ApprovedBy   string   `json:"approved_by"`  // as the archives say
	DaysAgo      float64  `json:"days_ago"`     // see Before

	// What the original says of itself.
	Heading string `json:"heading"` // « Telegram From the Embassy in Cyprus to the Department of State »
	Number  string `json:"number"`  // in the series of who sent it; empty when unknown
	Date    string `json:"date"`    // 1964-08-09, and the hour when it is known: 1964-08-09 23:00, with a Z in universal time
	Place   string `json:"place"`   // where it was sent from
	Marking string `json:"marking"` // « Secret; Flash; Exdis »: classification, precedence, handling
	Source  string `json:"source"`  // volume and document in the source
}

// Post is a unit of the diplomatic network.
type Post struct {
	Code    string
	Parent  string // code; empty for the root
	Name    string
	Acronym string // what the texts call it: Athens, USUN, EUR; empty for a region
	Level   Level
}

// Level is where a unit stands in the network.
type Level string

// A dispatch of a post comes in at a desk, and rises from level to level.
const (
	LevelGroup       Level = "group"   // holds others: the root, the central services, a region
	LevelPost        Level = "post"    // abroad
	LevelPartner     Level = "partner" // of another administration
	LevelDesk        Level = "desk"
	LevelBureau      Level = "bureau"
	LevelSecretariat Level = "secretariat"
	LevelHead        Level = "head" // the Secretary, and the Under Secretary beside the secretariat
)

// MaxSubject bounds the subject of a dispatch, in runes.
const MaxSubject = 200

// Dispatches lists them, the oldest first.
func Dispatches() ([]Dispatch, error) { return all[Dispatch]("dispatches.jsonl.zst") }

// PostUnits is the tree of the network as a file with the columns of Units. Its
// codes begin with « dip », so that both trees can stand side by side.
func PostUnits() io.Reader { return table("posts.csv") }

// Posts lists the units of the network, a parent before its children.
func Posts() ([]Post, error) {
	rows, err := csv.NewReader(PostUnits()).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("posts.csv: %w", err)
	}
	posts, byCode := make([]Post, 0, len(rows)), map[string]Post{}
	for _, r := range rows[1:] {
		p := Post{Code: r[0], Parent: r[1], Name: r[2], Acronym: r[3]}
		p.Level = below(byCode[p.Parent], p.Code)
		posts, byCode[p.Code] = append(posts, p), p
	}
	return posts, nil
}

// below is the level of a unit that stands under another one.
func below(above Post, code string) Level {
	switch {
	case above.Code == "dip-dep" && code != "dip-par" || code == "dip-u":
		return LevelHead
	case above.Level == LevelHead:
		return LevelSecretariat
	case above.Level == LevelSecretariat:
		return LevelBureau
	case above.Level == LevelBureau:
		return LevelDesk
	case above.Code == "dip-par":
		return LevelPartner
	case above.Level == LevelPost, above.Parent == "dip-posts":
		return LevelPost
	}
	return LevelGroup
}
