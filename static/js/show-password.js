// Lets people see what they type: adds a checkbox after the last password of a form.
for (const form of document.querySelectorAll("form[data-show-password]")) {
  const inputs = [...form.querySelectorAll("input[type=password]")];
  if (!inputs.length) continue;
  const field = document.createElement("div");
  const label = document.createElement("label");
  const box = document.createElement("input");
  const text = document.createElement("span");
  field.className = "field field-check";
  label.className = "choice";
  text.className = "choice-text";
  text.textContent = form.dataset.showPassword;
  box.type = "checkbox";
  box.addEventListener("change", () => {
    for (const input of inputs) input.type = box.checked ? "text" : "password";
  });
  form.addEventListener("submit", () => {
    for (const input of inputs) input.type = "password";
  });
  label.append(box, text);
  field.append(label);
  inputs.at(-1).closest(".field").after(field);
}
