// A document that is written by several at once. The page comes with its text,
// to be read at once; the editor takes its place when it is in step with the
// server or, without network, with what this browser kept.
import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { Dropcursor, Gapcursor, Placeholder } from "@tiptap/extensions";
import { icon, make } from "../words";
import { askFor } from "./asking";
import { below } from "./below";
import { plain, putAside, showAside } from "./aside";
import { type Command, commandsOf } from "./commands";
import { headings, showContents } from "./contents";
import { chooseFiles, dropping } from "./drop";
import { finderOf, finding } from "./find";
import { forgetPage, keepPage } from "../keeping";
import { keys, listKeys } from "./keys";
import { addressOf } from "./links";
import { type Margin, marginOf } from "./margin/start";
import { naming } from "./naming";
import { carets, showPeople } from "./people";
import { modeOf, proposalBar } from "./proposal_bar";
import { proposing } from "./proposals";
import { schema } from "./schema";
import { tellSeen } from "./seen";
import { askPage, openSession, type Place, type Session } from "./session";
import { showState } from "./state";
import { drawTools } from "./tools";
import { say, speakFrom } from "./words";

export async function start(page: HTMLElement) {
  speakFrom(page);
  const { document: item, live, may, person, worker } = page.dataset as Record<string, string>;
  const place: Place = { item, live, may: may as Place["may"], person };
  const writes = may !== "read"; // or proposes
  const session = openSession(place);
  session.provider.awareness.setLocalStateField("cursor", null);
  showState(session, writes);
  showPeople(session.provider.awareness, person);
  tellSeen(`/d/${item}`);
  void showAside(person, item, page).catch(() => undefined);
  let editor: Editor | undefined;
  watchEnd(page, session, place, () => editor);
  if ((await session.ready) === "server") void keepPage(person, worker, "/d/").catch(() => undefined);
  const margin = marginOf();
  editor = edit(page, place, session, writes, margin);
  showContents(editor);
  margin?.join(editor, session);
}

function edit(page: HTMLElement, { item, may, person }: Place, session: Session, writes: boolean, margin?: Margin): Editor {
  const area = make("div", `${page.className} document-area`);
  const whose = { item, person, writes: may === "write" };
  const mode = modeOf(whose);
  const bar = proposalBar(whose, mode);
  const commands = [...doable(commandsOf(openers(() => editor, item, margin)), whose.writes), ...bar.commands];
  const editor: Editor = new Editor({
    element: area,
    editable: writes,
    injectCSS: false,
    extensions: [
      ...schema,
      Dropcursor.configure({ class: "dropcursor", color: false }),
      Gapcursor,
      Placeholder.configure({ placeholder: ({ node }) => (node.type.name === "paragraph" ? say(!writes ? "nothing" : whose.writes ? "placeholder" : "placeholder_propose") : ""), showOnlyWhenEditable: false }),
      Collaboration.configure({ document: session.doc }),
      carets(session.provider.awareness),
      headings,
      finding,
      ...(margin ? [margin.extension] : []),
      ...(writes ? [keys(commands), naming(commands), proposing(mode, session.doc.getXmlFragment("default")), below] : []),
      ...(whose.writes ? [dropping(item)] : []),
    ],
    editorProps: {
      attributes: {
        class: "document-text",
        "aria-label": say("text"),
        ...(writes ? { role: "textbox", "aria-multiline": "true", "aria-describedby": "document-help", spellcheck: "true" } : { role: "document", tabindex: "0" }),
      },
    },
  });
  page.hidden = true;
  page.after(area);
  if (writes) {
    const help = make("p", "sr-only", say("help_line"));
    help.id = "document-help";
    area.before(help);
    drawTools(editor, commands);
    listKeys(commands);
    bar.show(editor, session.doc, session.provider, area);
  }
  return editor;
}

// Who only proposes joins no file: it would stand beside the document whatever
// became of the proposal.
function doable(commands: Command[], writes: boolean): Command[] {
  return writes ? commands : commands.filter(({ name }) => name !== "file");
}

