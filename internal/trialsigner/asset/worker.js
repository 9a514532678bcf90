// The trial signer's worker. It alone has the key. Its own content policy, which comes with this file, leaves it no network: the page
// fetches the module and passes its bytes.
"use strict";

const OPEN = 1, SIGN = 2, VERIFY = 3, ATTACH = 4, MAKE = 5, CERTIFY = 6;
const STEP = 4 << 20; // bytes of a document between two reports of progress

let module = null; // the compiled module
let go = null; // what it exports, and its memory
let current = null; // the document of this request: {id, file, at, told}

const view = (at, length) => new Uint8Array(go.memory.buffer, at >>> 0, length);
const data = () => new DataView(go.memory.buffer);
const files = new FileReaderSync();

// The module asks for the next piece of the document; 0 is its end.
function readDocument(at, length) {
  if (!current) return -1;
  const end = Math.min(current.at + length, current.file.size);
  if (end === current.at) return 0;
  try {
    const piece = new Uint8Array(files.readAsArrayBuffer(current.file.slice(current.at, end)));
    view(at, piece.length).set(piece);
    current.at += piece.length;
    if (current.at - current.told >= STEP) {
      current.told = current.at;
      postMessage({ id: current.id, progress: current.at / current.file.size });
    }
    return piece.length;
  } catch {
    return -1; // removed or changed meanwhile
  }
}

const ENOSYS = 52;

// What the runtime of the module asks of a system: the clock, random bytes, and a place for its last words.
const system = {
  clock_time_get(clock, precision, at) {
    const now = clock === 0 ? BigInt(Date.now()) * 1000000n : BigInt(Math.round(performance.now() * 1000)) * 1000n;
    data().setBigUint64(at, now, true);
    return 0;
  },
  random_get(at, length) {
    for (let done = 0; done < length; done += 65536) {
      crypto.getRandomValues(view(at + done, Math.min(65536, length - done)));
    }
    return 0;
  },
  fd_write(fd, vectors, count, at) {
    let text = "", total = 0;
    for (let i = 0; i < count; i++) {
      const length = data().getUint32(vectors + 8 * i + 4, true);
      text += new TextDecoder().decode(view(data().getUint32(vectors + 8 * i, true), length).slice());
      total += length;
    }
    data().setUint32(at, total, true);
    if (text.trim() !== "") console.error(text);
    return 0;
  },
  args_sizes_get: (count, size) => nothing(count, size),
  environ_sizes_get: (count, size) => nothing(count, size),
  args_get: () => 0,
  environ_get: () => 0,
  sched_yield: () => 0,
  poll_oneoff: (asked, told, count, at) => { data().setUint32(at, count, true); return 0; },
  fd_prestat_get: () => 8, // there are no folders
  proc_exit(code) { throw new Error("the module has ended with " + code); },
};

function nothing(count, size) {
  data().setUint32(count, 0, true);
  data().setUint32(size, 0, true);
  return 0;
}

async function start(bytes) {
  module = await WebAssembly.compile(bytes);
  await renew();
}

// A key is forgotten by overwriting all the memory that the module had, and beginning with a new one.
async function renew() {
  if (go) new Uint8Array(go.memory.buffer).fill(0);
  const wasi = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    if (from === "wasi_snapshot_preview1") wasi[name] = system[name] ?? (() => ENOSYS);
  }
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: wasi, klaster: { document: readDocument } });
  go = instance.exports;
  go._initialize();
}

// pack and unpack are the two of package signer.
function pack(parts) {
  const out = new Uint8Array(parts.reduce((n, p) => n + 4 + p.length, 0));
  let at = 0;
  for (const p of parts) {
    new DataView(out.buffer).setUint32(at, p.length, true);
    out.set(p, at + 4);
    at += 4 + p.length;
  }
  return out;
}

function unpack(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length;) {
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
    parts.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return parts;
}

const text = (bytes) => new TextDecoder().decode(bytes);
const moment = (bytes) => (bytes?.length ? Number(text(bytes)) : null);

