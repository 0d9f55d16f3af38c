// The audit workspace: rates by mouse, touch and keys; every change is saved on its own.

const island = JSON.parse(document.getElementById("audit").textContent);
const words = island.words;
const main = document.querySelector(".pl-au-main");
const items = [...document.querySelectorAll(".pl-au-item")];
const groups = [...document.querySelectorAll("[data-fields]")];
const links = [...document.querySelectorAll(".pl-au-nav a[data-to]")];
const byId = new Map([...items, ...groups].map((el) => [el.dataset.entry, el]));
const own = new Map();
const undo = [], undoButton = document.querySelector('[data-act="undo"]');
let current = null, queue = null, seconds = 0, total = island.seconds, active = Date.now(), lastSaved = "", restored = false, leaving = "";
const refusals = new Map(), lost = new Map(), keptNames = new Map();

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const $ = (id) => document.getElementById(id);
const codeOf = (item) => item.dataset.entry.split("/")[1];
const radios = (item) => [...item.querySelectorAll(".pl-keys .pl-au-radio")];
const chosen = (item) => radios(item).find((radio) => radio.checked)?.value
  ?? (item.querySelector(".pl-au-count input")?.value || null);
const nameOf = (el) => {
  const [kind, code] = el.dataset.entry.split("/");
  if (kind === "holistic") return words.whole;
  return el.querySelector(".pl-au-label")?.textContent.trim() ?? code;
};
const sectionOf = (el) => el.closest(".pl-au-section");
const isOpen = (item) => ["plain", "wait", "over"].includes(item.dataset.mode) && chosen(item) === null;
const say = (text) => { $("say").textContent = text; };

// ---- what stands on the screen ----------------------------------------------------------

function look(item) {
  const code = chosen(item);
  const radio = radios(item).find((one) => one.checked);
  item.dataset.role = radio ? radio.nextElementSibling.dataset.role : "";
  item.toggleAttribute("data-done", code !== null && item.dataset.mode !== "wait");
  const note = item.querySelector(".pl-au-note");
  if (!note) return;
  const found = item.dataset.mode === "found";
  const has = (list) => !found && code !== null && item.dataset[list].split(" ").includes(code);
  item.toggleAttribute("data-demanded", has("demands"));
  if (has("opens")) note.open = true;
  item.toggleAttribute("data-noted", note.open);
}

function choose(item, code) {
  for (const radio of radios(item)) radio.checked = radio.value === code;
  const count = item.querySelector(".pl-au-count input");
  if (count) count.value = code ?? "";
}

function apply(answer) {
  for (const item of items) {
    const [kind, code] = item.dataset.entry.split("/");
    if (kind !== "answer") { look(item); continue; }
    const [mode, shown, line, caption, because] = answer.items[code] ?? ["plain", null, "", "", ""];
    item.dataset.mode = mode;
    const texts = { line, caption, because };
    for (const slot of item.querySelectorAll("[data-slot]")) slot.textContent = texts[slot.dataset.slot] ?? "";
    if (!queue.has(item.dataset.entry) && !queue.held.has(item.dataset.entry)) choose(item, mode === "found" ? shown : own.get(item.dataset.entry) ?? null);
    look(item);
  }
  for (const [code, rating] of Object.entries(answer.ratings)) {
    document.querySelector(`[data-hint="${CSS.escape(code)}"]`).textContent = rating;
  }
  openOnPaper();
  count({ ...answer.sections, background: answer.background }, answer.progress);
  drawRest();
}

// Columns of the sample that wait for the paper of a judicial officer.
function openOnPaper() {
  const paper = byId.get("assessor/judicial");
  const isShut = !paper || !isFilled(paper);
  for (const one of document.querySelectorAll("[data-on-paper]")) one.disabled = isShut;
  for (const one of document.querySelectorAll(".pl-au-waits")) one.hidden = !isShut;
}

function count(sections, [done, of]) {
  for (const [code, [some, all]] of Object.entries(sections)) {
    const place = document.querySelector(`[data-count="${CSS.escape(code)}"]`);
    if (place) place.textContent = `${some}/${all}`;
  }
  const whole = document.querySelector('[data-count="whole"]');
  if (whole) whole.textContent = `${chosen(byId.get("holistic/holistic")) === null ? 0 : 1}/1`;
  $("progress").textContent = fill(words.progress, { done, of });
  $("progress").dataset.of = of;
  const bar = document.querySelector(".pl-au-prog progress");
  bar.max = of || 1;
  bar.value = done;
}

