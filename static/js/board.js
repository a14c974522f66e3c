// One key for each act on the board, as written on its button. Keys act only on the opinion in focus
// (so that they never surprise a reader); J and K walk to the next and the previous one.
const rows = [...document.querySelectorAll("[data-row]")];

function press(row, key) {
  const target = (row.querySelector(`[data-key="${key}"]`) ?? document.querySelector(`a[data-key="${key}"]`));
  if (!target) return false;
  if (target.tagName === "SELECT") target.focus();
  else target.click();
  return true;
}

function walk(row, step) {
  const next = rows[rows.indexOf(row) + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  const row = document.activeElement?.closest("[data-row]");
  if (!row) return;
  const key = event.key.toLowerCase();
  const done = key === "j" ? walk(row, 1) : key === "k" ? walk(row, -1) : press(row, key);
  if (done) event.preventDefault();
});

// The one question of a page takes the focus; after an act in a list, its first opinion does.
// (A browser takes the focus away when it jumps to the #place of an address, so come after that.)
const first = document.querySelector("[data-focus]") ?? (location.hash === "#opinions" ? rows[0] : null);
const begin = () => setTimeout(() => first?.focus({ preventScroll: true }));
if (document.readyState === "complete") begin();
else addEventListener("load", begin);
