// Shows opinions like the one being written, so that it can be weighed instead of said again.
const PAUSE = 700; // milliseconds without a key before we ask
const ENOUGH = 8; // characters; fewer say too little

const region = document.querySelector("[data-similar]");
const field = region && document.getElementById(region.dataset.field);

function watch() {
  const list = region.querySelector("[data-similar-list]");
  const status = region.querySelector("[data-similar-status]");
  let pause;
  let asking;

  const show = (piece) => {
    if (list.contains(document.activeElement)) return; // never pull a link from under a finger
    list.innerHTML = piece;
    const said = list.querySelector("[data-said]")?.dataset.said ?? "";
    if (status.textContent !== said) status.textContent = said;
  };

  const ask = async () => {
    asking?.abort();
    const text = field.value.trim();
    if (text.length < ENOUGH) return show("");
    asking = new AbortController();
    const query = new URLSearchParams({ text: text.slice(0, 500) });
    try {
      const answer = await fetch(`${region.dataset.similar}?${query}`, { signal: asking.signal });
      if (answer.ok) show(await answer.text());
    } catch {
      // Without a connection the form still works.
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, PAUSE);
  });
}

if (field) watch();
