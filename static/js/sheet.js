// Keying a signed sheet by keyboard alone: Enter goes to the next line, Ctrl + Enter saves.
const form = document.querySelector("[data-keying]");

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.target.matches("button, a")) return;
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) return form.requestSubmit();
  const next = event.target.closest("tr")?.nextElementSibling;
  const field = next?.querySelector("input, select") ?? form.elements.rest;
  field.focus();
});
