// The session ends by itself. Before it does, ask; the clock is wall time, because a sleeping computer runs no timers.
let session;
enhancers.push(() => {
  const dialog = document.getElementById("session");
  if (!dialog) { session = undefined; return; }
  session = { dialog, end: Date.now() + dialog.dataset.left * 1000, said: 0 };
});

const clockWords = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

setInterval(() => {
  if (!session?.dialog.isConnected) return;
  const { dialog } = session;
  const left = Math.ceil((session.end - Date.now()) / 1000);
  if (left <= 0) { location.href = dialog.dataset.over; return; }
  if (left > dialog.dataset.warn) return;
  if (!dialog.open) { dialog.showModal(); dialog.querySelector("h2").focus(); }
  dialog.querySelector("[data-clock]").textContent = clockWords(left);
  // Aloud every 15 seconds: more often nobody could think.
  if (Date.now() - session.said >= 15000) {
    session.said = Date.now();
    const line = dialog.querySelector("[data-aloud]");
    line.textContent = fill(line.dataset.aloud, clockWords(left));
  }
}, 1000);

const stay = async () => {
  const { dialog } = session;
  try {
    const answer = await fetch(dialog.dataset.stay, { method: "POST", credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    session.end = Date.now() + dialog.dataset.left * 1000;
    dialog.close();
  } catch {
    location.reload();
  }
};
document.addEventListener("click", (event) => { if (event.target.closest("[data-stay-button]")) stay(); });
document.addEventListener("cancel", (event) => {
  if (event.target.id === "session") { event.preventDefault(); stay(); }
}, true);

enhance();