function openers(editor: () => Editor, item: string, margin?: Margin) {
  let find: (() => void) | undefined;
  return {
    link: () => void askLink(editor()),
    file: () => chooseFiles(editor(), item),
    find: () => (find ??= finderOf(editor()))(),
    help: () => document.dispatchEvent(new CustomEvent("parvis:help")),
    picture: () => void askPicture(editor()),
    comment: margin && (() => margin.comment()),
    title: (sign: string) => void editor().chain().focus().insertContent(sign).run(),
  };
}

async function askLink(editor: Editor) {
  const href = (editor.getAttributes("link").href as string | undefined) ?? "";
  const check = (typed: string) => (addressOf(typed) ? "" : say("link_wrong"));
  const fields = [{ name: "href", label: say("link_address"), value: href, check }];
  const chosen = !editor.state.selection.empty || !!href;
  if (!chosen) fields.push({ name: "text", label: say("link_text"), value: "", check: () => "" });
  const answer = await askFor(say("link"), fields, href ? say("link_remove") : undefined);
  const chain = editor.chain().focus().extendMarkRange("link");
  if (answer === "remove") chain.unsetMark("link").run();
  else if (answer && chosen) chain.setMark("link", { href: addressOf(answer.href) }).run();
  else if (answer) {
    const mark = { type: "link", attrs: { href: addressOf(answer.href) } };
    editor.chain().focus().insertContent([{ type: "text", text: answer.text || answer.href, marks: [mark] }, { type: "text", text: " " }]).run();
  } else editor.commands.focus();
}

async function askPicture(editor: Editor) {
  const { alt, width } = editor.getAttributes("image") as { alt: string; width: number | null };
  const answer = await askFor(say("picture"), [
    { name: "alt", label: say("picture_alt"), value: alt ?? "", max: 1000 },
    { name: "width", label: say("picture_width"), value: width ? String(width) : "", type: "number", check: (typed) => (!typed || (Number(typed) >= 10 && Number(typed) <= 100) ? "" : say("picture_wrong")) },
  ]);
  if (answer && answer !== "remove") editor.chain().focus().updateAttributes("image", { alt: answer.alt, width: answer.width ? Math.round(Number(answer.width)) : null }).run();
  else editor.commands.focus();
}

// Who may read no longer is told so where they were, and keeps what was theirs.
async function sayGone(page: HTMLElement, person: string, item: string) {
  await forgetPage().catch(() => undefined);
  const body = make("div", "body", make("p", "", say("gone")));
  const notice = make("div", "notice warning", icon("triangle-alert"), body);
  notice.setAttribute("role", "alert");
  const end = make("p");
  const column = page.closest(".column")!;
  const title = column.querySelector("h1");
  column.replaceChildren(...(title ? [title] : []), notice, end);
  document.querySelector("[data-document-contents]")?.replaceChildren();
  await showAside(person, item, end);
  if (document.querySelector(".document-aside")) body.append(make("p", "", say("gone_kept")));
}

const patience = 6000; // milliseconds for the page that a form leads to

// After a refusal, or when rights change, the page begins anew with what the
// server has; what was written here and not taken is put aside first. The
// browser's copy goes only once that is done.
function watchEnd(page: HTMLElement, session: Session, { person, item }: Place, editor: () => Editor | undefined) {
  let sent = -patience; // when a form of the page was sent
  addEventListener("submit", (event) => {
    if (!event.defaultPrevented && (event.target as HTMLFormElement).method !== "dialog") sent = performance.now();
  });
  const again = async (reason: string, unsaved: boolean) => {
    editor()?.setEditable(false);
    let safe = true;
    if (unsaved) safe = await putAside(person, item, plain(session.doc.getXmlFragment("default")), reason).then(() => true, () => false);
    await session.leave(safe).catch(() => undefined);
    if ((await askPage().catch(() => "away")) === "gone") return sayGone(page, person, item);
    // A form that was sent (to freeze the document, say) brings a page of its own, and what it has to tell.
    const left = sent + patience - performance.now();
    if (left > 0) setTimeout(() => location.reload(), left);
    else location.reload();
  };
  // Freezing takes nothing from who had nothing on its way.
  void session.refused.then((reason) => again(reason, reason !== "frozen" || session.unsaved));
  void session.taken.then(() => again("rights", session.unsaved));
}
