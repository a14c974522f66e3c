// A desk without waiting: each entry goes into the queue of the browser and is sent in the
// background, again and again until the server has noted it. Its key keeps it from counting twice.
// data-main names the field that must be filled, data-kept those that stay for the next entry.
import { Queue, renewToken } from "./queue.js";

const desk = document.querySelector("[data-desk]");
const form = desk.querySelector("form");
const list = desk.querySelector("[data-desk-entries]");
const status = desk.querySelector("[data-desk-status]");
const main = form.elements[desk.dataset.main];
const kept = ["csrf_token", "submit_key", "same_as", "what", ...desk.dataset.kept.split(" ")];
const typed = () => [...form.elements].filter((each) => each.name && !kept.includes(each.name));

function row({ submit_key: key, [main.name]: words }) {
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
  const item = row(fields);
  const link = item.querySelector("a");
  link.textContent = words;
  if (answer.url) link.href = answer.url;
  if (answer.title) item.querySelector(".entry-text").textContent = answer.title;
}

function giveBack(entry, message) {
  // What could not be noted returns to the form, unless somebody is typing there.
  status.textContent = `${desk.dataset.failed}: ${message}`;
  if (main.value.trim()) return show(entry, desk.dataset.failed);
  row(entry.fields).remove();
  for (const each of typed()) {
    // The yes to the privacy notice is asked of each person, and never put back by itself.
    if (each.type === "checkbox") each.checked = each.name in entry.fields && each.name !== "consent";
    else each.value = entry.fields[each.name] ?? "";
  }
}

function told(entry, state, answer) {
  if (state === "offline") status.textContent = desk.dataset.offline;
  else if (state === "waiting") show(entry, desk.dataset.waiting);
  else if (state === "sent") {
    status.textContent = `${desk.dataset.saved}: ${answer.reference}`;
    show(entry, status.textContent, answer);
  } else {
    giveBack(entry, Object.values(answer.error.fields).flat().join(" ") || answer.error.message);
  }
}

const queue = new Queue({
  store: ["desk", form.action, form.elements.what?.value].filter(Boolean).join(":"),
  token: () => form.elements.csrf_token.value,
  renew: () => renewToken(form),
  told,
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!main.value.trim()) return main.focus();
  const { csrf_token, submit_key, ...fields } = Object.fromEntries(new FormData(form));
  form.elements.same_as.value = queue.add(form.action, fields).fields.submit_key;
  for (const each of typed()) {
    if (each.type === "checkbox") each.checked = false;
    else each.value = "";
  }
  main.focus();
});

if (main.type === "textarea") {
  main.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

// Entries of an older version of this page lay flat in the store.
queue.keep(queue.entries().map((entry) => (entry.fields ? entry : { url: form.action, fields: entry })));
queue.resume();
