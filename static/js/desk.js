// The quick desk without waiting: each entry goes into the queue of the browser and is sent in the
// background, again and again until the server has noted it. Its key keeps it from counting twice.
import { Queue, renewToken } from "./queue.js";

const desk = document.querySelector("[data-desk]");
const form = desk.querySelector("form");
const list = desk.querySelector("[data-desk-entries]");
const status = desk.querySelector("[data-desk-status]");
const STICKY = ["channel", "neighbourhood", "age_band"];

function row({ submit_key: key, text }) {
  let item = list.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!item) {
    item = document.createElement("li");
    item.dataset.key = key;
    const words = document.createElement("span");
    words.className = "entry-text";
    words.textContent = text;
    item.append(document.createElement("a"), words);
    list.prepend(item);
    desk.querySelector("[data-desk-empty]")?.remove();
  }
  return item;
}

function show(fields, words, url) {
  const link = row(fields).querySelector("a");
  link.textContent = words;
  if (url) link.href = url;
}

function giveBack(fields, message) {
  // What could not be noted returns to the form, unless somebody is typing there.
  row(fields).remove();
  status.textContent = `${desk.dataset.failed}: ${message}`;
  const { text, contact } = form.elements;
  if (text.value.trim()) return show(fields, desk.dataset.failed);
  text.value = fields.text;
  contact.value = fields.contact ?? "";
}

function told(entry, state, answer) {
  if (state === "offline") status.textContent = desk.dataset.offline;
  else if (state === "waiting") show(entry.fields, desk.dataset.waiting);
  else if (state === "sent") {
    status.textContent = `${desk.dataset.saved}: ${answer.reference}`;
    show(entry.fields, status.textContent, answer.url);
  } else {
    giveBack(entry.fields, Object.values(answer.error.fields).flat().join(" ") || answer.error.message);
  }
}

const queue = new Queue({
  store: `desk:${form.action}`,
  token: () => form.elements.csrf_token.value,
  renew: () => renewToken(form),
  told,
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const fields = form.elements;
  if (!fields.text.value.trim()) return fields.text.focus();
  const { submit_key: key } = queue.add(form.action, {
    text: fields.text.value,
    signature: fields.signature.value,
    contact: fields.contact.value,
    same_as: fields.same_as.value,
    ...Object.fromEntries(STICKY.map((name) => [name, fields[name].value])),
    ...(fields.same_person.checked && { same_person: "y" }),
  }).fields;
  fields.same_as.value = key;
  fields.text.value = "";
  fields.signature.value = fields.contact.value = "";
  fields.same_person.checked = false;
  fields.text.focus();
});

form.elements.text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

// Entries of an older version of this page lay flat in the store.
queue.keep(queue.entries().map((entry) => (entry.fields ? entry : { url: form.action, fields: entry })));
queue.resume();
