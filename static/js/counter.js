// Says how many characters are left. Seen at once; spoken only after a pause in typing.
const length = (text) => [...text.replace(/\r\n?/g, "\n")].length;

for (const spoken of document.querySelectorAll("[data-counter]")) {
  const input = document.getElementById(spoken.dataset.counter);
  if (!input) continue;
  const max = Number(spoken.dataset.max);
  const seen = document.createElement("p");
  seen.className = "counter";
  seen.setAttribute("aria-hidden", "true");
  spoken.classList.add("visually-hidden");
  spoken.before(seen);

  let pause;
  const words = () => {
    const left = max - length(input.value);
    const pattern = left < 0 ? spoken.dataset.over : spoken.dataset.left;
    return [left, pattern.replace("{n}", Math.abs(left))];
  };
  const show = () => {
    const [left, text] = words();
    seen.textContent = text;
    seen.classList.toggle("counter-over", left < 0);
    clearTimeout(pause);
    pause = setTimeout(() => { spoken.textContent = text; }, 1200);
  };
  input.addEventListener("input", show);
  seen.textContent = words()[1];
}