function state(told, waiting) {
  let name = told;
  if (told === "saved" && refusals.size) name = "refused";
  else if (told === "saved" && lost.size) name = "lost";
  // a promised page waits for the network and for signing in again, not for a choice of the reader's
  if (leaving && name === "saved" && navigator.onLine) {
    const address = leaving;
    leaving = "";
    location.assign(address);
    return;
  }
  if (leaving && !["saved", "sending", "offline", "out"].includes(name)) stayHere(words.settle);
  if (name === "saved" && $("say").textContent === words.settle) say("");
  const texts = {
    saved: lastSaved ? fill(words.saved, { at: lastSaved }) : $("saved").textContent,
    sending: fill(words.sending, { n: waiting }),
    offline: fill(words.offline, { n: waiting }),
    conflict: fill(words.conflicts, { n: waiting }),
    refused: fill(words.refusals, { n: refusals.size }),
    lost: fill(words.lostNotes, { n: lost.size }),
    out: words.signedOut,
    gone: words.gone,
    barred: words.barred,
  };
  const place = $("saved");
  if (place.textContent !== texts[name] || place.dataset.state !== name) place.textContent = texts[name];
  place.dataset.state = name;
  if (name === "out") {
    const link = document.createElement("a");
    Object.assign(link, { href: island.signIn, target: "_blank", rel: "opener", textContent: words.signIn });
    place.append(" ", link);
  }
  for (const [id, el] of byId) {
    if (queue?.has(id)) el.dataset.sync = "waiting"; else delete el.dataset.sync;
  }
  if (!goesOn || name === "sending") return;
  const isHere = [goesOn, document.body].includes(document.activeElement);
  goesOn = null;
  if (isHere) nextOpen();
}

function setCurrent(item, { focus = false } = {}) {
  if (current !== item) {
    current?.removeAttribute("aria-current");
    current = item;
    item?.setAttribute("aria-current", "true");
    guide();
    aim();
  }
  if (!item) return;
  if (sectionOf(item).hasAttribute("data-away")) show(sectionOf(item).dataset.section);
  if (focus) {
    const target = radios(item).find((radio) => radio.checked) ?? radios(item).find((radio) => !radio.disabled)
      ?? item.querySelector("input, summary");
    target?.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }
}

function guide() {
  const place = $("guide");
  const source = current?.querySelector(".pl-au-guidance");
  place.textContent = "";
  if (!source) return;
  const head = document.createElement("h2");
  head.textContent = `${nameOf(current)}\u3000${current.querySelector(".pl-au-guide summary").textContent}`;
  const copy = source.cloneNode(true);
  place.append(head, copy);
}

function show(code) {
  for (const section of document.querySelectorAll(".pl-au-section")) {
    section.toggleAttribute("data-away", section.dataset.section !== code);
  }
  for (const link of links) {
    if (link.dataset.to === code) { link.setAttribute("aria-current", "true"); link.scrollIntoView({ block: "nearest", inline: "nearest" }); }
    else link.removeAttribute("aria-current");
  }
  history.replaceState(history.state, "", `#s-${code}`);
}

function goTo(code, focus = true) {
  show(code);
  window.scrollTo(0, 0);
  const inside = items.filter((item) => sectionOf(item).dataset.section === code && item.dataset.mode !== "off");
  const first = inside.find(isOpen) ?? inside[0];
  if (first) setCurrent(first, { focus });
  else {
    setCurrent(null);
    const section = `#s-${CSS.escape(code)}`;
    if (focus) document.querySelector(`${section} input:not([type=hidden]), ${section} select`)?.focus();
  }
}

// Open by the server's count, less what is on its way there.
function stillOpen() {
  const bar = document.querySelector(".pl-au-prog progress");
  const sent = items.filter((item) => queue?.has(item.dataset.entry) || item.dirty).length;
  return $("progress").dataset.of === "0" ? 0 : Math.max(bar.max - bar.value - sent, 0);
}

