// Presses the one button of a page that only leads on; without JavaScript people press it.
document.querySelector("form[data-go-on]")?.requestSubmit();
