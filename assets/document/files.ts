// Pictures and joined files: a document holds the id of a file of the site,
// never its bytes nor an address elsewhere.
import { mergeAttributes, Node } from "@tiptap/core";

const known = (name: string) => ({
  default: "",
  parseHTML: (element: HTMLElement) => element.getAttribute(`data-${name}`) ?? "",
  renderHTML: (attributes: Record<string, unknown>) => ({ [`data-${name}`]: attributes[name] as string }),
});

const block = { group: "block", atom: true, draggable: true } as const;

export const Image = Node.create({
  name: "image",
  ...block,
  addAttributes: () => ({
    file: known("file"),
    alt: { default: "", parseHTML: (element: HTMLElement) => element.getAttribute("alt") ?? "", rendered: false },
    width: { default: null, parseHTML: (element: HTMLElement) => Number(element.dataset.width) || null, rendered: false },
  }),
  parseHTML: () => [{ tag: "img[data-file]" }],
  renderHTML: ({ node, HTMLAttributes }) => {
    const { file, alt, width } = node.attrs as { file: string; alt: string; width: number | null };
    return ["figure", ["img", mergeAttributes(HTMLAttributes, {
      src: `/files/${encodeURIComponent(file)}/image`, alt, loading: "lazy", ...(width ? { "data-width": String(width), class: `width-${Math.max(1, Math.round(width / 10)) * 10}` } : {}),
    })]];
  },
  renderText: ({ node }) => node.attrs.alt as string,
});

export const Attachment = Node.create({
  name: "attachment",
  ...block,
  addAttributes: () => ({ file: known("joined"), name: known("name") }),
  parseHTML: () => [{ tag: "p[data-joined]", priority: 1100, getAttrs: (element) => ({ file: element.dataset.joined, name: element.dataset.name ?? "" }) }],
  renderHTML: ({ node }) => {
    const { file, name } = node.attrs as { file: string; name: string };
    return ["p", { class: "attachment", "data-joined": file, "data-name": name }, ["a", { href: `/files/${encodeURIComponent(file)}/${encodeURIComponent(name)}` }, name]];
  },
  renderText: ({ node }) => node.attrs.name as string,
});
