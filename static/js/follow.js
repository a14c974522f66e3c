// Taps and questions of somebody who takes part from a phone: kept and sent again when reception is
// bad, and marked on the page, which is drawn the same for everybody.
import { Queue, newKey, renewToken } from "./queue.js";

const act = document.getElementById("act");
const said = document.querySelector("[data-act-said]");
const asking = document.querySelector("form[data-question]");
const supports = new Set(act.dataset.supports.split(" ").filter(Boolean));
const asked = new Set(act.dataset.asked.split(" ").filter(Boolean));
let vote = act.dataset.vote;

function press(button, pressed) {
  button.setAttribute("aria-pressed", String(pressed));
}

function mark() {
  for (const button of document.querySelectorAll(".follow-answer")) {
    const mine = button.value === vote;
    press(button, mine);
    button.querySelector("[data-mark]").textContent = mine ? `✓ ${act.dataset.yours}` : "";
  }
  for (const button of document.querySelectorAll("[data-support]")) {
    if (!supports.has(button.dataset.support) || button.getAttribute("aria-pressed") === "true") continue;
    press(button, true);
    button.querySelector("span").firstChild.textContent = `${act.dataset.supported} `;
  }
  // Nobody reports their own words; the piece is drawn the same for everybody.
  for (const link of document.querySelectorAll("[data-report]")) {
    link.hidden = asked.has(link.dataset.report);
  }
}

function giveBack(fields) {
  const box = asking?.elements.text;
  if (!box || !fields.text || box.value) return;
  box.value = fields.text;
  asking.elements.signature.value = fields.signature ?? "";
}

const queue = new Queue({
  store: act.dataset.queue,
  token: () => act.elements.csrf_token.value,
  renew: () => renewToken(act),
  told(entry, state, answer) {
    if (state === "offline") said.textContent = act.dataset.waiting;
    if (state === "refused") {
      said.textContent = Object.values(answer.error.fields).flat()[0] ?? answer.error.message;
      giveBack(entry.fields);
      if ("option" in entry.fields) vote = act.dataset.vote;
    }
    if (state === "sent") {
      said.textContent = answer.message;
      if (answer.question) supports.add(String(answer.question));
      if (answer.question && "text" in entry.fields) asked.add(String(answer.question));
      if (answer.option) act.dataset.vote = vote = String(answer.option);
    }
    mark();
  },
});

act.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button) return;
  event.preventDefault();
  if (button.dataset.support && supports.has(button.dataset.support)) return;
  if (button.name === "option") vote = button.value;
  mark();
  queue.add(button.formAction, button.name ? { [button.name]: button.value } : {});
});

asking?.addEventListener("submit", (event) => {
  const { text, signature, submit_key: key } = asking.elements;
  const needsName = signature.required && !signature.value.trim();
  if (!text.value.trim() || needsName || text.value.length > 500) return; // the page itself says what is missing
  event.preventDefault();
  queue.add(asking.action, { text: text.value, signature: signature.value, submit_key: key.value });
  text.value = "";
  key.value = newKey();
  text.dispatchEvent(new Event("input", { bubbles: true }));
});

// The forum begins and ends while the page is open: the forms come and go with it.
function fitForms() {
  const state = document.querySelector("[data-state]")?.dataset.state;
  const hand = document.getElementById("hand");
  if (hand) hand.hidden = state !== "live";
  const ask = document.getElementById("ask");
  if (ask && !asking?.elements.text.value) ask.hidden = state !== "live" && state !== "coming";
}

// Whoever has a hand up is told when it is their turn; this is on no shared piece of the page.
let looking = 0;
function lookAtHand() {
  if (!document.querySelector("[data-hand-up]") || looking) return;
  looking = setTimeout(async () => {
    looking = 0;
    const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    const mine = document.getElementById("hand");
    const fresh = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("hand");
    if (!fresh || fresh.textContent.trim() === mine.textContent.trim() || mine.contains(document.activeElement)) return;
    said.textContent = fresh.querySelector(".notice")?.textContent.trim() ?? "";
    mine.replaceWith(fresh);
  }, 1000 + Math.random() * 2000);
}

document.addEventListener("live:shown", () => {
  mark();
  fitForms();
  lookAtHand();
});
queue.resume();
mark();
