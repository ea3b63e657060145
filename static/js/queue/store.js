// What this browser keeps until it is settled: each thing under a key of its own, so that two tabs that write at the same
// time cannot undo each other's work.

export class Shelf {
  // What could not be written down (private windows of some browsers) is kept for as long as the tab is open.
  #memory = new Map();
  #watchers = [];
  #prefix;

  constructor(prefix) {
    this.#prefix = prefix;
  }

  // In the order in which they were put.
  list() {
    const entries = this.#names().map(read).filter(Boolean);
    const unwritten = [...this.#memory.values()];
    const written = entries.filter((entry) => !this.#memory.has(entry.id));
    return [...written, ...unwritten].sort((one, other) => one.order - other.order || (one.id < other.id ? -1 : 1));
  }

  get(id) {
    return this.#memory.get(id) ?? read(this.#prefix + id);
  }

  has(id) {
    return Boolean(this.get(id));
  }

  // True if it is written down. What is put again goes to the end.
  put(entry) {
    const order = Math.max(0, ...this.list().map((other) => other.order)) + 1;
    return this.#keep({ ...entry, order });
  }

  // What another tab has let go meanwhile stays gone.
  change(id, fields) {
    const entry = this.get(id);
    if (entry) this.#keep({ ...entry, ...fields });
  }

  drop(id) {
    this.#memory.delete(id);
    forget(this.#prefix + id);
    this.#tell();
  }

  watch(watcher) {
    this.#watchers.push(watcher);
  }

  #keep(entry) {
    const isWritten = write(this.#prefix + entry.id, entry);
    if (isWritten) this.#memory.delete(entry.id);
    else this.#memory.set(entry.id, entry);
    this.#tell();
    return isWritten;
  }

  #names() {
    try {
      const names = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index));
      return names.filter((name) => name.startsWith(this.#prefix));
    } catch {
      return [];
    }
  }

  #tell() {
    for (const watcher of this.#watchers) watcher();
  }
}

export const answers = new Shelf("answer:");
export const notices = new Shelf("notice:");

// Browsers that were here before kept everything in two lists, each under one name.
const OLD_LISTS = [["answers-to-send", answers], ["answers-not-counted", notices]];

export function moveOldLists() {
  for (const [name, shelf] of OLD_LISTS) moveOver(name, shelf);
}

// The list goes when all of it is written down. What is on it twice is sent twice, which does no harm.
function moveOver(name, shelf) {
  const list = read(name);
  if (!Array.isArray(list)) return;
  const entries = list.filter((entry) => entry?.id && !shelf.has(entry.id));
  const isWritten = entries.map((entry) => shelf.put(entry));
  if (isWritten.every(Boolean)) forget(name);
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function forget(name) {
  try {
    localStorage.removeItem(name);
  } catch {}
}
