// The page on which one signs: finds the plug-ins, lists their certificates, has one of them sign the bytes of the page, and sends the
// message in the form for uploads. What comes of it the server says.
import { parse, unfit } from "./certificate.js";
import { cryptoPro } from "./provider-cryptopro.js";
import { rutoken } from "./provider-rutoken.js";
import { blitz } from "./provider-blitz.js";
import { software } from "./provider-software.js";

const root = document.getElementById("signing");
if (root && !root.dataset.begun) begin();

function begin() {
  root.dataset.begun = "yes";
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const word = (name) => root.querySelector(`[data-words="${CSS.escape(name)}"]`)?.textContent ?? "";
  const fill = (template, ...values) => values.reduce((s, v) => s.replace("{}", v), template);
  const language = document.documentElement.lang || "ru";
  const day = (at) => new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "Europe/Moscow" }).format(at);
  const { attached, trial, snils, inn, file, now } = root.dataset;
  const skew = Number(now) - Date.now(); // the clock that counts is the server's
  const expected = { trial: trial === "yes", snils, inn, get now() { return Date.now() + skew; } };

  const providers = [cryptoPro({ vendor: root.dataset.cryptopro }), rutoken({ vendor: root.dataset.rutoken, askPin }), blitz()];
  const key = root.dataset.library ? software(root.dataset) : null;
  if (key) providers.unshift(key);

  const say = (name, kind, ...lines) => {
    const place = part(name);
    place.replaceChildren();
    if (!kind) return;
    const box = root.querySelector(`template[data-box="${kind}"]`).content.cloneNode(true);
    const inside = box.querySelector(".banner > div");
    for (const [i, line] of lines.filter(Boolean).entries()) {
      const p = document.createElement("p");
      if (i === 0) p.className = "banner__title";
      p.append(line);
      inside.append(p);
    }
    place.append(box);
  };

  let shown = [];
  let looking = 0;
  let settled = false; // nothing moves on the page any more: only then there is a button to press

  // look asks all plug-ins at once, and draws what each has as it comes.
  async function look() {
    const turn = ++looking;
    shown = [];
    settled = false;
    draw();
    say("state", "neutral", word("looking"));
    const found = await Promise.all(providers.map(async (provider) => {
      const state = await provider.detect();
      if (turn !== looking) return state;
      if (state.state !== "ready") return { provider, ...state };
      try {
        for (const c of await provider.certificates()) {
          let facts;
          try {
            facts = parse(c.raw);
          } catch {
            facts = { broken: true, name: c.id };
          }
          if (turn === looking && !shown.some((s) => s.serial && s.serial === facts.serial && s.issuer === facts.issuer)) shown.push({ ...c, ...facts, provider });
        }
        if (turn === looking) draw();
        return { provider, ...state };
      } catch (error) {
        return { provider, ...state, error: provider.code(error), failed: true };
      }
    }));
    if (turn !== looking) return;
    const ready = found.filter((f) => f.state === "ready");
    const failed = found.find((f) => f.failed);
    if (failed) say("state", "danger", word(`error-${failed.error}`) || word("error-list"), failed.error && fill(word("code"), failed.error));
    else if (shown.length > 0) say("state");
    else if (ready.length === 0) say("state", "warning", word("no-plugins"), word("no-plugins-do"));
    else say("state", "warning", word(key && ready.length === 1 ? "no-keys" : "no-certificates"), word(key && ready.length === 1 ? "" : "no-certificates-do"));
    settled = true;
    draw();
    part("plugins").textContent = found.map((f) => `${word(`provider-${f.provider?.id}`)} — ${f.version || word(`state-${f.state}`)}`).join("; ");
    root.dataset.ready = String(turn);
  }

  function draw() {
    const list = part("list");
    const chosen = list.querySelector("input:checked")?.value;
    list.replaceChildren();
    shown.sort((a, b) => (unfit(a, expected) ? 1 : 0) - (unfit(b, expected) ? 1 : 0) || b.until - a.until);
    for (const [i, c] of shown.entries()) {
      const item = root.querySelector("template[data-item]").content.cloneNode(true);
      const why = unfit(c, expected);
      const input = item.querySelector("input"), label = item.querySelector("label"), hint = item.querySelector(".hint");
      input.id = `certificate-${i}`;
      input.value = `${c.provider.id} ${c.id}`;
      input.disabled = why !== "";
      input.checked = input.value === chosen && !why;
      label.htmlFor = input.id;
      label.textContent = [c.name, c.organisation].filter((s, n, all) => s && all.indexOf(s) === n).join(", ");
      hint.id = `${input.id}-hint`;
      input.setAttribute("aria-describedby", hint.id);
      const facts = c.broken ? [] : [c.inn && fill(word("inn"), c.inn), fill(word("issuer"), c.issuer), fill(word("until"), day(c.until)), word(`provider-${c.provider.id}`)];
      hint.textContent = [why && word(`unfit-${why}`), ...facts].filter(Boolean).join(" · ");
      list.append(item);
    }
    const fit = shown.filter((c) => !unfit(c, expected));
    if (fit.length === 1) list.querySelector("input:not(:disabled)").checked = true;
    part("choice").hidden = shown.length === 0;
    part("sign").hidden = fit.length === 0 || !settled;
  }

  // askPin asks for the PIN of a token that shows no window of its own; null is a refusal.
  function askPin() {
    const dialog = part("pin");
    const field = dialog.querySelector("input");
    field.value = "";
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((done) => {
      dialog.addEventListener("close", () => {
        const pin = field.value;
        field.value = "";
        done(dialog.returnValue === "ok" ? pin : null);
      }, { once: true });
    });
  }

  const form = document.querySelector(`form[action$="${CSS.escape(root.dataset.path)}"]`);

  async function sign(button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    const value = part("list").querySelector("input:checked")?.value;
    const chosen = shown.find((c) => `${c.provider.id} ${c.id}` === value);
    if (!chosen) return say("result", "danger", word("choose"));
    button.setAttribute("aria-disabled", "true");
    say("result", "neutral", word("signing"), word("keep-open"));
    try {
      const answer = await fetch(file, { cache: "no-store" });
      if (!answer.ok) throw new Error("no-file");
      const message = await chosen.provider.sign(chosen, new Uint8Array(await answer.arrayBuffer()), { attached: attached === "yes" });
      send(message);
    } catch (error) {
      const code = error?.message === "no-file" ? "no-file" : chosen.provider.code(error);
      say("result", code === "0x8010006E" || code === "0x800704C7" ? "neutral" : "danger", word(`error-${code}`) || word("error-unknown"),
        code && code !== "no-file" && fill(word("code"), code), word("by-file"));
      button.removeAttribute("aria-disabled");
    }
  }

  // send puts the message where a person would have put the file.
  function send(message) {
    const files = new DataTransfer();
    files.items.add(new File([message], `${root.dataset.name}.sig`, { type: "application/pkcs7-signature" }));
    const field = form.elements["signature"];
    field.files = files.files;
    say("result", "neutral", word("sending"));
    form.requestSubmit();
  }

  root.hidden = false;
  part("refresh").addEventListener("click", look);
  part("sign").addEventListener("click", (event) => sign(event.currentTarget));
  part("open")?.addEventListener("click", async () => {
    const input = part("files");
    if (input.files.length === 0) return say("key-result", "danger", word("choose-key"));
    const reply = await key.take([...input.files], part("keep").checked).catch(() => ({ outcome: "failed" }));
    input.value = "";
    if (reply.outcome !== "ok") return say("key-result", "danger", word(`outcome-${reply.outcome}`) || word("outcome-failed"));
    say("key-result", "success", word("key-open"));
    await look();
  });
  const leave = new MutationObserver(() => {
    if (root.isConnected) return;
    leave.disconnect();
    key?.close();
  });
  leave.observe(document.body, { childList: true, subtree: true });
  look();
}
