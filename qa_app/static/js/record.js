// The record of a session: each part is saved on its own, a moment after it was typed.

const island = JSON.parse(document.getElementById("record").textContent);
const words = island.words;
const forms = [...document.querySelectorAll(".pl-rec-form")];
const byId = new Map(forms.map((form) => [form.dataset.block, form]));
const refusals = new Set();
const WAIT = 1200;
let queue = null, lastSaved = "", leaving = "";

const $ = (id) => document.getElementById(id);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const rowsOf = (form) => [...form.querySelectorAll(".pl-rec-row")];
const lastRow = (form) => rowsOf(form).pop();

// ---- what stands in a part ---------------------------------------------------------------

function valuesOf(inputs) {
  const values = new Map();
  for (const one of inputs) {
    const code = /^(?:v|r\d+)-(.+)$/.exec(one.name)?.[1];
    const value = one.type === "checkbox" && !one.checked ? "" : one.value.trim();
    if (code && value) values.set(code, value);
  }
  return Object.fromEntries(values);
}

function contentOf(form) {
  const inputs = [...form.elements].filter((one) => one.name);
  const rows = rowsOf(form).map((row) => valuesOf(inputs.filter((one) => row.contains(one))));
  const content = {
    values: valuesOf(inputs.filter((one) => one.name.startsWith("v-"))),
    rows: rows.filter((row) => Object.keys(row).length),
  };
  const why = form.elements.name_reason?.value.trim();
  return why ? { ...content, name_reason: why } : content;
}

const textOf = (form) => JSON.stringify(contentOf(form));

function setFields(holder, prefix, values) {
  const kept = new Map(Object.entries(values));
  for (const one of holder.querySelectorAll("[name]")) {
    if (!one.name.startsWith(prefix)) continue;
    const value = kept.get(one.name.slice(prefix.length)) ?? "";
    if (one.type === "checkbox") one.checked = Boolean(value); else one.value = value;
  }
}

function show(form, text) {
  let content;
  try { content = JSON.parse(text); } catch { return; }
  setFields(form, "v-", content.values ?? {});
  while (rowsOf(form).length && rowsOf(form).length < (content.rows ?? []).length) addRow(form);
  rowsOf(form).forEach((row, place) => {
    setFields(row, `r${row.dataset.row}-`, (content.rows ?? [])[place] ?? {});
  });
  if (content.name_reason) askName(form, content.name_reason);
}

function addRow(form) {
  const last = lastRow(form);
  const from = last.dataset.row, to = String(Number(from) + 1);
  const made = last.cloneNode(true);
  made.dataset.row = to;
  made.querySelector("legend").textContent = to;
  for (const one of made.querySelectorAll("[id], [name], [for]")) {
    for (const name of ["id", "name", "for"]) {
      const value = one.getAttribute(name);
      if (value) one.setAttribute(name, value.replace(`r${from}-`, `r${to}-`));
    }
  }
  setFields(made, `r${to}-`, {});
  last.after(made);
  return made;
}

// ---- what is saved ----------------------------------------------------------------------

function put(form) {
  clearTimeout(form.timer);
  if (!queue) { form.dirty = true; return; }
  form.dirty = false;
  const text = textOf(form), id = form.dataset.block;
  if (text === form.sent) { queue.tell(); return; }
  form.sent = text;
  refusals.delete(id);
  tell(form);
  mark(form);
  queue.put(id, { block: id, note: text });
  if (queue.held.has(id)) clash(queue.held.get(id));
}

function soon(form, wait) {
  clearTimeout(form.timer);
  form.dirty = true;
  form.timer = setTimeout(() => put(form), wait);
  queue?.tell();
}

const place = (form) => form.querySelector(".pl-rec-said");

function tell(form, ...lines) {
  place(form).textContent = "";
  place(form).append(...lines.map((line) => (
    typeof line === "string" ? Object.assign(document.createElement("p"), { textContent: line }) : line
  )));
  place(form).classList.toggle("pl-summary", lines.length > 0);
}

