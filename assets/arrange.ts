// The sections and sheets of a tree of contents can be dragged to their place.
// The arrows and lists beside them do the same without a mouse; a drop sends the
// same form as they do.
const nodes = "li.arranged";

export function arrange(root: ParentNode) {
  let held: HTMLElement | undefined;
  for (const tree of root.querySelectorAll<HTMLElement>("[data-arrange]")) {
    for (const node of tree.querySelectorAll<HTMLElement>(nodes)) node.draggable = true;
    tree.addEventListener("dragstart", (event) => {
      held = nodeOf(event.target);
      event.dataTransfer?.setData("text/plain", held?.id ?? "");
    });
    tree.addEventListener("dragover", (event) => {
      const over = nodeOf(event.target);
      mark(root, over && held && takes(over, held) ? over : undefined);
      if (over && held && takes(over, held)) event.preventDefault();
    });
    tree.addEventListener("dragend", () => mark(root, undefined));
    tree.addEventListener("drop", (event) => {
      const over = nodeOf(event.target);
      if (!over || !held || !takes(over, held)) return;
      event.preventDefault();
      send(held, over);
    });
  }
}

function nodeOf(target: EventTarget | null) {
  return target instanceof Element ? (target.closest<HTMLElement>(nodes) ?? undefined) : undefined;
}

// A section goes nowhere but beside sections, and never into itself; a sheet
// goes onto another sheet or into a section.
function takes(over: HTMLElement, held: HTMLElement) {
  return over !== held && !held.contains(over) && (held.dataset.sheet !== undefined || over.dataset.node !== undefined);
}

function mark(root: ParentNode, over: HTMLElement | undefined) {
  for (const node of root.querySelectorAll(`${nodes}.over`)) node.classList.toggle("over", node === over);
  over?.classList.add("over");
}

// What is dropped onto a neighbour takes its place; a sheet dropped onto a
// section becomes its last one.
function send(held: HTMLElement, over: HTMLElement) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = held.dataset.move!;
  const say = (name: string, value: string) => {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  };
  const list = over.parentElement!;
  if (held.dataset.sheet !== undefined && over.dataset.node !== undefined) {
    say("to", over.dataset.node);
  } else {
    const kind = over.dataset.node === undefined ? "[data-sheet]" : "[data-node]";
    say("to", list.closest<HTMLElement>("[data-into]")?.dataset.into ?? "");
    say("at", String([...list.querySelectorAll(`:scope > ${kind}`)].indexOf(over) + 1));
  }
  document.body.append(form);
  form.submit();
}
