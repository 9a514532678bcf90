// What every script below needs: find elements, and say something to those who listen to the page.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

const announce = (text) => {
  const line = document.getElementById("announce");
  if (!line) return;
  line.textContent = "";
  // A live region is read when it changes after it was there; the next frame is after.
  requestAnimationFrame(() => { line.textContent = text; });
};

// Words come from the page, in its language; {} stands for what is filled in.
const fill = (words, value) => words.replace("{}", value);

// Enhancers run on every page, whether it was loaded or swapped in. They must bear being run again.
const enhancers = [];
const enhance = () => enhancers.forEach((run) => run());