// Where the focus was when all was answered but not yet sent: what items wait for is known after.
let goesOn = null;

function nextOpen() {
  const from = current ? items.indexOf(current) : -1;
  const order = [...items.slice(from + 1), ...items.slice(0, from + 1)];
  const next = order.find(isOpen);
  if (next) { setCurrent(next, { focus: true }); return; }
  if (queue?.items.some((one) => !queue.held.has(one.id)) && !queue.failures && !queue.blocked) {
    goesOn = document.activeElement;
    return;
  }
  const waiting = Math.max(items.filter((item) => item.dataset.mode === "wait").length, stillOpen());
  say(waiting ? fill(words.waiting, { n: waiting }) : words.allDone);
  if (!waiting || !nextMissing()) $("check").focus();
}

// What items wait for: the next fact, date or list after the one in hand that nothing was given for.
function nextMissing() {
  const at = groups.indexOf(document.activeElement.closest("[data-fields]"));
  const next = [...groups.slice(at + 1), ...groups.slice(0, at + 1)].find((group) => !isFilled(group));
  if (!next) return false;
  if (sectionOf(next).hasAttribute("data-away")) { show(sectionOf(next).dataset.section); setCurrent(null); }
  entryOf(next)?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

const isSeen = (el) => el.offsetParent !== null;

function step(by) {
  if (groups.some(isSeen)) { stepFact(by); return; }
  const seen = items.filter(isSeen);
  const next = seen[seen.indexOf(current) + by];
  if (next) setCurrent(next, { focus: true });
}

const entryOf = (group) => group.querySelector("input:checked")
  ?? group.querySelector("input:not([type=hidden]), select");

// Where no fact has the focus yet, both keys begin with the first.
function stepFact(by) {
  const seen = groups.filter(isSeen);
  const at = seen.indexOf(document.activeElement.closest("[data-fields]"));
  const next = at < 0 ? seen[0] : seen[at + by];
  if (!next) return;
  entryOf(next)?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// ---- what is saved ----------------------------------------------------------------------

function compose(el) {
  const [kind, key] = el.dataset.entry.split("/");
  const spent = seconds;
  seconds = 0;
  if (el.hasAttribute("data-fields")) {
    const fields = [];
    for (const one of el.querySelectorAll("input[name], select[name]")) {
      const skip = (one.type === "checkbox" || one.type === "radio") && !one.checked;
      if (!skip) fields.push([one.name, one.value]);
    }
    return { kind, key, fields, seconds: spent };
  }
  const note = noteOf(el);
  return {
    kind, key, seconds: spent,
    value: own.get(el.dataset.entry) ?? null,
    note,
    keep: whyKept(el.dataset.entry, note),
    read: [...el.querySelectorAll(".pl-au-read input:checked")].map((one) => one.value),
  };
}

function whyKept(id, note) {
  const kept = keptNames.get(id);
  return note && kept?.note === note ? kept.why : undefined;
}

const noteOf = (el) => el.querySelector(".pl-au-note textarea")?.value ?? "";

function put(el) {
  if (leaving) stayHere("");
  clearTimeout(el.timer);
  if (!queue) { el.dirty = true; return; }
  el.dirty = false;
  el.querySelector(".pl-au-refused")?.remove();
  refusals.delete(el.dataset.entry);
  const body = compose(el);
  if (body.note) forgive(el.dataset.entry);
  queue.put(el.dataset.entry, body);
  if (queue.held.has(el.dataset.entry)) drawClash(el, queue.held.get(el.dataset.entry));
}

function wordsOf(el, theirs) {
  if (el.hasAttribute("data-fields")) return theirs.yours || words.none;
  const radio = radios(el).find((one) => one.checked);
  return radio?.nextElementSibling.querySelector("span").textContent ?? chosen(el) ?? words.none;
}

function soon(el, wait) {
  if (leaving) stayHere("");
  clearTimeout(el.timer);
  el.dirty = true;
  el.timer = setTimeout(() => put(el), wait);
  queue?.tell();
}

function rate(item, code) {
  const id = item.dataset.entry;
  const before = own.get(id) ?? null;
  if (code === before || (item.dataset.mode === "found" && radios(item).some((one) => one.checked && one.value === code))) {
    choose(item, code);
    look(item);
    return;
  }
  remember(id, before);
  set(item, code);
}

function remember(id, before) {
  undo.push([id, before]);
  undoButton.disabled = false;
}

function set(item, code) {
  const id = item.dataset.entry;
  if (code === null) own.delete(id); else own.set(id, code);
  if (item.dataset.mode === "found" && code !== null) item.dataset.mode = "over";
  choose(item, code);
  look(item);
  put(item);
}

function takeBack() {
  const last = undo.pop();
  undoButton.disabled = !undo.length;
  if (!last) return;
  const item = byId.get(last[0]);
  set(item, last[1]);
  setCurrent(item, { focus: true });
  say(fill(words.undone, { item: nameOf(item) }));
}

function clash(item, body) {
  const el = byId.get(item.id);
  item.theirs = body.conflict;
  const isTyping = isText(document.activeElement);
  apply(body);
  drawClash(el, item);
  // a hand that types is not led away
  if (isTyping) return;
  if (sectionOf(el).hasAttribute("data-away")) show(sectionOf(el).dataset.section);
  const box = el.querySelector(".pl-au-clash");
  box.querySelector("button").focus();
  box.scrollIntoView({ block: "center" });
}

function drawClash(el, item) {
  const { theirs, body } = item, mine = wordsOf(el, theirs);
  el.querySelector(".pl-au-clash")?.remove();
  const box = document.createElement("div");
  box.className = "pl-au-clash";
  box.setAttribute("role", "alert");
  const lines = [fill(words.conflict, { item: nameOf(el), theirs: theirs.words || words.none, yours: mine })];
  if ((body.note ?? "") !== theirs.note) {
    lines.push(fill(words.theirNote, { note: theirs.note || words.noNote }));
    lines.push(fill(words.yourNote, { note: body.note || words.noNote }));
  }
  for (const line of lines) box.append(Object.assign(document.createElement("p"), { textContent: line }));
  const keep = (label, act) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn", textContent: label });
    button.addEventListener("click", () => { box.remove(); queue.release(item.id); act(); });
    box.append(button);
  };
  keep(fill(words.theirs, { words: theirs.words || words.none }), () => accept(el, theirs));
  keep(fill(words.yours, { words: mine }), () => put(el));
  el.append(box);
}

function accept(el, theirs) {
  el.dirty = false;
  clearTimeout(el.timer);
  if (el.hasAttribute("data-fields")) { restored = true; queue.pump(); settle(); return; }
  const value = typeof theirs.value === "boolean" || typeof theirs.value === "number" ? String(theirs.value) : theirs.value;
  if (value === null) own.delete(el.dataset.entry); else own.set(el.dataset.entry, value);
  choose(el, value);
  const note = el.querySelector(".pl-au-note textarea");
  if (note) note.value = theirs.note;
  for (const one of el.querySelectorAll(".pl-au-read input")) one.checked = theirs.read.includes(one.value);
  look(el);
  queue.pump();
  setCurrent(el, { focus: true });
}

function refused(item, body) {
  const el = byId.get(item.id);
  el.querySelector(".pl-au-refused")?.remove();
  const text = document.createElement("div");
  text.className = "pl-au-refused";
  text.setAttribute("role", "alert");
  if (body.code === "likely_name" || body.code === "name_reason") askName(el, text, body.refused);
  else text.textContent = fill(words.refused, { why: body.refused ?? body.error?.message ?? "" });
  el.append(text);
  refusals.set(item.id, text);
  if (sectionOf(el).hasAttribute("data-away")) show(sectionOf(el).dataset.section);
  text.scrollIntoView({ block: "center" });
}

// What looks like a name is a question; the answer is the reader's.
function askName(el, box, question) {
  const button = (label, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: label });
    made.addEventListener("click", act);
    return made;
  };
  const why = Object.assign(document.createElement("input"), { type: "text", maxLength: 200 });
  const label = Object.assign(document.createElement("label"), { className: "pl-au-why", textContent: words.keepWhy });
  const keep = () => {
    if (!why.value.trim()) { why.focus(); return; }
    keptNames.set(el.dataset.entry, { note: noteOf(el), why: why.value.trim() });
    put(el);
    setCurrent(el, { focus: true });
  };
  why.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") { event.preventDefault(); keep(); }
  });
  // what is typed here is no part of the entry
  for (const name of ["input", "change"]) why.addEventListener(name, (event) => event.stopPropagation());
  label.append(why);
  el.querySelector(".pl-au-note").open = true;
  box.append(
    Object.assign(document.createElement("p"), { textContent: question }),
    button(words.useRole, () => openNote(el)),
    label,
    button(words.keepName, keep),
  );
}

