// The facilitator's console without waiting. Every act goes into a queue in the browser and is sent
// in the background until the server has answered; its key keeps it from counting twice. What
// others do appears by itself; the clock counts; keys lead from field to field.

import { Queue, newKey, renewToken } from "./queue.js";

const desk = document.querySelector("[data-console]");
const status = desk.querySelector("[data-status]");
const words = desk.dataset;
const EVERY = 10_000; // how often the console looks for news when nothing tells it
const tokenForm = () => desk.querySelector("[name=csrf_token]").form;
const WHOLE_PAGE = /\/(start|end|resumption)$/; // after these the console looks different

let silence;
function say(text) {
  clearTimeout(silence);
  status.textContent = text;
  if (text === words.sent) silence = setTimeout(() => say(""), 4000);
}

// News: fetch the parts that change and put them in place, except where somebody is typing.
let asked = false;
let busy = false;
async function refresh() {
  if (busy) return (asked = true);
  busy = true;
  try {
    const answer = await fetch(words.console, { credentials: "same-origin" });
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    say(words.offline);
  }
  busy = false;
  if (asked) {
    asked = false;
    refresh();
  }
}

function show(fresh) {
  for (const part of desk.querySelectorAll("[data-now]")) {
    const news = fresh.querySelector(`[data-now="${part.dataset.now}"]`);
    if (!news || isSame(part, news) || isInUse(part)) continue;
    const opened = [...part.querySelectorAll("details")].map((each) => each.open);
    const at = place(part);
    news.querySelectorAll("details").forEach((each, n) => (each.open = opened[n] ?? each.open));
    part.replaceWith(news);
    if (at) (news.querySelector(at) ?? news.querySelector(".button-primary") ?? news.querySelector("summary, button, a"))?.focus();
  }
  const item = desk.querySelector("[data-item]");
  const current = fresh.querySelector("[data-current]");
  if (item && current) item.value = current.dataset.current;
  resetClock();
}

// A part with a field somebody has changed stays as it is until it was sent.
function isInUse(part) {
  const fields = [...part.querySelectorAll("input:not([type=hidden]), textarea, select")];
  return fields.some((field) => field === document.activeElement || field.value !== initial(field));
}

function initial(field) {
  return field.type === "checkbox" ? field.value : field.defaultValue ?? field.value;
}

// Each page has a token of its own; apart from it, is there any news?
function isSame(part, news) {
  const plain = (element) => element.outerHTML.replace(/(name="csrf_token" value=)"[^"]*"/g, "$1");
  return plain(part) === plain(news);
}

// Where the focus stands inside a part, so that it stays there when the part is drawn anew.
function place(part) {
  const button = document.activeElement;
  if (!part.contains(button)) return "";
  const action = button.form?.getAttribute("action");
  return action ? `form[action="${action}"] [class="${button.className}"]` : button.localName;
}

const queue = new Queue({
  store: words.store,
  token: () => desk.querySelector("[name=csrf_token]").value,
  renew: () => renewToken(tokenForm()),
  told(entry, state, answer) {
    if (state === "waiting") return waiting(entry);
    if (state === "offline") return say(words.offline);
    row(entry)?.remove();
    if (state === "refused") giveBack(entry, answer.error);
    else say(words.sent);
    refresh();
  },
});

const row = (entry) => desk.querySelector(`[data-key-of="${CSS.escape(entry.fields.submit_key)}"]`);

// What is on its way is shown at once, marked as waiting.
function waiting(entry) {
  const list = desk.querySelector("[data-entries]");
  if (!entry.fields.text || !list || row(entry)) return;
  const item = document.createElement("li");
  item.dataset.keyOf = entry.fields.submit_key;
  item.className = "entry-waiting";
  item.append(span("entry-text", entry.fields.text), span("hint", words.waiting));
  list.prepend(item);
}

function span(name, text) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = text;
  return made;
}