function call(op, parts) {
  const request = pack(parts);
  const at = go.room(request.length);
  if (at === 0) return [new TextEncoder().encode("failed")];
  view(at, request.length).set(request);
  request.fill(0);
  const length = go.call(op);
  return unpack(view(go.reply(), length).slice());
}

const read = (file) => new Uint8Array(files.readAsArrayBuffer(file));

// open gives the module a key, and keeps its files in this browser if the person wants that: they are trial keys, and nothing but
// trials can be signed with them.
async function open(parts, keep) {
  const kept = keep ? parts.map((p) => p.slice()) : [];
  const [outcome, name, organisation, until, certificate, serial] = call(OPEN, parts);
  parts.forEach((p) => p.fill(0));
  if (text(outcome) !== "ok") {
    await renew();
    return { outcome: text(outcome) };
  }
  const reply = { outcome: "ok", name: text(name), organisation: text(organisation), until: moment(until), certificate: certificate.slice(), serial: text(serial) };
  if (keep) await drawer("readwrite", (keys) => keys.put({ id: reply.serial, certificate: reply.certificate, files: kept }));
  return reply;
}

// drawer works with the keys that this browser keeps.
function drawer(mode, work) {
  return new Promise((done, fail) => {
    const opening = indexedDB.open("klaster-trial-keys", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("keys", { keyPath: "id" });
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
      const base = opening.result, turn = base.transaction("keys", mode), asked = work(turn.objectStore("keys"));
      turn.oncomplete = () => { base.close(); done(asked.result); };
      turn.onerror = turn.onabort = () => { base.close(); fail(turn.error); };
    };
  });
}

async function answer({ op, id, keys, keep, certificates, which, document, signature }) {
  current = document ? { id, file: document, at: 0, told: 0 } : null;
  switch (op) {
    case "open": {
      if (keys.some((file) => file.size > 1 << 20)) return { outcome: "bad-key" };
      return open(keys.map(read), keep);
    }
    case "sign":
    case "attach": {
      const [outcome, message] = call(op === "sign" ? SIGN : ATTACH, []);
      return { outcome: text(outcome), message };
    }
    case "make": {
      const [outcome, key] = call(MAKE, []);
      return { outcome: text(outcome), key };
    }
    case "certify": {
      const [outcome, file] = call(CERTIFY, [new TextEncoder().encode(certificates)]);
      if (text(outcome) !== "ok") return { outcome: text(outcome) };
      const reply = await open([file.slice()], keep);
      return { ...reply, file: new Blob([file], { type: "application/x-pem-file" }) };
    }
    case "kept": {
      const all = await drawer("readonly", (keys) => keys.getAll());
      return { outcome: "ok", kept: all.map(({ id, certificate }) => ({ id, certificate })) };
    }
    case "use": {
      const kept = await drawer("readonly", (keys) => keys.get(which));
      return kept ? open(kept.files.map((f) => f.slice()), false) : { outcome: "no-key" };
    }
    case "drop":
      await drawer("readwrite", (keys) => keys.delete(which));
      return { outcome: "ok" };
    case "verify": {
      if (signature.size > 112 << 20) return { outcome: "no-signature" };
      const [outcome, ...records] = call(VERIFY, [read(signature)]);
      return {
        outcome: text(outcome),
        signers: records.map((r) => {
          const [own, name, organisation, claimed, expired] = unpack(r);
          return { outcome: text(own), name: text(name), organisation: text(organisation), claimed: moment(claimed), expired: expired.length > 0 };
        }),
      };
    }
    case "forget":
      await renew();
      return { outcome: "ok" };
  }
  return { outcome: "failed" };
}

async function handle(request) {
  let reply;
  try {
    if (request.op === "start") {
      await start(request.module);
      reply = { outcome: "ok" };
    } else {
      reply = await answer(request);
    }
  } catch (error) {
    console.error(error);
    reply = { outcome: "failed" };
    if (module) await renew(); // what has failed is not gone on with
  }
  current = null;
  postMessage({ id: request.id, ...reply });
}

// One request at a time, in the order in which they come.
let line = Promise.resolve();
onmessage = ({ data: request }) => { line = line.then(() => handle(request)); };
