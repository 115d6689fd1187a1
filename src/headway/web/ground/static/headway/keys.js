// Single keys for what has a visible link or button: data-key="x" presses it, data-go="x" after g, j and k walk the rows,
// Enter presses what says data-enter while nothing has the focus.
// Off while typing, with any modifier, and where a person has switched them off.
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
let going = false;

const rows = () => [...document.querySelectorAll("[data-row]")];

function walk(step) {
  const all = rows();
  const at = all.findIndex((row) => row.classList.contains("is-here"));
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  if (!next) return false;
  all[at]?.classList.remove("is-here");
  next.classList.add("is-here");
  (next.querySelector("a") ?? next.querySelector("button, input") ?? next).focus({ preventScroll: true });   // Enter opens
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function act(selector) {
  const here = document.querySelector("[data-row].is-here");
  const found = here?.querySelector(selector) ?? document.querySelector(selector);
  const shut = found?.closest("details:not([open])");
  if (!found || (shut && found.parentElement !== shut)) return false;   // what is folded away answers to no key
  if (found.matches("input, textarea, select") && found.type !== "checkbox") found.focus();
  else found.click();
  return true;
}

addEventListener("keydown", (event) => {
  if (document.body.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key;
  let done = false;
  if (going) {
    going = false;
    done = act(`[data-go="${CSS.escape(key)}"]`);
  } else if (key === "g") {
    going = true;
    done = true;
  } else if (event.shiftKey && (key === "J" || key === "K")) done = act(`[data-key="${key === "J" ? "down" : "up"}"]`);
  else if (key === "j") done = walk(1);
  else if (key === "k") done = walk(-1);
  else if (key === "Enter" && document.activeElement === document.body) done = act("[data-enter]");
  else if (key.length === 1) done = act(`[data-key="${CSS.escape(key)}"]`);
  if (done) event.preventDefault();
});

addEventListener("keyup", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
});