// ---- what another window saved meanwhile, which this page does not show ----------------------

const elsewhere = new Set();
let elsewhereBox = null;

function tellElsewhere(ids) {
  for (const id of ids) elsewhere.add(byId.has(id) ? nameOf(byId.get(id)) : words.others);
  if (!ids.length) elsewhere.add(words.others);
  elsewhereBox = elsewhereBox ?? madeElsewhere();
  const text = fill(words.elsewhere, { what: [...elsewhere].join(words.comma) });
  elsewhereBox.querySelector("p").textContent = text;
  say(text);
}

function madeElsewhere() {
  const box = document.createElement("div");
  box.className = "pl-au-clash pl-au-elsewhere";
  const again = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: words.reload });
  again.addEventListener("click", () => location.reload());
  const seen = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: words.seen });
  seen.addEventListener("click", () => { box.remove(); elsewhere.clear(); elsewhereBox = null; });
  box.append(document.createElement("p"), again, seen);
  document.querySelector(".pl-au-main").prepend(box);
  return box;
}

// ---- what an earlier opening of the page left behind ----------------------------------------

function forgive(id) {
  lost.get(id)?.remove();
  lost.delete(id);
}

function tellLost(el) {
  const id = el.dataset.entry, box = document.createElement("div");
  box.className = "pl-au-clash";
  box.setAttribute("role", "alert");
  const text = Object.assign(document.createElement("p"), { textContent: fill(words.lostNote, { item: nameOf(el) }) });
  const seen = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: words.seen });
  seen.addEventListener("click", () => { forgive(id); queue.tell(); });
  box.append(text, seen);
  el.append(box);
  forgive(id);
  lost.set(id, box);
}

