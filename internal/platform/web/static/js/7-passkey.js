// Passkeys and security keys. A form that a key fills asks the server what to ask the key, asks the key, and is sent with
// the answer. Nothing else on the page needs it, and the form says what to do where it cannot work.
const canUseKeys = Boolean(window.PublicKeyCredential && navigator.credentials);

const fromBase64 = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const toBase64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

// What the server sends and what the browser takes differ in how octets are written.
const readOptions = (options) => {
  const withID = (list) => list?.map((item) => ({ ...item, id: fromBase64(item.id) }));
  const read = { ...options, challenge: fromBase64(options.challenge) };
  if (options.user) read.user = { ...options.user, id: fromBase64(options.user.id) };
  if (options.excludeCredentials) read.excludeCredentials = withID(options.excludeCredentials);
  if (options.allowCredentials) read.allowCredentials = withID(options.allowCredentials);
  return read;
};
const writeAnswer = ({ id, rawId, type, authenticatorAttachment, response }) => {
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = toBase64(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return JSON.stringify({ id, rawId: toBase64(rawId), type, authenticatorAttachment, clientExtensionResults: {}, response: parts });
};

const askServer = async (url, fields = {}) => {
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()).publicKey;
};

const keyProblem = (form, text) => {
  const line = form.querySelector("[data-key-problem]");
  line.textContent = text;
  line.hidden = !text;
};
const sayProblem = (form, error) => {
  const words = { NotAllowedError: "refused", AbortError: "refused", InvalidStateError: "known" };
  keyProblem(form, form.dataset[words[error.name]] || form.dataset.failed);
};
const sendAnswer = (form, credential) => {
  form.elements.answer.value = writeAnswer(credential);
  delete form.dataset.sent;
  form.requestSubmit();
};

// An offer waits in the field for the login until the person chooses a passkey there; anything else ends it first.
let offer;
const endOffer = () => { offer?.stop.abort(); clearTimeout(offer?.timer); offer = undefined; };
const makeOffer = async (form) => {
  endOffer();
  const mine = offer = { form, stop: new AbortController() };
  // The server forgets what it asked after five minutes; ask anew before.
  mine.timer = setTimeout(() => { if (offer === mine && form.isConnected) makeOffer(form); }, 4 * 60 * 1000);
  try {
    const publicKey = readOptions(await askServer(form.dataset.options));
    if (offer !== mine) return;
    sendAnswer(form, await navigator.credentials.get({ publicKey, mediation: "conditional", signal: mine.stop.signal }));
  } catch (error) {
    if (offer === mine && error.name !== "AbortError" && error.name !== "NotAllowedError") endOffer();
  }
};

enhancers.push(() => {
  if (offer && !offer.form.isConnected) endOffer();
  for (const form of all("form[data-key]")) {
    if (!canUseKeys) { keyProblem(form, form.dataset.missing); continue; }
    form.querySelector("[data-key-button]").hidden = false;
    if (form.dataset.offer && offer?.form !== form) {
      window.PublicKeyCredential.isConditionalMediationAvailable?.().then((can) => { if (can) makeOffer(form); }, () => {});
    }
  }
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.key || form.elements.answer.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  endOffer();
  keyProblem(form, "");
  try {
    const kind = form.elements.kind?.value;
    const publicKey = readOptions(await askServer(form.dataset.options, kind ? { kind } : {}));
    sendAnswer(form, await navigator.credentials[form.dataset.key]({ publicKey }));
  } catch (error) {
    delete form.dataset.sent;
    sayProblem(form, error);
  }
}, true);
window.addEventListener("pageshow", () => all("form[data-key]").forEach((form) => { form.elements.answer.value = ""; }));

// After a sign-in by password a password manager may make a passkey by itself, where the browser offers that. The next
// page of the cabinet asks it once; nobody is interrupted when it does not.
const upgradeMark = "klaster-passkey";
document.addEventListener("submit", (event) => {
  if (event.target.querySelector("input[type=password][autocomplete=current-password]")) sessionStorage.setItem(upgradeMark, "1");
}, true);
const upgrade = async () => {
  const can = await window.PublicKeyCredential.getClientCapabilities?.();
  if (!can?.conditionalCreate) return;
  const base = document.documentElement.lang === "en" ? "/en" : "";
  const publicKey = readOptions(await askServer(`${base}/profile/security/keys/options`, { kind: "silent" }));
  const credential = await navigator.credentials.create({ publicKey, mediation: "conditional" });
  await fetch(`${base}/profile/security/keys`, { method: "POST", body: new URLSearchParams({ kind: "silent", answer: writeAnswer(credential) }) });
};
enhancers.push(() => {
  if (!canUseKeys || !document.getElementById("session") || !sessionStorage.getItem(upgradeMark)) return;
  sessionStorage.removeItem(upgradeMark);
  upgrade().catch(() => {}); // there was no manager, or it knew the site already
});

// «Распечатать» is there only where it works.
enhancers.push(() => all("[data-print]").forEach((button) => { button.hidden = false; }));
document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });
