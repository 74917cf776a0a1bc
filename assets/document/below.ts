// There is always a line to write on below a table, a picture or a callout that
// ends the text: it is made when one clicks there, not before, so that a text
// which is only read never changes.
import { type Editor, Extension } from "@tiptap/core";
import { Plugin, TextSelection } from "@tiptap/pm/state";

export const below = Extension.create({
  name: "below",
  addProseMirrorPlugins() {
    const editor = this.editor as Editor;
    return [new Plugin({
      props: {
        handleClick(view, _at, event) {
          const last = view.dom.lastElementChild;
          if (!editor.isEditable || !last || event.clientY <= last.getBoundingClientRect().bottom) return false;
          return lineBelow(editor);
        },
      },
    })];
  },
});

/** Adds a line at the end of a text that ends with another thing, and says whether it did. */
export function lineBelow({ state, view }: Editor, goThere = true): boolean {
  if (state.doc.lastChild?.type === state.schema.nodes.paragraph) return false;
  const tr = state.tr.insert(state.doc.content.size, state.schema.nodes.paragraph.create());
  view.dispatch(goThere ? tr.setSelection(TextSelection.atEnd(tr.doc)).scrollIntoView() : tr);
  if (goThere) view.focus();
  return true;
}
