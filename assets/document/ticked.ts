// "- [ ] " is how Markdown writes a task: the dash has already made an item of a
// list, which becomes one to tick; those around it stay what they are.
import { InputRule } from "@tiptap/core";
import { Fragment } from "@tiptap/pm/model";
import { TextSelection } from "@tiptap/pm/state";

export const ticked = () => new InputRule({
  find: /^\s*\[([ xX]?)\] $/,
  handler: ({ state: { tr, schema }, range, match }) => {
    tr.delete(range.from, range.to);
    const at = tr.doc.resolve(range.from);
    if (at.depth < 3 || at.node(-1).type.name !== "listItem" || at.index(-1) !== 0) return null;
    const [list, item, i] = [at.node(-2), at.node(-1), at.index(-2)];
    const part = (from: number, to: number) => (from < to ? [list.copy(Fragment.fromArray(list.content.content.slice(from, to)))] : []);
    const { taskList, taskItem } = schema.nodes;
    const task = taskList.create(null, taskItem.create({ checked: match[1].toLowerCase() === "x" }, item.content));
    const [start, before] = [at.before(-2), part(0, i)];
    tr.replaceWith(start, start + list.nodeSize, [...before, task, ...part(i + 1, list.childCount)]);
    tr.setSelection(TextSelection.create(tr.doc, before.reduce((pos, node) => pos + node.nodeSize, start) + 3)); // at the head of its words
  },
});
