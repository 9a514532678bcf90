// «Учебная подпись»: the worker of the software key makes a key, the server certifies its public half, and the worker keeps both in this
// browser. Whatever does not work leaves the form as it is without scripts: the server makes the key.
import { toBase64 } from "./certificate.js";

const root = document.getElementById("trial");
if (root && root.dataset.library && !root.dataset.begun) begin();

async function begin() {
  root.dataset.begun = "yes";
  const form = root.querySelector("form");
  const { openKey, leaving } = await import(root.dataset.library);
  const key = openKey({ worker: root.dataset.worker, module: root.dataset.module });
  leaving(root, key.close);
  if (!(await key.load())) return key.close();
  root.dataset.ready = "yes";

  const say = (kind, text) => {
    const box = root.querySelector(`template[data-box="${kind}"]`).content.cloneNode(true);
    const p = document.createElement("p");
    p.className = "banner__title";
    p.append(text);
    box.querySelector(".banner > div").append(p);
    root.querySelector('[data-part="result"]').replaceChildren(box);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    delete form.dataset.sent;
    const plain = () => {
      form.elements["public"].value = "";
      form.submit();
    };
    const made = await key.ask({ op: "make" });
    if (made.outcome !== "ok") return plain();
    const fields = new FormData(form);
    fields.set("public", toBase64(made.key));
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields) });
    if (!answer.ok || !(answer.headers.get("Content-Type") ?? "").startsWith("application/x-pem-file")) return plain(); // it says what is wrong
    const reply = await key.ask({ op: "certify", certificates: await answer.text(), keep: true });
    if (reply.outcome !== "ok") return plain();
    const link = root.querySelector('[data-part="file"]');
    link.href = URL.createObjectURL(reply.file);
    root.querySelector('[data-part="made"]').hidden = false;
    say("success", root.querySelector('[data-words="made"]').textContent);
    root.querySelector('[data-part="result"]').scrollIntoView({ block: "center" });
  });
}
