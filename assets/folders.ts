// What is carried in a drop: files, and those of whole folders with the way to
// each.

/** A file and the folders that lead to it, as "Dossier/Annexes". */
export interface Found {
  file: File;
  path: string;
}

// What systems leave in folders and nobody means to send.
const litter = [".DS_Store", "Thumbs.db", "desktop.ini"];

/** Everything in a drop. It must be called before the event has ended. */
export async function carried(data: DataTransfer): Promise<Found[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (entries.every((entry) => !entry)) return [...data.files].map((file) => ({ file, path: "" }));
  const found: Found[] = [];
  for (const entry of entries) if (entry) await walk(entry, "", found);
  return found;
}

async function walk(entry: FileSystemEntry, path: string, found: Found[]) {
  if (litter.includes(entry.name)) return;
  if (entry.isFile) {
    const file = await new Promise<File>((well, badly) => (entry as FileSystemFileEntry).file(well, badly));
    found.push({ file, path });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const within = path ? `${path}/${entry.name}` : entry.name;
  // A reader gives a hundred entries at a time, then none.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((well, badly) => reader.readEntries(well, badly));
    if (!some.length) return;
    for (const one of some) await walk(one, within, found);
  }
}