// What could not be kept returns to its form, unless somebody is typing there.
function giveBack(entry, error) {
  const told = Object.values(error.fields || {}).flat().join(" ") || error.message;
  const path = new URL(entry.url, location.href).pathname;
  const form = [...desk.querySelectorAll("form[data-act]")].find((each) => new URL(each.action).pathname === path);
  const empty = form && [...form.elements].every((field) => field.type === "hidden" || field.type === "checkbox" || field.tagName === "SELECT" || !field.value?.trim());
  const kept = entry.fields.text || entry.fields.decision || entry.fields.what || entry.fields.point || "";
  if (form && empty) {
    for (const [name, value] of Object.entries(entry.fields)) {
      const field = form.elements.namedItem(name);
      if (field && field.type !== "hidden" && field.type !== "checkbox") field.value = value;
    }
    say(`${words.failed}: ${told}`);
  } else say(`${words.failed}: ${told} ${kept}`);
}

desk.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.confirm && !form.dataset.confirmed) return;
  if (WHOLE_PAGE.test(form.action) || form.closest("[data-now=questions]")) return;
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form, event.submitter));
  delete fields.csrf_token;
  fields.submit_key ||= newKey();
  if (form.closest("[data-now]")) settle(form);
  else if (form.matches("[data-act]")) clear(form);
  queue.add(form.action, fields);
  if (form.matches("[data-capture]")) form.elements.text.focus();
});

// What was sent from a part that is drawn anew is no longer being typed.
function settle(form) {
  for (const field of form.querySelectorAll("input:not([type=hidden])")) field.defaultValue = field.value;
  if (form.contains(document.activeElement)) form.querySelector("button").focus();
}

// An empty form again, with a key of its own; table and neighbourhood stay chosen.
function clear(form) {
  const kept = [...form.querySelectorAll("[data-sticky] select")].map((each) => [each, each.value]);
  form.reset();
  kept.forEach(([select, value]) => (select.value = value));
  if (form.elements.submit_key) form.elements.submit_key.value = newKey();
  const first = form.querySelector("input:not([type=hidden]), textarea");
  if (form.contains(document.activeElement)) first?.focus();
}

desk.querySelector("[data-capture]")?.elements.text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (event.target.value.trim()) event.target.form.requestSubmit();
});

// The clock counts on from what the server said.
let begun = Date.now();
function resetClock() {
  begun = Date.now();
  tick();
}

function tick() {
  const clock = desk.querySelector("[data-clock]");
  if (!clock) return;
  const seconds = Number(clock.dataset.seconds) + Math.floor((Date.now() - begun) / 1000);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  clock.querySelector("[data-clock-now]").textContent = text;
  clock.classList.toggle("clock-over", seconds > Number(clock.dataset.planned));
}
setInterval(tick, 1000);

// The guide stays open for those who want it at each item.
const guide = () => desk.querySelector(".console-bar [data-guide]");
if (guide() && localStorage.getItem("console-guide") === "open") guide().open = true;
desk.addEventListener("toggle", ({ target }) => {
  if (target === guide()) localStorage.setItem("console-guide", target.open ? "open" : "closed");
}, true);

// Keys, while no field is being filled in; they can be turned off for good on this computer.
const keys = desk.querySelector("[data-keys]");
const use = keys.querySelector("[data-keys-on]");
keys.hidden = false;
use.checked = localStorage.getItem("console-keys") !== "off";
use.addEventListener("change", () => localStorage.setItem("console-keys", use.checked ? "on" : "off"));
document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (field && event.key === "Escape") return field.blur();
  if (field || !use.checked || event.ctrlKey || event.altKey || event.metaKey) return;
  const key = keys.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const target = key && document.querySelector(key.dataset.target);
  if (!target) return;
  event.preventDefault();
  target.focus();
});

// Whoever else leads this forum, and everybody on a phone, changes this page too.
if (words.stream) {
  const stream = new EventSource(words.stream);
  stream.addEventListener("message", refresh);
  stream.addEventListener("end", refresh);
  stream.onerror = () => {};
}
setInterval(refresh, EVERY);
queue.resume();
