package demo

// Document is written by several people, in steps over days.
type Document struct {
	Key       string   `json:"key"`
	Community string   `json:"community"` // key
	Parent    string   `json:"parent"`    // key of the document under which it stands; empty at the top
	Title     string   `json:"title"`
	Tags      []string `json:"tags"`
	Steps     []Step   `json:"steps"` // the first one begins it
	Remarks   []Remark `json:"remarks"`
	Proposals []Change `json:"proposals"`
	Names     []Name   `json:"names"`
	Review    *Review  `json:"review"`
}

// Name is given to what a document said after so many steps; its body is the note.
type Name struct {
	Step
	Name  string `json:"name"`
	After int    `json:"after"`
}

// Review asks for the visas of people, one after the other or together, on the
// last text; its body is what is expected of them.
type Review struct {
	Step
	Together bool   `json:"together"`
	Visas    []Visa `json:"visas"`
}

// Visa is that of somebody; its body is their note.
type Visa struct {
	Step
	Waits bool `json:"waits"` // they have not given it
}

// Change is what somebody proposes in the last text of a document: Body in the
// place of the quotation.
type Change struct {
	Step
	Quote string `json:"quote"` // words of the text, which stand there once
}

// Remark is what somebody said on a passage of a document, and the answers.
type Remark struct {
	Step
	Quote    string `json:"quote"` // words of the last text, which stand there once
	Answers  []Step `json:"answers"`
	Resolver string `json:"resolver"` // handle of who resolved it; empty when it is open
}

// Step is some writing between two pauses.
type Step struct {
	Author  string  `json:"author"` // handle
	DaysAgo float64 `json:"days_ago"`
	Body    string  `json:"body"` // Markdown: all that the document says after it; a link to demo:KEY leads to what bears that key
}

// Documents lists what people write together, a parent before what stands under
// it.
func Documents() ([]Document, error) { return all[Document]("documents.jsonl.zst") }
