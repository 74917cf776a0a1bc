// Words proposed beside a field that holds a list: a press adds one to it, and
// takes the proposal away.

export function watchProposed(field: HTMLInputElement) {
  for (const button of field.form?.querySelectorAll<HTMLButtonElement>("button[data-tag]") ?? []) {
    button.disabled = false;
    button.addEventListener("click", () => {
      const words = field.value.split(",").map((one) => one.trim()).filter(Boolean);
      const name = button.dataset.tag!;
      if (!words.some((one) => one.toLowerCase() === name.toLowerCase())) words.push(name);
      field.value = `${words.join(", ")}, `;
      field.focus();
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      button.hidden = true;
    });
  }
}
