// Files chosen, dropped or pasted: each is sent, given to the document, then
// takes the place that was kept for it. Pictures of a pasted page that are not
// files of the site are left out by the schema.
import { type Editor, Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { toast } from "../toasts";
import { make } from "../words";
import { announce, say } from "./words";

interface Sent {
  id: string;
  name: string;
  picture: boolean;
}

interface Change {
  add?: { mark: object; at: number; name: string };
  remove?: object;
}

const key = new PluginKey<DecorationSet>("drop");

export const dropping = (item: string) =>
  Extension.create({
    name: "dropping",
    addProseMirrorPlugins() {
      const editor = this.editor as Editor;
      return [new Plugin<DecorationSet>({
        key,
        state: {
          init: () => DecorationSet.empty,
          apply: (tr, was) => {
            const set = was.map(tr.mapping, tr.doc);
            const change = tr.getMeta(key) as Change | undefined;
            if (change?.add) return set.add(tr.doc, [Decoration.widget(change.add.at, waiting(change.add.name), { mark: change.add.mark, side: 1 })]);
            if (change?.remove) return set.remove(set.find(undefined, undefined, (spec) => (spec as { mark: object }).mark === change.remove));
            return set;
          },
        },
        props: {
          decorations: (state) => key.getState(state),
          handlePaste(view, event) {
            // An office program pastes text and a picture of it: the text is what is meant.
            const data = event.clipboardData;
            if (!data?.files.length || data.types.includes("text/plain") || data.types.includes("text/html") && !onlyPicture(data)) return false;
            take(editor, item, data.files, view.state.selection.to);
            return true;
          },
          handleDrop(view, event, _slice, moved) {
            if (moved || !event.dataTransfer?.files.length) return false;
            event.preventDefault();
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.selection.to;
            take(editor, item, event.dataTransfer.files, at);
            return true;
          },
        },
      })];
    },
  });

/** Lets one choose files for where the caret is. */
export function chooseFiles(editor: Editor, item: string) {
  const input = make("input");
  input.type = "file";
  input.multiple = true;
  input.addEventListener("change", () => take(editor, item, input.files ?? [], editor.state.selection.to));
  input.click();
}

// A picture copied from a page comes as a file and as a line of HTML.
function onlyPicture(data: DataTransfer) {
  return /^(<meta[^>]*>|<!--[^>]*-->|<\/?(html|body)>|\s)*<img[^>]*>(<!--[^>]*-->|<\/?(html|body)>|\s)*$/i.test(data.getData("text/html"));
}

function take(editor: Editor, item: string, files: Iterable<File>, at: number) {
  for (const file of files) void carry(editor, item, file, at);
}

async function carry(editor: Editor, item: string, file: File, at: number) {
  const mark = {};
  const tell = (change: Change) => editor.view.dispatch(editor.state.tr.setMeta(key, change));
  tell({ add: { mark, at, name: file.name } });
  announce(say("sending", { name: file.name }));
  try {
    const sent = await send(file, item);
    const place = key.getState(editor.state)?.find(undefined, undefined, (spec) => (spec as { mark: object }).mark === mark)[0]?.from;
    tell({ remove: mark });
    if (place === undefined) return; // the lines around it were deleted meanwhile
    const node = sent.picture
      ? { type: "image", attrs: { file: sent.id, alt: file.name.replace(/\.\w+$/, "") } }
      : { type: "attachment", attrs: { file: sent.id, name: [...sent.name].slice(0, 300).join("") } };
    editor.chain().insertContentAt(place, node).run();
    announce(say("sent", { name: sent.name }));
  } catch (error) {
    tell({ remove: mark });
    toast(say("unsent", { name: file.name, why: (error as Error).message }), "danger");
  }
}

async function send(file: File, item: string): Promise<Sent> {
  const body = new FormData();
  body.append("files", file, file.name);
  const [sent] = await (await post("/files", body)).json() as Sent[];
  await post(`/d/${item}/files`, new URLSearchParams({ file: sent.id }));
  return sent;
}

async function post(to: string, body: BodyInit): Promise<Response> {
  const answer = await fetch(to, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => {
    throw new Error(say("no_network"));
  });
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({})) as { detail?: string };
  throw new Error(problem.detail ?? String(answer.status));
}

function waiting(name: string) {
  const bar = make("progress");
  bar.setAttribute("aria-label", say("sending", { name }));
  return make("span", "document-sending", bar, say("sending", { name }));
}
