// A change of theme or of the low-vision version redraws the frame of the page and leaves what is being typed alone.
// Without this the form is sent as usual, and the server returns the page.
const framed = [".top", ".vision"];
const reframe = (page) => {
  const root = document.documentElement;
  root.getAttributeNames().filter((name) => name.startsWith("data-")).forEach((name) => root.removeAttribute(name));
  for (const { name, value } of page.documentElement.attributes) root.setAttribute(name, value);
  const scheme = "meta[name=color-scheme]";
  document.querySelector(scheme).content = page.querySelector(scheme).content;
  framed.forEach((part) => all(part).forEach((old) => old.remove()));
  const parts = framed.map((part) => page.querySelector(part)).filter(Boolean);
  document.querySelector(".skip").after(...parts);
  parts.forEach((part) => window.htmx?.process(part));
};
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!form.matches("[data-prefs]") || form.dataset.plain) return;
  event.preventDefault();
  const { name, value } = button;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, button)) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    reframe(page);
    const place = document.querySelector(`button[name="${name}"][value="${value}"]:not(details *)`)
      || document.querySelector(name === "theme" ? "details.menu summary" : "button[name=vision]");
    place.focus();
    announce(place.textContent.trim());
  } catch {
    form.dataset.plain = "yes";
    delete form.dataset.sent;
    form.requestSubmit(button);
  }
});
