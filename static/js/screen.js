// The clock of the item runs by itself between two updates, by the server's time.

let offset = 0;

function tick() {
  const clock = document.querySelector("[data-clock]");
  if (!clock?.dataset.since) return;
  const running = (Date.now() + offset - Number(clock.dataset.since)) / 1000;
  const seconds = Number(clock.dataset.before) + Math.max(0, running);
  const minutes = Math.floor(seconds / 60);
  const planned = Number(clock.dataset.planned);
  const late = minutes - planned;
  const { within, late: over } = clock.dataset;
  const write = (name, words) => {
    const place = clock.querySelector(`[data-clock-${name}]`);
    if (place && place.textContent !== words) place.textContent = words;
  };
  write("number", String(minutes));
  write("words", late > 0 ? over.replace("{n}", late) : within);
  clock.classList.toggle("is-late", late >= 0);
  clock.querySelector("[data-clock-bar]")?.setAttribute("width", Math.min(100, (100 * seconds) / 60 / (planned || 1)));
}

document.addEventListener("live:clock", (event) => {
  offset = event.detail;
  tick();
});
document.addEventListener("live:shown", tick);
setInterval(tick, 1000);
tick();
