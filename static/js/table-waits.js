// A table that waits for its item looks every few seconds whether it is its turn, and then reloads.

const EVERY = 5000;
const standing = (page) => page.querySelector("[data-standing]")?.dataset.standing;
const mine = standing(document);

async function look() {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && standing(page) !== mine) return location.reload();
  } catch {
    // no reception: look again
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
