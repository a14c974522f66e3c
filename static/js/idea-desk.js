// The desk of ideas without waiting: entries go into the queue of the browser and are sent in the
// background until the server has noted them. The key of each keeps it from counting twice.
import { Queue, renewToken } from "./queue.js";

const desk = document.querySelector("[data-desk]");
const form = desk.querySelector("form");
const list = desk.querySelector("[data-desk-entries]");
const status = desk.querySelector("[data-desk-status]");
const KEPT = ["csrf_token", "what", "channel", "home", "age_band", "same_as", "submit_key"];
const typed = () => [...form.elements].filter((each) => each.name && !KEPT.includes(each.name));
const main = () => form.elements.title || form.elements.idea;

function row(key, words) {
  let item = list.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!item) {
    item = document.createElement("li");
    item.dataset.key = key;
    const text = document.createElement("span");
    text.className = "entry-text";
    text.textContent = words;
    item.append(document.createElement("a"), text);
    list.prepend(item);
    desk.querySelector("[data-desk-empty]")?.remove();
  }
  return item;
}

function show({ fields }, words, answer = {}) {
  const item = row(fields.submit_key, fields.title || fields.idea);
  const link = item.querySelector("a");
  link.textContent = words;
  if (answer.url) link.href = answer.url;
  if (answer.title) item.querySelector(".entry-text").textContent = answer.title;
}

function giveBack(entry, message) {
  // What could not be noted returns to the form, unless somebody is typing there.
  status.textContent = `${desk.dataset.failed}: ${message}`;
  if (main().value.trim()) return show(entry, desk.dataset.failed);
  row(entry.fields.submit_key, "").remove();
  for (const each of typed()) {
    if (each.type === "checkbox") each.checked = each.name in entry.fields;
    else each.value = entry.fields[each.name] ?? "";
  }
}

function told(entry, state, answer) {
  if (state === "offline") status.textContent = desk.dataset.offline;
  else if (state === "waiting") show(entry, desk.dataset.waiting);
  else if (state === "sent") {
    status.textContent = `${desk.dataset.saved}: ${answer.reference}`;
    show(entry, answer.reference, answer);
  } else {
    giveBack(entry, Object.values(answer.error.fields).flat().join(" ") || answer.error.message);
  }
}

const queue = new Queue({
  store: `desk:${form.action}:${form.elements.what.value}`,
  token: () => form.elements.csrf_token.value,
  renew: () => renewToken(form),
  told,
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!main().value.trim()) return main().focus();
  const fields = Object.fromEntries(new FormData(form));
  delete fields.csrf_token;
  delete fields.submit_key;
  const { submit_key: key } = queue.add(form.action, fields).fields;
  form.elements.same_as.value = key;
  for (const each of typed()) {
    if (each.type === "checkbox") each.checked = false;
    else each.value = "";
  }
  main().focus();
});

queue.resume();