// Gives an entry back what was chosen and typed; tells whether its note is missing.
function refill(el, kept, notes, revision) {
  const [kind, key] = kept.id.split("/");
  const { id, op, tried, base } = kept;
  const item = { id, op, tried, base: base ?? undefined };
  if (kept.fields) {
    restored = true;
    return { ...item, body: { kind, key, fields: kept.fields, seconds: 0 } };
  }
  if (kept.value === null) own.delete(id); else own.set(id, kept.value);
  if (el.dataset.mode === "found" && kept.value !== null) el.dataset.mode = "over";
  choose(el, kept.value);
  const note = el.querySelector(".pl-au-note textarea");
  if (note && !kept.noted) note.value = "";
  else if (note && op in notes) {
    note.value = notes[op];
    const why = notes[`why.${op}`];
    if (why) keptNames.set(id, { note: note.value, why });
  }
  else if (kept.noted && (kept.base === null || revision <= kept.base)) {
    // without its note it is another entry than the one that may have been sent
    item.op = "";
    tellLost(el);
  }
  for (const one of el.querySelectorAll(".pl-au-read input")) one.checked = (kept.read ?? []).includes(one.value);
  look(el);
  return { ...item, body: { ...compose(el), seconds: 0 } };
}

// Dates kept over a reload went out as they were: only the server can show them again.
function settle() {
  const isOver = !queue.count && !queue.held.size && !refusals.size && !lost.size;
  if (restored && isOver) location.reload();
}

// ---- mouse and touch --------------------------------------------------------------------

main.addEventListener("change", (event) => {
  const el = event.target.closest("[data-entry]");
  if (!el) return;
  if (el.hasAttribute("data-fields")) { changedField(el, event.target); return; }
  if (event.target.matches(".pl-keys .pl-au-radio")) { setCurrent(el); rate(el, event.target.value); }
  else if (event.target.matches(".pl-au-count input")) rate(el, event.target.value || null);
  else if (event.target.matches(".pl-au-read input")) put(el);
});

