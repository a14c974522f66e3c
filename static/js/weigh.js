// Weighing by keys 1, 2, 3 on the page of one opinion, and without leaving the page in a list.
// Both use the forms that work without this module; nothing is fetched ahead.
const keys = document.querySelector("form[data-keys]");
const typing = (target) => target.closest("input, textarea, select, dialog, details[open]");

document.addEventListener("keydown", (event) => {
  if (!keys || event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
  if (typing(event.target)) return;
  const button = keys.querySelectorAll("button")[Number(event.key) - 1];
  if (button) keys.requestSubmit(button);
});

function show(form, answer) {
  const counts = { 1: answer.agrees, 0: answer.passes, "-1": answer.disagrees };
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(Number(button.value) === answer.value));
    button.querySelector("b").textContent = counts[button.value];
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-weigh]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  const body = new FormData(form, event.submitter);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    show(form, await answer.json());
  } catch {
    form.removeAttribute("data-weigh"); // let the browser send it and show what went wrong
    form.requestSubmit(event.submitter);
  } finally {
    delete form.dataset.sending;
  }
}, true);
