// The questions that were taken along: where this browser keeps them, and how their grading is opened.

const NAME = "neuroquiz";
const STORE = "packs";
const SALT = "neuroquiz pack";
const ROUNDS = 20000;
const BLOCK = 32;

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return settled(request);
}

// One pack at a time: the last that was taken.
export async function keep(pack) {
  const store = (await open()).transaction(STORE, "readwrite").objectStore(STORE);
  await settled(store.put(pack, "current"));
}

export async function kept() {
  const store = (await open()).transaction(STORE).objectStore(STORE);
  return settled(store.get("current"));
}

function bytesOf(text) {
  return new TextEncoder().encode(text);
}

// Sealed so that the key is not read by accident; whoever wants to open it can.
export async function opened(sealed, name) {
  const data = Uint8Array.from(atob(sealed), (letter) => letter.charCodeAt(0));
  const secret = await crypto.subtle.importKey("raw", bytesOf(name), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(SALT), iterations: ROUNDS };
  const bits = await crypto.subtle.deriveBits(how, secret, 256);
  const key = await crypto.subtle.importKey("raw", bits, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const blocks = Math.ceil(data.length / BLOCK);
  const stream = await Promise.all([...Array(blocks).keys()].map((number) => crypto.subtle.sign("HMAC", key, numbered(number))));
  stream.forEach((mask, number) => {
    const bytes = new Uint8Array(mask);
    const end = Math.min(BLOCK, data.length - number * BLOCK);
    for (let at = 0; at < end; at += 1) data[number * BLOCK + at] ^= bytes[at];
  });
  return JSON.parse(new TextDecoder().decode(data));
}

function numbered(number) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}