function changedField(el, target) {
  if (target.type === "checkbox" && target.checked && (target.value === "-" || target.name.endsWith(".none"))) {
    for (const one of el.querySelectorAll("input[type=checkbox]")) one.checked = one === target;
  } else if (target.type === "checkbox" && target.checked) {
    for (const one of el.querySelectorAll('input[value="-"]')) one.checked = false;
  }
  soon(el, 300);
}

main.addEventListener("input", (event) => {
  if (event.target.matches(".pl-au-note textarea")) soon(event.target.closest(".pl-au-item"), 800);
});

main.addEventListener("focusin", (event) => {
  const item = event.target.closest(".pl-au-item");
  if (item) setCurrent(item);
});

main.addEventListener("focusout", (event) => {
  const el = event.target.closest("[data-entry]");
  if (el?.dirty) put(el);
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const el of byId.values()) if (el.dirty) put(el);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-to]");
  if (link) { event.preventDefault(); goTo(link.dataset.to, event.detail === 0); return; }
  const act = event.target.closest("[data-act]")?.dataset.act;
  const item = event.target.closest("[data-entry]");
  if (act === "unanswered") unanswered();
  else if (act === "next") nextOpen();
  else if (act === "undo") takeBack();
  else if (act === "help") help(true);
  else if (act === "close" || event.target.id === "help") help(false);
  else if (act === "note") { setCurrent(item); openNote(item); }
  else if (act === "guide") { setCurrent(item); showGuide(); }
  else if (act === "overrule") setCurrent(item, { focus: true });
  else if (act === "restore") { remember(item.dataset.entry, own.get(item.dataset.entry) ?? null); set(item, null); }
  else if (act === "row") addRow(event.target);
  else if (act === "case") addCase(item);
  else if (event.target.closest(".pl-au-item")) setCurrent(event.target.closest(".pl-au-item"));
});

main.addEventListener("submit", (event) => { event.preventDefault(); });

// Nobody leaves for the signature or for a mark with something unsaved, or to a page the network
// cannot bring: that page opens by itself as soon as it can, unless the reader works on meanwhile.
for (const link of [$("check"), $("mark"), $("harm")]) link.addEventListener("click", leave);

function leave(event) {
  if (!queue) return;
  const link = event.currentTarget;
  for (const el of byId.values()) if (el.dirty) put(el);
  const isHeld = queue.held.size > 0 || refusals.size > 0 || lost.size > 0;
  // what can never be saved holds nobody: the browser asks before it lets go
  const isShut = ["gone", "barred"].includes(queue.blocked);
  if ((isShut || (!queue.count && !isHeld)) && navigator.onLine) return;
  event.preventDefault();
  if (isHeld) { stayHere(words.settle); return; }
  leaving = link.href;
  say(queue.count ? words.stay : words.away);
}

function stayHere(why) {
  leaving = "";
  say(why);
}

// The pages of marks open on the item that is worked on.
function aim() {
  const item = current?.dataset.entry.startsWith("answer/") ? codeOf(current) : "";
  for (const link of [$("mark"), $("harm")]) {
    link.search = item ? `?item=${encodeURIComponent(item)}` : "";
  }
}

function blank(copy) {
  for (const one of copy.querySelectorAll("input, select")) {
    if (one.type === "checkbox") one.checked = false; else one.value = "";
  }
  return copy;
}

function addRow(button) {
  const last = button.previousElementSibling;
  const copy = blank(last.cloneNode(true));
  last.after(copy);
  copy.querySelector("input").focus();
}

function addCase(group) {
  const body = group.querySelector("tbody"), number = body.rows.length;
  const copy = blank(body.rows[number - 1].cloneNode(true));
  for (const row of copy.querySelectorAll(".pl-au-row + .pl-au-row")) row.remove();
  const start = `${group.dataset.entry.replace("/", ".")}.`;
  for (const one of copy.querySelectorAll("[name]")) one.name = one.name.replace(`${start}${number - 1}.`, `${start}${number}.`);
  copy.querySelector("th").textContent = number + 1;
  body.append(copy);
  group.querySelector(`[name="${start}rows"]`).value = number + 1;
  copy.querySelector("select, input").focus();
}

