// Marking what is to be covered: words by dragging over them, parts of a picture by drawing.
for (const words of document.querySelectorAll("[data-redact]")) {
  document.addEventListener("pointerup", () => {
    const marked = getSelection();
    if (!marked || marked.isCollapsed || !words.contains(marked.anchorNode)) return;
    for (const label of words.querySelectorAll("label")) {
      if (marked.containsNode(label, true)) label.querySelector("input").checked = true;
    }
    marked.removeAllRanges();
  });
}

// A frame is drawn only after its button was pressed: until then a finger scrolls past the picture.
for (const frame of document.querySelectorAll("[data-redact-picture]")) {
  const lines = document.getElementById(frame.dataset.redactPicture);
  const picture = frame.querySelector("img");
  const tools = document.querySelector("[data-redact-tools]");
  if (!lines || !picture || !tools) continue;
  const sheet = document.createElement("div");
  sheet.className = "redact-sheet";
  const link = picture.closest("a");
  (link ?? picture).replaceWith(sheet);
  picture.draggable = false;
  picture.src = link?.href ?? picture.src;
  sheet.append(picture);

  const pen = tools.querySelector("[data-redact-draw]");
  const said = tools.querySelector("[data-redact-said]");
  const numbers = lines.closest("details");
  if (numbers && !("wrong" in numbers.dataset)) numbers.open = false;
  tools.hidden = false;

  const place = (event) => {
    const around = sheet.getBoundingClientRect();
    const within = (value) => Math.min(Math.max(value * 100, 0), 100);
    return [within((event.clientX - around.left) / around.width), within((event.clientY - around.top) / around.height)];
  };
  const put = (box, [left, top, wide, high]) => {
    box.className = "redact-box";
    Object.assign(box.style, { left: `${left}%`, top: `${top}%`, width: `${wide}%`, height: `${high}%` });
    if (!box.isConnected) sheet.append(box);
  };
  const rows = () => lines.value.split("\n").map((line) => line.trim()).filter(Boolean);
  const draw = () => {
    for (const old of sheet.querySelectorAll(".redact-box")) old.remove();
    for (const row of rows()) {
      const sides = row.replaceAll(",", ".").split(/\s+/).map(Number);
      if (sides.length === 4 && sides.every(Number.isFinite)) put(document.createElement("div"), sides);
    }
    said.textContent = drawing() ? said.dataset.drawing : said.dataset.drawn.replace("{n}", rows().length);
  };
  const drawing = () => pen.getAttribute("aria-pressed") === "true";
  const take = (on) => {
    pen.setAttribute("aria-pressed", String(on));
    sheet.classList.toggle("is-drawing", on);
    draw();
  };
  const between = ([x, y], [toX, toY]) => [Math.min(x, toX), Math.min(y, toY), Math.abs(x - toX), Math.abs(y - toY)].map((n) => Math.round(n * 10) / 10);

  let start, box;
  pen.addEventListener("click", () => take(!drawing()));
  tools.querySelector("[data-redact-back]").addEventListener("click", () => {
    lines.value = rows().slice(0, -1).join("\n");
    take(false);
  });
  sheet.addEventListener("pointerdown", (event) => {
    if (!drawing()) return;
    start = place(event);
    box = document.createElement("div");
    sheet.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  sheet.addEventListener("pointermove", (event) => start && put(box, between(start, place(event))));
  sheet.addEventListener("pointercancel", () => {
    start = undefined;
    draw();
  });
  sheet.addEventListener("pointerup", (event) => {
    if (!start) return;
    const drawn = between(start, place(event));
    start = undefined;
    const large = drawn[2] > 0.5 && drawn[3] > 0.5;
    if (large) lines.value = [...rows(), drawn.join(" ")].join("\n");
    take(!large);
  });
  lines.addEventListener("input", draw);
  draw();
}
