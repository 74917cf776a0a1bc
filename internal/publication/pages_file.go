package publication

import (
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/web"
)

// uploaded is what a script is told of a file that it sent.
type uploaded struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Href     string `json:"href"`
	Media    string `json:"media"`
	Size     int64  `json:"size"`
	Picture  bool   `json:"picture"`
	Markdown string `json:"markdown"` // to put in the text
}

// upload keeps one file or several, loose until a form brings them.
func (p *Pages) upload(r *web.Request) (web.Reply, error) {
	form, err := r.Form(uploadSize)
	if err != nil {
		return nil, err
	}
	list, err := form.Files("files", content.MaxFiles)
	if err != nil {
		return nil, err
	}
	defer web.CloseAll(list)
	if len(list) == 0 {
		return nil, fault.New(fault.Invalid, "fault.file.empty")
	}
	out := make([]uploaded, 0, len(list))
	for _, u := range list {
		f, err := p.Content.Upload(r.Context(), r.Actor, u.Name, u.Content)
		if err != nil {
			return nil, err
		}
		out = append(out, told(f))
	}
	return web.JSONStatus(201, out), nil
}

// discard forgets a file that was sent and that nothing brought yet.
func (p *Pages) discard(r *web.Request) (web.Reply, error) {
	file, err := r.PathID("file")
	if err != nil {
		return nil, err
	}
	if err := p.Content.Discard(r.Context(), r.Actor, file); err != nil {
		return nil, err
	}
	return web.Nothing(), nil
}

func told(f content.File) uploaded {
	u := uploaded{ID: f.ID.String(), Name: f.Name, Href: f.Href(), Media: f.Media, Size: f.Size, Picture: f.IsPicture()}
	u.Markdown = "[" + plainName(f.Name) + "](" + u.Href + ")"
	if u.Picture {
		u.Markdown = "!" + u.Markdown
	}
	return u
}

// plainName leaves out of a name what Markdown would take for a sign.
func plainName(name string) string {
	out := make([]rune, 0, len(name))
	for _, r := range name {
		switch r {
		case '[', ']', '\\', '`', '*', '_':
			r = ' '
		}
		out = append(out, r)
	}
	return string(out)
}

// file sends a file to who may read it. Only pictures are shown in place;
// everything else is offered to be saved, whatever it says it is.
func (p *Pages) file(r *web.Request) (web.Reply, error) {
	file, err := r.PathID("file")
	if err != nil {
		return nil, err
	}
	fetch, tag := p.Content.Fetch, ""
	if r.Query("small") != "" {
		fetch, tag = p.Content.FetchSmall, "-small"
	}
	f, body, err := fetch(r.Context(), r.Actor, file)
	if err != nil {
		return nil, err
	}
	media := f.Media
	if !f.IsPicture() {
		media = saved(media)
	}
	return web.File(web.Download{
		Content: body, Name: f.Name, Media: media, Inline: f.IsPicture(), Tag: f.Hash + tag, Changed: f.Created.Time, Lifetime: f.CopyLife(),
	}), nil
}

// saved keeps from the browser the types that it could run.
func saved(media string) string {
	switch media {
	case "application/pdf", "application/zip", "text/plain", "text/csv", "application/msword",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		"application/vnd.openxmlformats-officedocument.presentationml.presentation",
		"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet":
		return media
	}
	return "application/octet-stream"
}