function unanswered() {
  const button = document.querySelector('[data-act="unanswered"]');
  const rest = main.classList.toggle("pl-au-rest");
  button.setAttribute("aria-pressed", String(rest));
  say(rest ? words.unanswered : words.everything);
  drawRest();
}

const isFilled = (group) => [...group.querySelectorAll("input:not([type=hidden]), select")]
  .some((one) => (["radio", "checkbox"].includes(one.type) ? one.checked && one.value !== "" : one.value !== ""));
const isDone = (el) => el.hasAttribute("data-done") || ["off", "reported"].includes(el.dataset.mode);
const hasOpen = (section) => [...section.querySelectorAll("[data-entry]")].some((el) => !isDone(el));

// A section of which everything is hidden says so instead of standing empty.
function drawRest() {
  for (const group of groups) group.toggleAttribute("data-done", isFilled(group));
  for (const section of document.querySelectorAll(".pl-au-section")) {
    section.querySelector(".pl-au-nothing")?.remove();
    if (!main.classList.contains("pl-au-rest") || hasOpen(section)) continue;
    const text = Object.assign(document.createElement("p"), { className: "pl-empty pl-au-nothing", textContent: words.nothingOpen });
    section.querySelector(".pl-au-head").after(text);
  }
}

let before = null;
function help(open) {
  if (open === !$("help").hidden) return;
  if (open) before = document.activeElement;
  $("help").hidden = !open;
  if (open) $("help").querySelector("button").focus(); else before?.focus();
}

function openNote(item) {
  const note = item?.querySelector(".pl-au-note");
  if (!note) return false;
  note.open = true;
  item.setAttribute("data-noted", "");
  note.querySelector("textarea").focus();
  return true;
}

function otherLanguage() {
  const text = current && $(`t-answer.${codeOf(current)}`);
  if (!text || !(codeOf(current) in island.other)) return;
  if (text.kept) { text.textContent = ""; text.append(...text.kept); text.kept = null; text.removeAttribute("lang"); return; }
  text.kept = [...text.childNodes];
  text.textContent = island.other[codeOf(current)];
  text.lang = island.lang;
}

// ---- keys -------------------------------------------------------------------------------

const NUMBERS = "input[type=date], input[type=time], input[inputmode]";
const isText = (el) => el.matches("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  if (!$("help").hidden) { if (event.key === "Escape") help(false); return; }
  if (event.ctrlKey || event.metaKey) { withControl(event); return; }
  const isChoice = event.target.matches("[data-fields] select") && /^\d$/.test(event.key);
  // no letter and no bracket belongs into a fact's date or number; its list is chosen from by digits
  const isMove = event.target.matches(`select, ${NUMBERS}`) && event.target.closest("[data-fields]") && /^[jk[\]]$/i.test(event.key);
  if (event.altKey || (isText(event.target) && !isChoice && !isMove)) {
    if (event.key === "Escape" && event.target.matches(".pl-au-note textarea")) setCurrent(current, { focus: true });
    return;
  }
  if (event.key === "?" && island.keys) { event.preventDefault(); help(true); return; }
  if (!island.keys) return;
  if (digit(event) || single(event)) event.preventDefault();
});

function withControl(event) {
  if (event.key === "Enter" && event.target.matches(".pl-au-note textarea")) {
    event.preventDefault();
    put(current);
    nextOpen();
  } else if (event.key.toLowerCase() === "z" && !event.shiftKey && !isText(event.target)) {
    event.preventDefault();
    takeBack();
  }
}

function factDigit(group, number) {
  const choices = [...group.querySelectorAll("input[type=radio], input[type=checkbox]")];
  const select = group.querySelector("select:focus");
  if (select) {
    if (number >= select.options.length) return false;
    select.selectedIndex = number;
    changedField(group, select);
    return true;
  }
  const choice = choices[number - 1];
  if (!choice) return false;
  choice.checked = choice.type === "radio" || !choice.checked;
  changedField(group, choice);
  const next = groups[groups.indexOf(group) + 1];
  const target = choice.type === "radio" && next ? entryOf(next) : choice;
  target.focus();
  group.scrollIntoView({ block: "nearest" });
  return true;
}

