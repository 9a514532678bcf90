// The trial signer's page. It shows what the worker says, and never sees a key: the worker reads the files itself.
import { leaving, openKey } from "./key.js";

const root = document.getElementById("signer");
if (root) begin();

async function begin() {
  const part = (name) => document.querySelector(`[data-part="${name}"]`);
  const words = (name) => root.querySelector(`[data-words="${name}"]`)?.textContent ?? name;
  const language = document.documentElement.lang || "ru";
  const day = (at) => new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "Europe/Moscow" }).format(at);
  const minute = (at) => new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Moscow" }).format(at);

  const { ask, load, close } = openKey({ worker: root.dataset.worker, module: root.dataset.module });
  leaving(root, close);

  const show = (name, kind, ...lines) => {
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
  const busy = async (button, place, work) => {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    show(place, "neutral", words("busy"));
    try {
      await work((share) => show(place, "neutral", `${words("busy")} ${Math.round(100 * share)} %`));
    } finally {
      button.removeAttribute("aria-disabled");
    }
  };
  // These forms go nowhere, so they may be sent again at once.
  const taken = (event) => {
    event.preventDefault();
    delete event.target.dataset.sent;
  };
  const who = ({ name, organisation }) => [organisation, name].filter((s, i, a) => s && a.indexOf(s) === i).join(", ");

  part("plain").hidden = true;
  document.querySelectorAll("[data-tool]").forEach((section) => { section.hidden = false; });
  show("key-result", "neutral", words("loading"));
  if (!(await load())) {
    show("key-result", "danger", words("unloaded"));
    return;
  }
  show("key-result", "neutral", words("no-key-yet"));
  root.dataset.ready = "yes";

  part("key").addEventListener("submit", (event) => {
    taken(event);
    const input = event.target.elements["key"];
    if (input.files.length === 0) return show("key-result", "danger", words("choose-key"));
    busy(event.submitter ?? part("open"), "key-result", async () => {
      const reply = await ask({ op: "open", keys: [...input.files] });
      input.value = "";
      part("forget").hidden = reply.outcome !== "ok";
      if (reply.outcome !== "ok") return show("key-result", "danger", words(`outcome-${reply.outcome}`));
      show("key-result", "success", words("open-ok"), who(reply), `${words("until")} ${day(reply.until)}`);
    });
  });

  part("forget").addEventListener("click", async () => {
    await ask({ op: "forget" });
    part("forget").hidden = true;
    show("key-result", "neutral", words("no-key-yet"));
  });

  let address = null;
  part("sign").addEventListener("submit", (event) => {
    taken(event);
    const file = event.target.elements["sign-document"].files[0];
    part("download").hidden = true;
    if (!file) return show("sign-result", "danger", words("choose-document"));
    busy(event.submitter, "sign-result", async (progress) => {
      const reply = await ask({ op: "sign", document: file }, [], progress);
      if (reply.outcome !== "ok") return show("sign-result", "danger", words(`outcome-${reply.outcome}`));
      if (address) URL.revokeObjectURL(address);
      address = URL.createObjectURL(new Blob([reply.message], { type: "application/pkcs7-signature" }));
      show("sign-result", "success", words("sign-ok"), words("trial"));
      const link = part("download").querySelector("a");
      link.href = address;
      link.download = `${file.name}.sig`;
      link.querySelector("span").textContent = `${file.name}.sig`;
      part("download").hidden = false;
    });
  });

  part("verify").addEventListener("submit", (event) => {
    taken(event);
    const { elements } = event.target;
    const file = elements["verify-document"].files[0], signature = elements["signature"].files[0];
    if (!file || !signature) return show("verify-result", "danger", words("choose-both"));
    busy(event.submitter, "verify-result", async (progress) => {
      const reply = await ask({ op: "verify", document: file, signature }, [], progress);
      if (reply.outcome !== "ok") return show("verify-result", "danger", words(`outcome-${reply.outcome}`));
      const place = part("verify-result"), shown = document.createDocumentFragment();
      for (const s of reply.signers) {
        show("verify-result", { ok: "success", intact: "warning", unknown: "warning" }[s.outcome] ?? "danger",
          words(s.outcome === "ok" ? "verdict-ok" : `outcome-${s.outcome}`), who(s) && `${words(["ok", "intact"].includes(s.outcome) ? "by" : "named")} ${who(s)}`,
          s.claimed !== null && `${words("claimed")} ${minute(s.claimed)}`,
          s.expired && words("expired"), s.outcome === "ok" && words("trial"), s.outcome === "ok" && words("unjudged"));
        shown.append(...place.childNodes);
      }
      place.replaceChildren(shown);
    });
  });
}
