// Phrases for notes: "/" opens the list; keys, mouse or touch choose; what goes into the note is edited there.

let open = null;

const boxOf = (area) => area.closest(".pl-au-note")?.querySelector(".pl-au-phrases");
const shown = () => open.lines.filter((line) => !line.hidden);

function show(area, at) {
  const box = boxOf(area);
  if (!box) return;
  close();
  const list = box.querySelector("ul");
  list.id = `phrases-${area.name}`;
  list.setAttribute("role", "listbox");
  const lines = [...list.children];
  lines.forEach((line, place) => {
    line.id = `${list.id}-${place}`;
    line.setAttribute("role", "option");
  });
  open = { area, box, at, lines, now: null };
  box.dataset.open = "";
  box.querySelector("button").setAttribute("aria-expanded", "true");
  area.setAttribute("aria-controls", list.id);
  filter();
}

function close() {
  if (!open) return;
  const { area, box, lines } = open;
  for (const line of lines) { line.hidden = false; line.removeAttribute("aria-selected"); }
  delete box.dataset.open;
  box.querySelector("button").setAttribute("aria-expanded", "false");
  area.removeAttribute("aria-controls");
  area.removeAttribute("aria-activedescendant");
  open = null;
}

// What is typed behind the "/" narrows the list; without a match it steps aside.
function filter() {
  const { area, at, lines } = open;
  const typed = at === null ? "" : area.value.slice(at + 1, area.selectionStart).toLowerCase();
  for (const line of lines) line.hidden = !line.textContent.toLowerCase().includes(typed);
  const left = shown();
  if (left.length) select(left[0]); else close();
}

function select(line) {
  for (const one of open.lines) one.setAttribute("aria-selected", String(one === line));
  open.now = line;
  open.area.setAttribute("aria-activedescendant", line.id);
  line.scrollIntoView({ block: "nearest" });
}

function choose(line) {
  const { area, at } = open, words = line.textContent;
  const from = at ?? area.selectionStart, to = Math.max(area.selectionStart, from);
  close();
  area.setRangeText(words, from, to, "end");
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  const area = event.target;
  if (!area.matches(".pl-au-note textarea") || event.isComposing) return;
  if (open) {
    if (open.area !== area || (open.at !== null && (area.selectionStart <= open.at || area.value[open.at] !== open.sign))) close();
    else filter();
    return;
  }
  const at = area.selectionStart - 1, sign = area.value[at];
  if (!["/", "／"].includes(event.data) || /\S/.test(area.value.slice(0, at).slice(-1)) && !/[。；，.;,]/.test(area.value[at - 1])) return;
  show(area, at);
  if (open) open.sign = sign;
});

document.addEventListener("keydown", (event) => {
  if (!open || event.target !== open.area || event.isComposing || event.keyCode === 229) return;
  const left = shown(), place = left.indexOf(open.now);
  const acts = {
    ArrowDown: () => select(left[(place + 1) % left.length]),
    ArrowUp: () => select(left[(place + left.length - 1) % left.length]),
    Enter: () => choose(open.now),
    Escape: close,
  };
  if (!acts[event.key] || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  acts[event.key]();
}, true);

document.addEventListener("pointerdown", (event) => {
  // the note keeps the focus while a phrase is chosen
  if (event.target.closest(".pl-au-phrases li") && open) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const line = event.target.closest(".pl-au-phrases li");
  if (line && open?.lines.includes(line)) { choose(line); return; }
  const button = event.target.closest("[data-phrases]");
  if (!button) { if (open && event.target !== open.area) close(); return; }
  const area = button.closest(".pl-au-note").querySelector("textarea");
  if (open?.area === area) { close(); return; }
  area.focus();
  show(area, null);
});
