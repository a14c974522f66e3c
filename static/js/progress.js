// Follows background work: asks how far it is, moves the bar, and reloads the page at the end.

const box = document.querySelector("[data-progress]");
const bar = box.querySelector("progress");
const count = box.querySelector(".progress-count");
const EVERY = 1000;

async function look() {
  try {
    const told = await (await fetch(box.dataset.progress, { credentials: "same-origin" })).json();
    if (told.over) return location.reload();
    if (told.total) {
      bar.max = told.total;
      bar.value = told.done;
      count.textContent = `${told.done} / ${told.total}`;
    }
  } catch {
    // no connection for a moment: ask again
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