function askName(form, value = "") {
  if (form.elements.name_reason) { if (value && !form.elements.name_reason.value) form.elements.name_reason.value = value; return; }
  const box = document.createElement("div"), label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), {
    type: "text", name: "name_reason", maxLength: 200, id: `${form.dataset.block}-why`, value,
  });
  box.className = "pl-field";
  Object.assign(label, { htmlFor: input.id, textContent: words.why });
  box.append(label, input);
  form.querySelector(".pl-acts").before(box);
}

// Rows into which nothing was typed are not sent, and not counted where a refusal names one.
function fieldOf(form, field, row) {
  if (!field) return null;
  if (!row) return form.querySelector(`[name="v-${field}"]`);
  const typed = rowsOf(form).filter((one) => Object.keys(valuesOf(one.querySelectorAll("[name]"))).length);
  return typed[row - 1]?.querySelector(`[name$="-${field}"]`) ?? null;
}

function mark(form, wrong) {
  for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  for (const one of form.querySelectorAll(".pl-field-wrong")) one.classList.remove("pl-field-wrong");
  wrong?.setAttribute("aria-invalid", "true");
  wrong?.closest(".pl-field")?.classList.add("pl-field-wrong");
}

function refused(item, body) {
  const form = byId.get(item.id);
  refusals.add(item.id);
  form.sent = null;
  if (body.code === "likely_name" || body.code === "name_reason") askName(form);
  const wrong = fieldOf(form, body.field, body.row), why = body.refused ?? body.error?.message ?? "";
  const line = document.createElement("p");
  line.append(wrong ? Object.assign(document.createElement("a"), { href: `#${wrong.id}`, textContent: why }) : why);
  tell(form, line, ...(crypto.subtle ? [words.stays] : []));
  mark(form, wrong);
}

function clash(item, body) {
  const form = byId.get(item.id);
  if (body) item.theirs = body.conflict;
  const list = document.createElement("ul");
  for (const [label, value] of item.theirs.lines) {
    list.append(Object.assign(document.createElement("li"), { textContent: `${label} ${value}` }));
  }
  if (!item.theirs.lines.length) list.append(Object.assign(document.createElement("li"), { textContent: words.nothing }));
  const acts = document.createElement("p");
  const choose = (label, act) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: label });
    button.addEventListener("click", () => { queue.release(item.id); tell(form); act(); });
    acts.append(button, " ");
  };
  choose(words.keepTheirs, () => {
    show(form, item.theirs.note);
    form.sent = textOf(form);
    queue.tell();
  });
  choose(words.keepYours, () => { form.sent = null; put(form); });
  tell(form, words.conflict, list, acts);
}

// ---- what another window saved meanwhile, which this page does not show -------------------

const elsewhere = new Set();

function tellElsewhere(ids) {
  for (const id of ids) {
    const heading = $(id)?.querySelector("h2")?.textContent.trim();
    if (heading) elsewhere.add(heading);
  }
  if (!elsewhere.size) return;
  const box = document.querySelector(".pl-rec-elsewhere") ?? document.createElement("div");
  box.className = "pl-summary pl-rec-elsewhere";
  box.setAttribute("role", "alert");
  box.textContent = "";
  const text = fill(words.elsewhere, { what: [...elsewhere].join(words.comma) });
  const acts = document.createElement("p");
  const act = (label, press) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: label });
    button.addEventListener("click", press);
    acts.append(button, " ");
  };
  act(words.reload, () => location.reload());
  act(words.seen, () => { box.remove(); elsewhere.clear(); });
  box.append(Object.assign(document.createElement("p"), { textContent: text }), acts);
  $("unfinished").before(box);
}