function digit(event) {
  const found = /^(?:Digit|Numpad)(\d)$/.exec(event.code) ?? /^(\d)$/.exec(event.key);
  const group = event.target.closest("[data-fields]");
  if (found && group) return factDigit(group, Number(found[1]));
  if (!found || !current || ["off", "reported", "cases"].includes(current.dataset.mode)) return false;
  const key = current.querySelector(`.pl-key[data-digit="${found[1]}"]`);
  if (!key) return false;
  const item = current, code = $(key.htmlFor).value;
  rate(item, code);
  if (!((event.shiftKey || item.dataset.mode === "over") && openNote(item))) nextOpen();
  return true;
}

function single(event) {
  if (event.shiftKey) return false;
  const acts = {
    n: () => openNote(current),
    g: showGuide,
    u: unanswered,
    o: nextOpen,
    m: () => $("mark").click(),
    l: otherLanguage,
    j: () => step(1),
    k: () => step(-1),
    "[": () => neighbour(-1),
    "]": () => neighbour(1),
  };
  const act = acts[event.key.toLowerCase()];
  if (act) act();
  return Boolean(act);
}

function showGuide() {
  const aside = document.querySelector(".pl-au-aside");
  if (aside.offsetParent !== null) { $("guide").tabIndex = -1; $("guide").focus(); return; }
  const fold = current?.querySelector(".pl-au-guide");
  if (fold) fold.open = !fold.open;
}

function neighbour(by) {
  const place = links.findIndex((link) => link.hasAttribute("aria-current"));
  const next = links[place + by];
  if (next) goTo(next.dataset.to);
}

// ---- time used, seen by the reader only ---------------------------------------------------

for (const name of ["pointerdown", "keydown", "scroll"]) {
  document.addEventListener(name, () => { active = Date.now(); }, { passive: true, capture: true });
}
setInterval(() => {
  if (document.visibilityState !== "visible" || Date.now() - active > 60000) return;
  seconds += 1;
  total += 1;
  $("used").textContent = fill(words.used, { m: Math.floor(total / 60), s: total % 60 });
}, 1000);

// ---- start ------------------------------------------------------------------------------

for (const item of items) {
  if (item.dataset.mode !== "found" && chosen(item) !== null) own.set(item.dataset.entry, chosen(item));
  look(item);
}

const scripts = document.querySelector("script[data-queue]").dataset;
Promise.all([import(scripts.queue), import(scripts.vault)]).then(async ([{ Queue }, { Vault }]) => {
  const vault = new Vault(island);
  const notes = await vault.open();
  const made = new Queue(island, {
    saved: (item, body) => {
      lastSaved = body.saved_at;
      apply(body);
      settle();
    },
    conflict: clash,
    refused,
    elsewhere: tellElsewhere,
    refusals: () => refusals.size,
    unsent: () => [...byId].filter(([id, el]) => el.dirty && !queue.has(id)).length,
    stranger: (n) => { if (n) say(fill(words.stranger, { n })); },
    state,
  }, vault);
  const kept = (await made.kept()).filter((one) => byId.has(one.id) && !byId.get(one.id).dirty);
  const revision = (one) => made.revisions.get(one.id) ?? 0;
  const again = kept.map((one) => refill(byId.get(one.id), one, notes, revision(one)));
  queue = made;
  if (again.length) queue.restore(again);
  // what was typed before this script's other half had arrived
  for (const el of byId.values()) if (el.dirty) put(el);
  const hash = decodeURIComponent(location.hash.slice(1));
  const wanted = hash.startsWith("i-") ? $(hash) : null;
  const field = hash.startsWith("f-") ? $(hash) : null;
  if (wanted) setCurrent(wanted, { focus: true });
  else if (field) {
    show(sectionOf(field).dataset.section);
    field.querySelector("input:not([type=hidden]), select")?.focus();
    field.scrollIntoView({ block: "center" });
  }
  else goTo(hash.startsWith("s-") && $(hash) ? hash.slice(2) : document.querySelector(".pl-au-section:not([data-away])").dataset.section);
  document.documentElement.dataset.ready = "";
});
