// What leads elsewhere: addresses, people who are named, items of the site.
import { InputRule, Mark, markInputRule, mergeAttributes, Node } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";

/** The address as it is kept: the web, a mail, or a path of this site; "" for any other. */
export function addressOf(typed: string): string {
  let href = typed.trim();
  if (href.startsWith(`${location.origin}/`)) href = href.slice(location.origin.length);
  if (/^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(href)) href = `mailto:${href}`;
  else if (/^[\w-]+(\.[\w-]+)+([/?#]|$)/.test(href)) href = `https://${href}`;
  if (href.length > 2000 || /[\s\\\0]/.test(href)) return "";
  return /^(https?:\/\/.|mailto:.)/i.test(href) || /^\/(?!\/)/.test(href) || /^#./.test(href) ? href : "";
}

export const Link = Mark.create({
  name: "link",
  priority: 1000,
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [{ tag: "a[href]", getAttrs: (element) => {
    const href = addressOf(element.getAttribute("href") ?? "");
    return href ? { href } : false;
  } }],
  renderHTML: ({ HTMLAttributes }) => ["a", mergeAttributes(HTMLAttributes, { rel: "noopener nofollow" }), 0],
  addInputRules() {
    // [words](address), as in Markdown
    return [markInputRule({
      find: (text) => {
        const found = text.match(/\[([^\]]+)\]\(([^)\s]+)\)$/);
        const href = found && addressOf(found[2]);
        return found && href ? { index: found.index!, text: found[0], replaceWith: found[1], data: { href } } : null;
      },
      type: this.type,
      getAttributes: (match) => match.data as { href: string },
    }), new InputRule({
      // an address that is typed leads there once the word is done
      find: /(?:^|[\s(«“])(https?:\/\/\S*[^\s.,;:!?)»”])[.,;:!?)»”]* $/i,
      handler: ({ state, range, match }) => {
        const href = addressOf(match[1]);
        const from = range.from + match[0].indexOf(match[1]);
        const to = from + match[1].length;
        if (!href || state.doc.rangeHasMark(from, to, this.type)) return null;
        state.tr.addMark(from, to, this.type.create({ href })).insertText(" ", range.to).removeStoredMark(this.type);
      },
    })];
  },
  addProseMirrorPlugins() {
    const type = this.type;
    return [new Plugin({
      props: {
        // An address that is pasted over words becomes their link; alone, it is one.
        handlePaste(view, event) {
          const typed = event.clipboardData?.getData("text/plain").trim() ?? "";
          const { from, to, empty, $from } = view.state.selection;
          if (!/^(https?:\/\/|mailto:)\S+$/i.test(typed) || $from.parent.type.spec.code) return false;
          const href = addressOf(typed);
          if (!href) return false;
          const tr = view.state.tr;
          if (empty) tr.replaceSelectionWith(view.state.schema.text(typed, [type.create({ href })]), false);
          else tr.addMark(from, to, type.create({ href }));
          view.dispatch(tr.removeStoredMark(type).scrollIntoView());
          return true;
        },
        // In a text that one writes, a click sets the caret: with Ctrl, it opens.
        handleClick(view, _at, event) {
          const link = (event.target as Element).closest?.("a[href]");
          if (!link || !view.editable || !(event.ctrlKey || event.metaKey)) return false;
          window.open((link as HTMLAnchorElement).href, "_blank", "noopener");
          return true;
        },
      },
    })];
  },
});

const atom = { group: "inline", inline: true, atom: true, selectable: true } as const;

export const Mention = Node.create({
  name: "mention",
  ...atom,
  addAttributes: () => ({
    person: { default: "", parseHTML: (element: HTMLElement) => element.dataset.person ?? "", renderHTML: ({ person }) => ({ "data-person": person as string }) },
    handle: { default: "", parseHTML: (element: HTMLElement) => element.dataset.handle ?? "", renderHTML: ({ handle }) => ({ "data-handle": handle as string }) },
    name: { default: "", parseHTML: (element: HTMLElement) => element.textContent!.replace(/^@/, ""), rendered: false },
  }),
  parseHTML: () => [{ tag: "a[data-handle]", priority: 1100 }],
  renderHTML: ({ node, HTMLAttributes }) => ["a", mergeAttributes(HTMLAttributes, { class: "mention", href: `/p/${encodeURIComponent(node.attrs.handle as string)}` }), `@${node.attrs.name as string}`],
  renderText: ({ node }) => `@${node.attrs.name as string}`,
});

export const ItemLink = Node.create({
  name: "itemLink",
  ...atom,
  addAttributes: () => ({
    item: { default: "", parseHTML: (element: HTMLElement) => element.dataset.item ?? "", renderHTML: ({ item }) => ({ "data-item": item as string }) },
    title: { default: "", parseHTML: (element: HTMLElement) => element.textContent, rendered: false },
  }),
  parseHTML: () => [{ tag: "a[data-item]", priority: 1100 }],
  renderHTML: ({ node, HTMLAttributes }) => ["a", mergeAttributes(HTMLAttributes, { class: "item-link", href: `/i/${encodeURIComponent(node.attrs.item as string)}` }), node.attrs.title as string],
  renderText: ({ node }) => node.attrs.title as string,
});
