// The door: each tap shows at once, goes into the queue of the browser, and is counted once however
// bad the reception is. Two telephones at one door see each other's work after a few seconds.
import { Queue, renewToken } from "./queue.js";

const ASK_AFTER = 15_000;
const SAID_FOR = 6000;
const door = document.querySelector("[data-door]");
const words = door.dataset;
const tally = door.querySelector("[data-tally]");
const undo = tally.querySelector("[data-tap=undo]");
const rows = [...door.querySelectorAll("[data-row]")];
const said = door.querySelector("[data-door-said]");
const waits = door.querySelector("[data-door-waits]");
const totalShown = door.querySelector("[data-door-total]");
const search = door.querySelector("[data-door-search]");
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit", hourCycle: "h23" });
const number = new Intl.NumberFormat(document.documentElement.lang);
const taps = words.taps.trim().split(/\s+/).filter(Boolean).map((tap) => {
  const [key, people] = tap.split(":");
  return { key, people: Number(people) };
});
let total = Number(words.total);
let trouble = null;

const queue = new Queue({
  store: `door:${words.event}:${words.person}`,
  token: () => tally.elements.csrf_token.value,
  renew: () => renewToken(tally),
  told,
});

function say(text, tone = "good") {
  said.textContent = text;
  said.dataset.tone = tone;
  clearTimeout(say.later);
  if (text) say.later = setTimeout(() => (said.textContent = ""), SAID_FOR);
}

// How many are in: what the server knows, and what waits here.
function show() {
  const waiting = queue.entries();
  const more = waiting.reduce((sum, { about }) => sum + (about?.people ?? 0), 0);
  totalShown.textContent = number.format(total + more);
  undo.disabled = !taps.length;
  const away = trouble || !navigator.onLine;
  waits.hidden = !(waiting.length && away);
  const count = waiting.length === 1 ? words.waitsOne : words.waitsMany.replace("{n}", waiting.length);
  if (!waits.hidden) waits.textContent = trouble?.signedOut ? words.signedOut : count;
}

const rowOf = (id) => rows.find((row) => row.dataset.row === String(id));

function letIn(row, { key, since, people }) {
  row.dataset.in = "";
  row.dataset.key = key;
  row.querySelector("[data-tap=check_in]").hidden = true;
  const inside = row.querySelector("[data-tap=undo_row]");
  inside.hidden = false;
  inside.elements.of.value = key;
  row.querySelector("[data-row-since]").textContent = since;
  row.querySelector("[data-row-people]").textContent = people > 1 ? ` · ${people}` : "";
}

function letOut(row) {
  delete row.dataset.in;
  delete row.dataset.key;
  row.querySelector("[data-tap=check_in]").hidden = false;
  row.querySelector("[data-tap=undo_row]").hidden = true;
}

function told(entry, state, answer) {
  if (state === "offline") trouble = answer ?? {};
  else if (state === "waiting") wait(entry);
  else {
    trouble = null;
    if (state === "sent") sent(entry, answer);
    else refused(entry, answer);
  }
  show();
}

function forget(key) {
  const place = taps.findIndex((tap) => tap.key === key);
  if (place >= 0) taps.splice(place, 1);
}

function wait({ fields, about }) {
  if (about.kind === "tally") taps.push({ key: fields.submit_key, people: about.people });
  const row = about.row && rowOf(about.row);
  if (row && about.kind === "check_in") letIn(row, { key: fields.submit_key, since: about.since, people: about.people });
  if (row && about.kind === "undo_row") letOut(row);
  if (about.kind === "undo") forget(fields.of);
}

function sent({ about }, answer) {
  total = answer.total;
  const row = rowOf(about.row ?? answer.registration_id);
  if (row && ["check_in", "walk_in"].includes(about.kind)) letIn(row, { ...answer, people: answer.count });
  if (["check_in", "walk_in"].includes(about.kind)) say(answer.said);
}

