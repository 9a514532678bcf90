// A page that waits for what happens elsewhere asks for its state, and opens itself anew when that has changed. What
// follows from a decision made elsewhere is done at once, and once: coming back to the page does not repeat it.
let watched;
enhancers.push(() => {
  const place = document.querySelector("[data-watch]");
  if (place && place !== watched) { watched = place; look(place); }
  const next = document.querySelector("[data-at-once]");
  if (!next || history.state?.done === location.href) return;
  history.replaceState({ ...history.state, done: location.href }, "");
  if (next.href) location.href = next.href;
  else next.requestSubmit();
});

const look = async (place) => {
  try {
    const answer = await fetch(place.dataset.watch, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (answer.ok && (await answer.json()).state !== place.dataset.state && place.isConnected) return location.reload();
  } catch { /* the network comes back, or the code runs out */ }
  if (place.isConnected) setTimeout(look, 2000, place);
};
