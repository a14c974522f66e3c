// A second tap sends nothing twice; coming back with the Back button frees the form again.
// The server stays the judge: each form also carries its own submit key.
const sent = new WeakSet();
const PATIENCE = 10_000; // an answer that is a file leaves the page standing, so free the form in time

function free(form) {
  sent.delete(form);
  for (const button of form.querySelectorAll("button[data-rest]")) {
    (button.querySelector("span") ?? button).textContent = button.dataset.rest;
    button.removeAttribute("aria-disabled");
    delete button.dataset.rest;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) return event.preventDefault();
  sent.add(form);
  setTimeout(free, PATIENCE, form);
  const button = event.submitter;
  if (!button?.dataset.busy) return;
  const words = button.querySelector("span") ?? button;
  button.dataset.rest = words.textContent;
  button.setAttribute("aria-disabled", "true");
  words.textContent = button.dataset.busy;
});

addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) free(form);
});