// What could not be noted returns to the form, unless somebody is typing there; never the yes to the
// privacy notice, which is asked of each person.
function giveBack(fields) {
  const { elements } = door.querySelector("form[data-tap=walk_in]");
  if (elements.name.value.trim() || elements.contact.value.trim()) return;
  for (const name of ["name", "contact", "neighbourhood", "age_band"]) elements[name].value = fields[name] ?? "";
  elements.name.closest("details").open = true;
}

function refused({ about, fields }, answer) {
  const row = rowOf(about.row);
  if (row && about.kind === "check_in") letOut(row);
  if (about.kind === "tally") forget(fields.submit_key);
  if (about.kind === "walk_in") giveBack(fields);
  say(answer.error.message, "bad");
  ask();
}

const makers = {
  tally(form, button, fields) {
    const people = Number(fields.count) || 1;
    form.elements.count.value = 1;
    say(`+${people} · ${button.lastElementChild.firstChild.textContent.trim()}`);
    button.dataset.tapped = "";
    setTimeout(() => delete button.dataset.tapped, 350);
    return { people };
  },
  undo(_form, _button, fields) {
    const last = taps.pop();
    if (!last) return say(words.nothing, "bad");
    fields.of = last.key;
    say(words.undone);
    return { people: -last.people };
  },
  check_in(form, _button, fields) {
    const since = clock.format(new Date());
    say("");
    return { people: Number(fields.count) || 1, row: fields.registration_id, since };
  },
  undo_row(form, _button, fields) {
    const row = form.closest("[data-row]");
    const people = row.querySelector("[data-row-people]").textContent.replace(/\D/g, "");
    fields.of = row.dataset.key;
    say(words.undone);
    return { people: -(Number(people) || 1), row: row.dataset.row };
  },
  walk_in(form, _button, fields) {
    if (!fields.name.trim() && !fields.contact.trim()) return form.elements.name.focus();
    if (!fields.consent) {
      say(words.consent, "bad");
      return form.elements.consent.focus();
    }
    form.reset();
    form.closest("details").open = false;
    say(words.counted);
    return { people: 1 };
  },
};

door.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-tap]");
  if (!form) return;
  event.preventDefault();
  const button = event.submitter;
  const kind = button?.dataset.tap ?? form.dataset.tap;
  const fields = Object.fromEntries(new FormData(form, button));
  delete fields.csrf_token;
  delete fields.submit_key;
  const about = makers[kind](form, button, fields);
  if (!about) return;
  navigator.vibrate?.(25);
  const url = button?.hasAttribute("formaction") ? button.formAction : form.action;
  queue.add(url, { ...fields, happened_at: new Date().toISOString() }, { kind, ...about });
});

// What the other telephones did meanwhile.
async function ask() {
  if (document.hidden || !navigator.onLine || queue.entries().length) return;
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "application/json" } });
    if (!answer.ok || queue.entries().length) return;
    const now = await answer.json();
    total = now.total;
    for (const row of rows) {
      const inside = now.inside[row.dataset.row];
      if (inside) letIn(row, { ...inside, people: inside.count });
      else if ("in" in row.dataset) letOut(row);
    }
    show();
  } catch {
    // the next time
  }
}

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function find() {
  const wanted = plain(search.elements.q.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const row of rows) {
    row.hidden = !wanted.every((word) => row.dataset.find.includes(word));
    found += !row.hidden;
  }
  say(rows.length && !found ? words.foundNone : "", "bad");
}

// All rows are here unless the hall is very large or a search was sent: then the server searches.
if (rows.length && !door.querySelector("[data-door-partial]")) {
  search.querySelector("[data-door-find]").hidden = true;
  search.elements.q.addEventListener("input", find);
  search.addEventListener("submit", (event) => {
    event.preventDefault();
    search.elements.q.blur();
  });
  find();
}

setInterval(ask, ASK_AFTER);
addEventListener("online", show);
addEventListener("offline", show);
document.addEventListener("visibilitychange", ask);
queue.resume();
show();
