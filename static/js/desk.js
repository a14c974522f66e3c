// The quick desk without waiting: each entry goes into a queue in the browser and is sent in the
// background, again and again until the server has noted it. Its key keeps it from counting twice.

const desk = document.querySelector("[data-desk]");
const form = desk.querySelector("form");
const list = desk.querySelector("[data-desk-entries]");
const status = desk.querySelector("[data-desk-status]");
const store = `desk:${form.action}`;
const STICKY = ["channel", "neighbourhood", "age_band"];
const RETRY_AFTER = 3000;
let sending = false;

const load = () => JSON.parse(localStorage.getItem(store) || "[]");
const save = (queue) => localStorage.setItem(store, JSON.stringify(queue));
const newKey = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
  .replace(/[+/=]/g, (letter) => ({ "+": "-", "/": "_", "=": "" })[letter]);

function row(entry) {
  let item = list.querySelector(`[data-key="${CSS.escape(entry.submit_key)}"]`);
  if (!item) {
    item = document.createElement("li");
    item.dataset.key = entry.submit_key;
    const link = document.createElement("a");
    const text = document.createElement("span");
    text.className = "entry-text";
    text.textContent = entry.text;
    item.append(link, text);
    list.prepend(item);
    desk.querySelector("[data-desk-empty]")?.remove();
  }
  return item;
}

function show(entry, words, url) {
  const link = row(entry).querySelector("a");
  link.textContent = words;
  if (url) link.href = url;
}

function giveBack(entry, message) {
  // What could not be noted returns to the form, unless somebody is typing there.
  row(entry).remove();
  status.textContent = `${desk.dataset.failed}: ${message}`;
  if (!form.elements.text.value.trim()) form.elements.text.value = entry.text;
  else show(entry, desk.dataset.failed);
}

async function freshToken() {
  const page = await (await fetch(form.action, { credentials: "same-origin" })).text();
  const parsed = new DOMParser().parseFromString(page, "text/html");
  const token = parsed.querySelector("form.desk-form [name=csrf_token]");
  if (token) form.elements.csrf_token.value = token.value;
}

async function post(entry) {
  const body = new URLSearchParams({ ...entry, csrf_token: form.elements.csrf_token.value });
  const headers = { Accept: "application/json" };
  return fetch(form.action, { method: "POST", body, headers, credentials: "same-origin" });
}

async function sendNext() {
  const [entry] = load();
  if (!entry) return false;
  let answer = await post(entry);
  if (answer.status === 400) {
    await freshToken();
    answer = await post(entry);
  }
  if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status);
  const told = await answer.json();
  save(load().filter((other) => other.submit_key !== entry.submit_key));
  if (answer.ok) show(entry, `${desk.dataset.saved}: ${told.reference}`, told.url);
  else giveBack(entry, Object.values(told.error.fields).flat().join(" ") || told.error.message);
  status.textContent = answer.ok ? `${desk.dataset.saved}: ${told.reference}` : status.textContent;
  return true;
}

async function sendAll() {
  if (sending) return;
  sending = true;
  try {
    while (await sendNext());
  } catch {
    status.textContent = desk.dataset.offline;
    setTimeout(sendAll, RETRY_AFTER);
  }
  sending = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const fields = form.elements;
  if (!fields.text.value.trim()) return fields.text.focus();
  const entry = {
    text: fields.text.value,
    signature: fields.signature.value,
    submit_key: newKey(),
    same_as: fields.same_as.value,
    ...Object.fromEntries(STICKY.map((name) => [name, fields[name].value])),
  };
  if (fields.same_person.checked) entry.same_person = "y";
  save([...load(), entry]);
  show(entry, desk.dataset.waiting);
  fields.same_as.value = entry.submit_key;
  fields.text.value = "";
  fields.signature.value = "";
  fields.same_person.checked = false;
  fields.text.focus();
  sendAll();
});

form.elements.text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

load().forEach((entry) => show(entry, desk.dataset.waiting));
addEventListener("online", sendAll);
sendAll();
