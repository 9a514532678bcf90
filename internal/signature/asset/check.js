// «Проверка рабочего места»: looks at the browser, the clock, the extension, the plug-in, the provider and the certificates, and puts what
// it found into the form of the report. Names and numbers of certificates stay here: they are counted, no more.
import { parse, unfit } from "./certificate.js";
import { cryptoPro } from "./provider-cryptopro.js";
import { rutoken } from "./provider-rutoken.js";

const root = document.getElementById("workplace");
if (root && !root.dataset.begun) begin();

function begin() {
  root.dataset.begun = "yes";
  root.hidden = false;
  const loaded = Date.now();
  const word = (name) => root.querySelector(`[data-words="${name}"]`).textContent;
  const fill = (template, ...values) => values.reduce((s, v) => s.replace("{}", v), template);
  let found = [];

  const tell = (point, result, detail = "") => {
    found = found.filter((f) => f.point !== point).concat({ point, result, detail });
    const row = root.querySelector(`[data-point="${point}"]`);
    row.querySelector('[data-part="result"]').textContent = [word(result), detail].filter(Boolean).join(", ");
    row.querySelector('[data-part="mend"]').hidden = result !== "fail";
  };

  async function look() {
    found = [];
    for (const row of root.querySelectorAll("[data-point]")) {
      row.querySelector('[data-part="result"]').textContent = word("checking");
      row.querySelector('[data-part="mend"]').hidden = true;
    }
    const brands = (navigator.userAgentData?.brands ?? []).map((b) => `${b.brand} ${b.version}`).filter((b) => !/brand/i.test(b)).join(", ");
    const name = brands || (navigator.userAgent.match(/(Firefox|Safari|Chrome|YaBrowser)\/[\d.]+/g) ?? []).join(" ");
    tell("browser", /Chrom|YaBrowser|Edg/.test(navigator.userAgent) ? "ok" : "fail", name.slice(0, 100));
    const skew = Math.round((loaded - Number(root.dataset.now)) / 1000);
    tell("clock", Math.abs(skew) <= 300 ? "ok" : "fail", Math.abs(skew) > 5 ? fill(word("skew"), skew) : "");
    const plugin = cryptoPro({ vendor: root.dataset.cryptopro });
    const state = await plugin.detect();
    tell("extension", state.state === "no-extension" ? "fail" : "ok", state.error ?? "");
    tell("plugin", state.state === "ready" ? "ok" : state.state === "no-plugin" ? "fail" : "unknown", state.version ?? state.error ?? "");
    if (state.state !== "ready") {
      tell("provider", "unknown");
      tell("certificates", "unknown");
    } else {
      tell("provider", state.providers.length > 0 ? "ok" : "fail", state.providers.join(", ") || state.noProvider);
      try {
        const all = await plugin.certificates();
        const fit = all.filter((c) => !unfit({ ...c, ...read(c) }, { now: Number(root.dataset.now), trial: root.dataset.trial === "true" }));
        tell("certificates", fit.length > 0 ? "ok" : "fail", fill(word("count"), all.length, fit.length));
      } catch (error) {
        tell("certificates", "fail", plugin.code(error));
      }
    }
    const token = await rutoken({ vendor: root.dataset.rutoken }).detect();
    tell("rutoken", token.state === "ready" ? "ok" : "unknown", token.version ?? "");
    root.querySelector('[name="report"]').value = JSON.stringify(found);
    root.dataset.ready = "yes";
  }

  const read = (c) => {
    try {
      return parse(c.raw);
    } catch {
      return { broken: true };
    }
  };

  root.querySelector('[data-part="again"]').addEventListener("click", look);
  look();
}
