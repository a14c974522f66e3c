// Asks once more before a form with data-confirm is sent. Without it the form is simply sent.
const make = (tag, className, text = "") => {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
};

function ask({ confirm, confirmYes, confirmNo }) {
  const dialog = make("dialog", "dialog");
  const question = make("p", "dialog-question", confirm);
  question.id = "dialog-question";
  dialog.setAttribute("aria-labelledby", question.id);
  const buttons = make("form", "dialog-buttons");
  buttons.method = "dialog";
  const yes = make("button", "button button-danger", confirmYes ?? "OK");
  const no = make("button", "button button-secondary", confirmNo ?? "×");
  yes.value = "yes";
  no.autofocus = true;
  buttons.append(no, yes);
  dialog.append(question, buttons);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      answer(dialog.returnValue === "yes");
      dialog.remove();
    });
  });
}

// News may have drawn the form anew meanwhile. A form that stands nowhere sends nothing, so what was
// confirmed goes back, unseen, to the nearest place that is still there.
function putBack(form, places) {
  if (form.isConnected) return;
  form.hidden = true;
  places.find((place) => place.isConnected).append(form);
}

function* around(element) {
  while ((element = element.parentElement)) yield element;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.confirm || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopPropagation();
  const button = event.submitter;
  const places = [...around(form)];
  if (!(await ask(form.dataset))) return button?.focus();
  putBack(form, places);
  form.dataset.confirmed = "yes";
  form.requestSubmit(button);
  delete form.dataset.confirmed;
  if (form.hidden) setTimeout(() => form.remove());
}, true);
