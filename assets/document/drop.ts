// Files chosen, dropped or pasted: each is sent, given to the document, then
// takes the place that was kept for it. Pictures of a pasted page that are not
// files of the site are left out by the schema.
import { type Editor, Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { toast } from "../toasts";
import { make } from "../words";
import { lineBelow } from "./below";
import { announce, say } from "./words";

interface Sent {
  id: string;
  name: string;
  picture: boolean;
}

interface Change {
  add?: { mark: object; at: number; drawn: HTMLElement };
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
            if (change?.add) return set.add(tr.doc, [Decoration.widget(change.add.at, change.add.drawn, { mark: change.add.mark, side: 1 })]);
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
  const bar = make("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", say("sending", { name: file.name }));
  tell({ add: { mark, at, drawn: make("span", "document-sending", bar, say("sending", { name: file.name })) } });
  announce(say("sending", { name: file.name }));
  try {
    const sent = await send(file, item, (share) => (bar.value = share));
    const place = key.getState(editor.state)?.find(undefined, undefined, (spec) => (spec as { mark: object }).mark === mark)[0]?.from;
    tell({ remove: mark });
    if (place === undefined) return; // the lines around it were deleted meanwhile
    const node = sent.picture
      ? { type: "image", attrs: { file: sent.id, alt: file.name.replace(/\.\w+$/, "") } }
      : { type: "attachment", attrs: { file: sent.id, name: [...sent.name].slice(0, 300).join("") } };
    editor.chain().insertContentAt(place, node).run();
    lineBelow(editor, false);
    announce(say("sent", { name: sent.name }));
  } catch (error) {
    tell({ remove: mark });
    toast(say("unsent", { name: file.name, why: (error as Error).message }), "danger");
  }
}

async function send(file: File, item: string, far: (share: number) => void): Promise<Sent> {
  const body = new FormData();
  body.append("files", file, file.name);
  const [sent] = await post<Sent[]>("/files", body, far);
  await post(`/d/${item}/files`, new URLSearchParams({ file: sent.id }));
  return sent;
}

// fetch does not tell how far a sending has gone.
function post<Answer>(to: string, body: FormData | URLSearchParams, far?: (share: number) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => event.lengthComputable && far?.(event.loaded / event.total));
    request.addEventListener("error", () => reject(new Error(say("no_network"))));
    request.addEventListener("load", () => {
      const answer = request.response as (Answer & { detail?: string }) | null;
      if (request.status < 300) resolve(answer as Answer);
      else reject(new Error(answer?.detail ?? String(request.status)));
    });
    request.open("POST", to);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  });
}
