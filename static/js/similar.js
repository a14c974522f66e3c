// Shows what is like the words being written, so that it can be joined instead of said again.
const PAUSE = 700; // milliseconds without a key before we ask
const ENOUGH = 8; // characters; fewer say too little

const region = document.querySelector("[data-similar]");
const names = region?.dataset.field.split(" ") ?? [];
const fields = names.map((name) => document.getElementById(name)).filter(Boolean);

function watch() {
  const list = region.querySelector("[data-similar-list]");
  const status = region.querySelector("[data-similar-status]");
  const seen = document.getElementById(region.dataset.seen ?? "");
  let pause;
  let asking;

  const show = (piece) => {
    if (list.contains(document.activeElement)) return; // never pull a link from under a finger
    list.innerHTML = piece;
    const said = list.querySelector("[data-said]")?.dataset.said ?? "";
    if (said && seen) seen.value = "1";
    if (status.textContent !== said) status.textContent = said;
  };

  const ask = async () => {
    asking?.abort();
    const words = fields.map((field) => [field.id, field.value.trim().slice(0, 500)]);
    if (words.reduce((sum, [, text]) => sum + text.length, 0) < ENOUGH) return show("");
    asking = new AbortController();
    const query = new URLSearchParams(words);
    try {
      const answer = await fetch(`${region.dataset.similar}?${query}`, { signal: asking.signal });
      if (answer.ok) show(await answer.text());
    } catch {
      // Without a connection the form still works.
    }
  };

  for (const field of fields) {
    field.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(ask, PAUSE);
    });
  }
}

if (fields.length) watch();
