// Keys of the review page: J and K walk, A lets appear, H opens the reasons, X ticks, ? shows the keys.
// They sleep while a field is being filled in, and with Ctrl, Alt or Meta held down.
const items = [...document.querySelectorAll("[data-item]")];
const here = () => document.activeElement?.closest("[data-item]");

function go(step) {
  const at = items.indexOf(here());
  const next = items[at < 0 ? (step > 0 ? 0 : items.length - 1) : at + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}

function hide(item) {
  const box = item.querySelector("[data-hide]");
  if (!box) return false;
  box.open = true;
  box.querySelector("select")?.focus();
  return true;
}

function press(item, selector) {
  const target = item.querySelector(selector);
  target?.click();
  return Boolean(target);
}

function help() {
  const keys = document.getElementById("keys");
  if (!keys) return false;
  keys.open = true;
  keys.querySelector("summary").focus();
  keys.scrollIntoView({ block: "center" });
  return true;
}

function act(key) {
  if (key === "?") return help();
  if (key === "j" || key === "k") return go(key === "j" ? 1 : -1);
  const item = here();
  if (!item) return false;
  if (key === "h") return hide(item);
  if (key === "a") return press(item, "[data-let]");
  return key === "x" && press(item, "input[type=checkbox]");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if (act(event.key.toLowerCase())) event.preventDefault();
});