// What has to be filled in before anybody signs, as the last save left it.
function unfinished(missing) {
  if (!missing) return;
  const box = $("unfinished");
  box.querySelector("[data-unfinished]").hidden = !missing.length;
  box.querySelector("[data-finished]").hidden = missing.length > 0;
  const list = box.querySelector("ul");
  list.textContent = "";
  list.append(...missing.map(([anchor, part, fields]) => {
    const line = document.createElement("li");
    // a row that is not filled in may stand under another number here
    const at = $(anchor) ? anchor : anchor.split("-")[0];
    line.append(
      Object.assign(document.createElement("a"), { href: `#${at}`, textContent: part }),
      `${words.colon}${fields}`,
    );
    return line;
  }));
}

function state(told, waiting) {
  const name = told === "saved" && refusals.size ? "refused" : told;
  if (leaving && name !== "sending") {
    const address = leaving;
    leaving = "";
    if (name === "saved") { location.assign(address); return; }
  }
  const at = $("saved");
  const texts = {
    saved: lastSaved ? fill(words.saved, { at: lastSaved }) : at.textContent,
    sending: fill(words.sending, { n: waiting }),
    offline: fill(words.offline, { n: waiting }),
    conflict: fill(words.conflicts, { n: waiting }),
    refused: fill(words.refusals, { n: refusals.size }),
    out: words.out,
    gone: words.gone,
    barred: words.gone,
  };
  if (at.textContent !== texts[name] || at.dataset.state !== name) at.textContent = texts[name];
  at.dataset.state = name;
  if (name === "out") {
    at.append(" ", Object.assign(document.createElement("a"), { href: island.signIn, target: "_blank", rel: "opener", textContent: words.signIn }));
  }
}

// ---- hands --------------------------------------------------------------------------------

for (const form of forms) {
  form.sent = textOf(form);
  form.addEventListener("input", () => soon(form, WAIT));
  form.addEventListener("change", () => soon(form, WAIT / 4));
  form.addEventListener("submit", (event) => { if (queue) { event.preventDefault(); put(form); } });
  if (!rowsOf(form).length) continue;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: words.another });
  button.addEventListener("click", () => addRow(form).querySelector("input, select, textarea")?.focus());
  lastRow(form).after(Object.assign(document.createElement("p"), { className: "pl-rec-more" }));
  form.querySelector(".pl-rec-more").append(button);
}

// Whoever goes on to sign takes along what was typed last.
$("check").addEventListener("click", (event) => {
  if (!queue) return;
  for (const form of forms) if (form.dirty) put(form);
  if (!queue.count && !queue.held.size && !refusals.size) return;
  event.preventDefault();
  leaving = event.currentTarget.href;
  queue.tell();
});

const scripts = document.querySelector("script[data-queue]").dataset;
Promise.all([import(scripts.queue), import(scripts.vault)]).then(async ([{ Queue }, { Vault }]) => {
  const vault = new Vault(island);
  const notes = await vault.open();
  const made = new Queue(island, {
    saved: (item, body) => { lastSaved = body.saved_at ?? lastSaved; unfinished(body.missing); },
    conflict: clash,
    refused,
    elsewhere: tellElsewhere,
    refusals: () => refusals.size,
    keepsRefused: true,
    unsent: () => [...byId].filter(([id, form]) => form.dirty && !queue?.has(id)).length,
    stranger: (n) => { if (n) $("saved").textContent = fill(words.stranger, { n }); },
    state,
  }, vault);
  // what an earlier opening of the page typed and could not send
  const kept = (await made.kept()).filter((one) => byId.has(one.id) && one.op in notes);
  queue = made;
  const again = kept.filter((one) => !byId.get(one.id).dirty).map(({ id, op, tried, base }) => {
    const form = byId.get(id);
    show(form, notes[op]);
    form.sent = notes[op];
    return { id, op, tried, base: base ?? undefined, body: { block: id, note: notes[op] } };
  });
  if (again.length) queue.restore(again);
  for (const form of forms) if (form.dirty) put(form);
  document.documentElement.dataset.ready = "";
});
