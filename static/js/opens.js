// Opens a closed part of a form once the choice is made that it belongs to.
for (const part of document.querySelectorAll("details[data-opens-for]")) {
  const choice = document.getElementById(part.dataset.opensFor);
  const follow = () => {
    if (choice.checked) part.open = true;
  };
  choice?.form.addEventListener("change", follow);
}
