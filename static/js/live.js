// Keeps a part of the page up to date: by server-sent events, and where these do not get through, by
// asking for the piece every ten seconds. Only what changed is replaced, so focus and reading stay.

const ASK_EVERY = 10_000;
const TRY_STREAM_AGAIN = 60_000;
const SAY_LOST_AFTER = 4_000;
const FIRST_WORD_WITHIN = 8_000; // some networks hold a stream back
const SILENT_FOR = 40_000; // the server says something every fifteen seconds

const region = document.querySelector("[data-live]");
const lost = document.querySelector("[data-live-lost]");
const newsBox = document.querySelector("[data-live-news]");
const parts = (root) => [...root.querySelectorAll("[data-part]")];
const newsIn = (root) => [...root.querySelectorAll("[data-news]")].map((one) => one.textContent.trim());

let source = null;
let asking = 0;
let losing = 0;
let heard = 0;
let reached = 0;
let first = 0;
let known = new Map();
let told = new Set(region ? newsIn(region) : []);

function replaceParts(fresh) {
  const mine = new Map(parts(region).map((part) => [part.dataset.part, part]));
  const theirs = parts(fresh);
  const drawn = new Map(theirs.map((part) => [part.dataset.part, part.outerHTML]));
  if (mine.size !== drawn.size || theirs.some((part) => !mine.has(part.dataset.part))) {
    region.replaceChildren(...fresh.childNodes);
  } else {
    for (const part of theirs) {
      const name = part.dataset.part;
      if (known.get(name) !== drawn.get(name)) mine.get(name).replaceWith(part);
    }
  }
  known = drawn;
}

// Only what matters is read out: a new item, a question taken up, a poll, a decision.
function tellNews() {
  const now = newsIn(region);
  const fresh = now.filter((words) => !told.has(words));
  told = new Set(now);
  if (fresh.length) newsBox.textContent = fresh.join(". ");
}

function show(html) {
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  replaceParts(new DOMParser().parseFromString(html, "text/html").body);
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
  tellNews();
  region.dispatchEvent(new CustomEvent("live:shown", { bubbles: true }));
}

function isLost() {
  if (Date.now() - reached < 1.5 * ASK_EVERY) return; // asking gets through
  losing ||= setTimeout(() => (lost.textContent = region.dataset.lost), SAY_LOST_AFTER);
}

function isFound() {
  clearTimeout(losing);
  losing = 0;
  lost.textContent = "";
}

// Without the session's cookie the server hands out a piece it has at hand.
async function ask() {
  try {
    const answer = await fetch(region.dataset.piece, { credentials: "omit", cache: "no-cache" });
    if (answer.status === 404) return finish();
    if (!answer.ok) throw new Error(answer.status);
    setClock(Date.parse(answer.headers.get("Date")));
    show(await answer.text());
    reached = Date.now();
    isFound();
  } catch {
    reached = 0;
    isLost();
  }
}

function askAgainAndAgain() {
  if (asking) return;
  asking = setInterval(ask, ASK_EVERY);
  first = setTimeout(ask, SAY_LOST_AFTER - Math.random() * 1000); // the stream may be back before
}

function setClock(server) {
  if (server) region.dispatchEvent(new CustomEvent("live:clock", { bubbles: true, detail: server - Date.now() }));
}

// The forum is not shown any more, or looks different now: the page itself tells. What somebody has
// typed is not thrown away for it.
function finish() {
  clearTimeout(first);
  clearInterval(asking);
  source?.close();
  source = null;
  const typed = [...document.querySelectorAll("textarea")].some((box) => box.value.trim());
  if (!typed) setTimeout(() => location.reload(), 1000 + Math.random() * 4000);
}

function hear() {
  heard = Date.now();
  clearTimeout(first);
  clearInterval(asking);
  asking = 0;
  isFound();
}

function listen() {
  source?.close();
  const mine = (source = new EventSource(region.dataset.stream));
  const began = Date.now();
  setTimeout(() => mine === source && heard < began && askAgainAndAgain(), FIRST_WORD_WITHIN);
  mine.onmessage = (event) => show(event.data);
  mine.addEventListener("clock", (event) => {
    hear();
    setClock(Number(event.data));
  });
  mine.addEventListener("end", finish);
  mine.onerror = () => {
    isLost();
    askAgainAndAgain();
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => mine === source && listen(), TRY_STREAM_AGAIN);
  };
}

// A phone that slept, or walked into another network, holds a stream that nobody feeds any more.
function listenAnewIfSilent() {
  if (!document.hidden && source && Date.now() - heard > SILENT_FOR && !asking) listen();
}

if (region?.dataset.stream) {
  if (window.EventSource) listen();
  else askAgainAndAgain();
  addEventListener("offline", isLost);
  addEventListener("online", () => window.EventSource && listen());
  setInterval(listenAnewIfSilent, ASK_EVERY);
  document.addEventListener("visibilitychange", listenAnewIfSilent);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && listen());
}
