// The editor of a rubric draft: checks while somebody types; nothing is saved without a button.

const form = document.getElementById("part");
const list = document.getElementById("fault-list");
const area = document.querySelector(".pl-ed-main");
let dirty = Boolean(document.querySelector(".pl-summary")), timer = 0, asked = 0, leaving = false;

const make = (name, props, ...inside) => {
  const made = Object.assign(document.createElement(name), props);
  made.append(...inside);
  return made;
};

async function check() {
  const number = ++asked;
  const answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } }).catch(() => null);
  if (number !== asked || !answer?.ok) return;
  show(await answer.json());
}

function line([isError, where, field, place, words]) {
  const link = make("a", { href: `${list.dataset.edit}?part=${encodeURIComponent(where)}${field ? `#w-${field}` : ""}`, textContent: place });
  link.dataset.part = where;
  link.dataset.field = field;
  return make("li", { className: isError ? "pl-ed-error" : "" }, link, " ", make("span", { textContent: words }));
}

function show({ finding, part, faults, lags, counts }) {
  document.getElementById("finding").textContent = finding;
  const lagging = document.getElementById("lag-list");
  list.textContent = lagging.textContent = "";
  list.append(...faults.map(line));
  lagging.append(...lags.map(line));
  document.getElementById("lag-count").textContent = lags.length;
  document.getElementById("lags").hidden = !lags.length;
  hint(lags.filter(([, where]) => where === part));
  for (const entry of document.querySelectorAll(".pl-ed-outline [data-part]")) {
    const [errors, doubts] = counts[entry.dataset.part] ?? [0, 0];
    const mark = entry.querySelector("em");
    mark.hidden = !errors && !doubts;
    mark.textContent = errors || doubts;
    mark.className = errors ? "pl-ed-error" : "";
  }
  mark(faults.filter(([, where]) => where === part));
}

// The field that shows a fault: its own, else the first of its group, as the page itself is made.
function fieldOf(name) {
  const all = [...form.querySelectorAll("[data-field]")], head = name.split(".")[0];
  const own = all.filter((one) => `${name}.`.startsWith(`${one.dataset.field}.`));
  return own.sort((one, other) => other.dataset.field.length - one.dataset.field.length)[0]
    ?? all.find((one) => one.dataset.field.split(".")[0] === head)
    ?? (["zh", "en"].includes(head) ? all.find((one) => one.dataset.field === "label") : undefined);
}

// Unfold everything in which a field stands.
function unfold(field) {
  for (let group = field.closest("details"); group; group = group.parentElement.closest("details")) group.open = true;
}

function mark(faults) {
  const told = new Map();
  for (const [, , name, , text] of faults) {
    const field = name && fieldOf(name);
    if (field) told.set(field, [...(told.get(field) ?? []), text]);
  }
  for (const field of form.querySelectorAll("[data-field]")) {
    const words = told.get(field) ?? [];
    for (const old of field.querySelectorAll(":scope > .pl-wrong")) old.remove();
    field.classList.toggle("pl-field-wrong", words.length > 0);
    field.querySelector(".pl-ed-label").after(...words.map((text) => make("span", { className: "pl-wrong", textContent: text })));
    if (words.length) unfold(field);
  }
}

// A text of which the other language stayed as it was: a hint at its field, no fault.
function hint(lags) {
  for (const old of form.querySelectorAll(".pl-ed-lag")) old.remove();
  for (const [, , name, , textContent] of lags) {
    const label = fieldOf(name)?.querySelector(".pl-ed-label");
    if (label) label.after(make("span", { className: "pl-hint pl-ed-lag", textContent }));
  }
}

function changed() {
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(check, 400);
}

form.addEventListener("input", changed);
form.addEventListener("change", changed);
area.querySelector("[name=yaml]")?.addEventListener("input", () => { dirty = true; });

// The answers of a cap are those of the chosen item's scale.
function narrow(item) {
  const scale = item.selectedOptions[0]?.dataset.scale ?? "", isOne = Boolean(scale) || !item.value;
  for (const list of item.closest(".pl-ed-cap").querySelectorAll("[data-narrowed]")) {
    const before = list.value;
    for (const group of list.querySelectorAll("optgroup")) group.hidden = group.disabled = Boolean(scale) && group.dataset.scale !== scale;
    for (const lowest of list.querySelectorAll("[data-lowest]")) lowest.hidden = lowest.disabled = isOne;
    const fits = [...list.options].find((one) => one.value === before && !one.disabled && !one.parentElement.disabled);
    list.selectedIndex = fits ? fits.index : 0;
  }
}

area.addEventListener("change", ({ target }) => { if (target.matches("[data-narrows]")) narrow(target); });
for (const one of area.querySelectorAll("[data-narrows]")) narrow(one);

// One more row: a copy of the last one, empty.
area.addEventListener("click", (event) => {
  const button = event.target.closest("[data-more]");
  if (!button) return;
  const rows = button.previousElementSibling;
  const inside = rows.tBodies?.[0] ?? rows;
  const copy = inside.lastElementChild.cloneNode(true);
  for (const one of copy.querySelectorAll("input")) one.value = "";
  for (const one of copy.querySelectorAll("select")) one.selectedIndex = 0;
  inside.append(copy);
  for (const one of copy.querySelectorAll("[data-narrows]")) narrow(one);
  copy.querySelector("input, select").focus();
});

// Whoever goes on to another part takes what was typed along.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-part]");
  if (!link) return;
  if (link.dataset.part === form.elements.part.value) {
    if (!link.dataset.field) { if (dirty) event.preventDefault(); return; }
    event.preventDefault();
    go(link.dataset.field);
  } else if (dirty && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    form.elements.next.value = link.dataset.part;
    leaving = true;
    form.querySelector('[value="save"]').click();
  }
});

function go(name) {
  const field = fieldOf(name);
  if (!field) return;
  unfold(field);
  field.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  field.scrollIntoView({ block: "center" });
}

for (const one of document.querySelectorAll(".pl-ed-main form")) one.addEventListener("submit", () => { leaving = true; });
window.addEventListener("beforeunload", (event) => { if (dirty && !leaving) event.preventDefault(); });
window.addEventListener("pageshow", () => { leaving = false; });

hint([...document.querySelectorAll("#lag-list a")].filter((one) => one.dataset.part === form.elements.part.value)
  .map((one) => [false, one.dataset.part, one.dataset.field, "", one.nextElementSibling.textContent]));
if (location.hash.startsWith("#w-")) go(decodeURIComponent(location.hash.slice(3)));
document.documentElement.dataset.ready = "";
