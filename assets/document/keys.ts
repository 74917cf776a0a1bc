// The keys of the editor, and what the help of the site says of them.
import { type Editor, Extension } from "@tiptap/core";
import { type Command, keysOf, perform } from "./commands";
import { say } from "./words";

/** Every command that has keys answers to them, and says what it did. */
export const keys = (commands: Command[]) =>
  Extension.create({
    name: "keys",
    priority: 1100, // before those that come with the nodes
    addKeyboardShortcuts() {
      const bound: Record<string, () => boolean> = {};
      for (const command of commands) {
        if (command.keys) bound[command.keys] = () => perform(this.editor as Editor, command);
      }
      bound["Shift-Mod-z"] = () => perform(this.editor as Editor, commands.find(({ name }) => name === "redo")!);
      return bound;
    },
  });

/** Adds the keys of the text to the list that `?` opens. */
export function listKeys(commands: Command[]) {
  document.addEventListener("parvis:shortcuts", (event) => {
    const rows = (event as CustomEvent<[string[], string][]>).detail;
    rows.push([["Alt", "F10"], say("to_tools")], [["/"], say("to_menu")], [["@"], say("mention")], [["[["], say("itemLink")]);
    for (const command of commands) if (command.keys) rows.push([keysOf(command.keys), say(command.name)]);
  });
}
