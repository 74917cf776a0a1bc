// A short question in a dialog: a link's address, what a picture shows.
import { icon, make, word } from "../words";
import { say } from "./words";

interface Field {
  name: string;
  label: string;
  value: string;
  type?: string;
  max?: number;
  check?: (value: string) => string; // what is wrong with it, "" for nothing
}

/** The answers, or undefined when one turned away; with a word for removing, "remove" may be the answer. */
export function askFor(title: string, fields: Field[], removing?: string): Promise<Record<string, string> | "remove" | undefined> {
  const close = make("button", "icon-button", icon("x"));
  close.type = "button";
  close.setAttribute("aria-label", word("ui.close"));
  const heading = make("h2", "", title);
  heading.id = "document-asking";
  const form = make("form", "dialog-body");
  form.noValidate = true;
  const inputs = fields.map((field) => {
    const input = make("input", "control");
    Object.assign(input, { id: `asking-${field.name}`, value: field.value, type: field.type ?? "text", maxLength: field.max ?? 2000, autocomplete: "off" });
    const label = make("label", "label", field.label);
    label.htmlFor = input.id;
    const wrong = make("p", "error");
    wrong.id = `${input.id}-wrong`;
    wrong.setAttribute("role", "alert");
    input.setAttribute("aria-describedby", wrong.id);
    form.append(make("div", "field", label, input, wrong));
    return { field, input, wrong };
  });
  const apply = make("button", "button primary", say("apply"));
  const row = make("p", "button-row", apply);
  const remove = make("button", "button", removing ?? "");
  remove.type = "button";
  if (removing) row.append(remove);
  form.append(row);
  const dialog = make("dialog", "dialog", make("header", "dialog-head", heading, close), form);
  dialog.setAttribute("aria-labelledby", heading.id);
  document.body.append(dialog);
  dialog.showModal();
  inputs[0].input.select();

  return new Promise((resolve) => {
    const end = (answer?: Record<string, string> | "remove") => {
      dialog.remove();
      resolve(answer);
    };
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => end());
    remove.addEventListener("click", () => end("remove"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const answers: Record<string, string> = {};
      let first: HTMLInputElement | undefined;
      for (const { field, input, wrong } of inputs) {
        wrong.textContent = field.check?.(input.value) ?? "";
        input.setAttribute("aria-invalid", String(!!wrong.textContent));
        if (wrong.textContent) first ??= input;
        answers[field.name] = input.value.trim();
      }
      if (first) first.focus();
      else end(answers);
    });
  });
}
