// Deciding on a candidate: the running total follows what is chosen and typed, before it is sent.
const running = document.querySelector("[data-running]");
const line = running?.querySelector("[data-budget-words]");
const cost = document.querySelector("[name=cost]");
const adapt = document.querySelector(".plan-adapt");
const number = new Intl.NumberFormat(document.documentElement.lang || "hu", { useGrouping: "always" });
const forints = (amount) => `${number.format(Math.abs(amount))}\u00a0Ft`;

function chosen() {
  return document.querySelector("[name=choice]:checked")?.value ?? "";
}

function follow() {
  const choice = chosen();
  if (adapt) adapt.hidden = choice !== "adapt" && ![...adapt.querySelectorAll("textarea")].some((one) => one.value);
  const typed = Number((cost.value || "0").replace(/[ .\u00a0\u202f]/g, ""));
  if (!Number.isFinite(typed)) return;
  const budget = Number(running.dataset.budget);
  const used = Number(running.dataset.others) + (["adopt", "adapt"].includes(choice) ? typed : 0);
  const over = used > budget;
  const words = over ? running.dataset.over : running.dataset.left;
  line.textContent = words.replace("{used}", forints(used)).replace("{budget}", forints(budget)).replace("{rest}", forints(budget - used));
  running.querySelector(".budget").classList.toggle("budget-over", over);
  running.querySelector("[data-budget-over]").hidden = !over;
  const most = Math.max(used, budget, 1);
  running.querySelector(".budget-room").setAttribute("width", (100 * budget) / most);
  running.querySelector(".budget-used").setAttribute("width", (100 * Math.min(used, budget)) / most);
  const excess = running.querySelector(".budget-excess");
  excess.setAttribute("x", (100 * Math.min(used, budget)) / most);
  excess.setAttribute("width", (100 * Math.max(0, used - budget)) / most);
}

if (running && line && cost) {
  line.setAttribute("aria-live", "polite");
  document.addEventListener("change", follow);
  cost.addEventListener("input", follow);
  follow();
}
