// A table's page on a phone with bad reception: what was written waits in the browser until the
// server has kept it, and is counted once. The clock counts on.

import { Queue, newKey, renewToken } from "./queue.js";

const form = document.querySelector("[data-table]");
const words = form.dataset;
const list = document.querySelector("[data-entries]");
const status = form.querySelector("[data-status]");
const item = form.querySelector("[name=item]").value; // elements.item is a method of the list

const queue = new Queue({
  store: words.store,
  token: () => form.elements.csrf_token.value,
  renew: () => renewToken(form),
  told(entry, state, answer) {
    if (state === "offline") return (status.textContent = words.offline);
    const shown = row(entry);
    if (state === "waiting") return (shown.querySelector(".hint").textContent = words.waiting);
    if (state === "sent") {
      shown.querySelector(".hint").textContent = words.sent;
      status.textContent = words.sent;
      return;
    }
    const told = Object.values(answer.error.fields || {}).flat().join(" ") || answer.error.message;
    status.textContent = `${words.failed}: ${told}`;
    shown.querySelector(".hint").textContent = `${words.failed}: ${told}`;
    if (!form.elements.text.value.trim()) {
      form.elements.text.value = entry.fields.text;
      shown.remove();
    }
  },
});

function row(entry) {
  const known = list.querySelector(`[data-key="${CSS.escape(entry.fields.submit_key)}"]`);
  if (known) return known;
  const shown = document.createElement("li");
  shown.dataset.key = entry.fields.submit_key;
  for (const [name, text] of [["entry-text", entry.fields.text], ["hint", ""]]) {
    const span = document.createElement("span");
    span.className = name;
    span.textContent = text;
    shown.append(span);
  }
  list.prepend(shown);
  document.querySelector("[data-empty]")?.remove();
  return shown;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { text, same_as: before, same_person: same } = form.elements;
  if (!text.value.trim()) return text.focus();
  const fields = { text: text.value, item, same_as: before.value, submit_key: newKey() };
  if (same.checked) fields.same_person = "y";
  queue.add(form.action, fields);
  before.value = fields.submit_key;
  text.value = "";
  same.checked = false;
  text.focus();
});

const clock = document.querySelector("[data-clock]");
const begun = Date.now();
if (clock) {
  setInterval(() => {
    const seconds = Number(clock.dataset.seconds) + Math.floor((Date.now() - begun) / 1000);
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    clock.querySelector("[data-clock-now]").textContent = text;
    clock.classList.toggle("clock-over", seconds > Number(clock.dataset.planned));
  }, 1000);
}

queue.resume();

// When the hall goes on, so does this page, unless something is still being written or sent.
const standing = (page) => page.querySelector("[data-standing]")?.dataset.standing;
setInterval(async () => {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const same = standing(page) === "work" && page.querySelector("[name=item]")?.value === item;
    if (!answer.ok || same) return;
    if (queue.entries().length || form.elements.text.value.trim()) form.querySelector("[data-moved]").hidden = false;
    else location.reload();
  } catch {
    // no reception: what is written here waits
  }
}, 10_000);
