// Reads of a certificate what the page shows and what it judges by. The server reads it again and decides; this only spares people a
// signature that would not be taken.

// read takes the element at a place of DER: its tag, where its content begins and ends.
function read(bytes, at) {
  let length = bytes[at + 1], begin = at + 2;
  if (length & 0x80) {
    const count = length & 0x7f;
    if (count === 0 || count > 4) throw new Error("length");
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + bytes[begin++];
  }
  const end = begin + length;
  if (!(end <= bytes.length)) throw new Error("cut short");
  return { tag: bytes[at], at, begin, end };
}

function* children(bytes, of) {
  for (let at = of.begin; at < of.end;) {
    const child = read(bytes, at);
    yield child;
    at = child.end;
  }
}

const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

function text(bytes, { tag, begin, end }) {
  const raw = bytes.subarray(begin, end);
  if (tag === 0x1e) return new TextDecoder("utf-16be").decode(raw); // BMPString
  return new TextDecoder(tag === 0x0c ? "utf-8" : "iso-8859-1").decode(raw);
}

// The attributes of a subject, by their object identifiers.
const names = {
  "550403": "common", "550404": "surname", "55042a": "given", "55040a": "organisation", "55040c": "title",
  "2a85036401": "ogrn", "2a85036403": "snils", "2a85036404": "innOrganisation", "2a85036405": "ogrnip", "2a85030381030101": "inn",
};

function name(bytes, of) {
  const out = {};
  for (const set of children(bytes, of)) {
    for (const pair of children(bytes, set)) {
      const [id, value] = children(bytes, pair);
      const key = names[hex(bytes.subarray(id.begin, id.end))];
      if (key) out[key] = text(bytes, value);
    }
  }
  return out;
}

function time(bytes, of) {
  const s = text(bytes, of);
  const year = of.tag === 0x17 ? (s.slice(0, 2) < "50" ? "20" : "19") + s.slice(0, 2) : s.slice(0, 4);
  const rest = s.slice(of.tag === 0x17 ? 2 : 4);
  return Date.UTC(year, rest.slice(0, 2) - 1, rest.slice(2, 4), rest.slice(4, 6), rest.slice(6, 8), rest.slice(8, 10) || 0);
}

// trialPolicy is the identifier of the policy of trial certificates, with its tag.
const trialPolicy = "06146981d69f9ed4d3c0f2a9af8f85df85d5a7a2c336";

export function fromBase64(s) {
  return Uint8Array.from(atob(s.replace(/-----[^-]*-----|\s/g, "")), (c) => c.charCodeAt(0));
}

export function toBase64(bytes) {
  let s = "";
  for (let i = 0; i < bytes.length; i += 0x8000) s += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(s);
}

// parse reads a certificate in DER.
export function parse(bytes) {
  const [tbs] = children(bytes, read(bytes, 0));
  const fields = [...children(bytes, tbs)];
  const first = fields[0].tag === 0xa0 ? 1 : 0;
  const [serial, , issuer, validity, subject] = fields.slice(first);
  const [from, until] = [...children(bytes, validity)].map((t) => time(bytes, t));
  const who = name(bytes, subject);
  const person = [who.surname, who.given].filter(Boolean).join(" ");
  return {
    serial: hex(bytes.subarray(serial.begin, serial.end)), from, until,
    name: person || who.common || "", organisation: who.organisation ?? "", title: who.title ?? "",
    snils: who.snils ?? "", inn: who.innOrganisation || (who.inn ?? "").replace(/^00(?=\d{10}$)/, ""), ogrn: who.ogrn ?? "",
    issuer: name(bytes, issuer).common ?? "", trial: hex(bytes).includes(trialPolicy),
  };
}

// unfit says why a certificate cannot be used here, "" if nothing speaks against it.
export function unfit(c, { now, trial, snils, inn }) {
  if (c.broken) return "broken";
  if (c.hasKey === false) return "no-key";
  if (c.until < now) return "expired";
  if (c.from > now) return "not-yet";
  if (c.trial && !trial) return "trial";
  if (!c.trial && trial) return "not-trial";
  if (snils && c.snils && c.snils !== snils) return "other-person";
  if (inn && c.inn !== inn) return "other-organisation";
  return "";
}
