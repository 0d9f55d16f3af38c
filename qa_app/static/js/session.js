// The session of a page: says two minutes ahead that it ends, and signs in again in place, so that
// nothing typed is lost.

const own = document.querySelector("script[data-session]").dataset;
const STATE = "/api/session", AGAIN = "/api/session/again", KEEP = "/api/session/keep";
const warns = Number(own.warns);
let csrf = own.csrf, endsAt = Date.now() + Number(own.left) * 1000, timer = 0, dialog = null;
let waiting = null, isOver = false, isTwo = false;

function plan() {
  clearTimeout(timer);
  // timers of a sleeping machine stand still: looked at again every half minute
  const until = endsAt - Date.now() - (isOver || isTwo ? 0 : warns * 1000);
  timer = setTimeout(look, Math.min(Math.max(until, 1000), 30000));
}

async function ask(address, sent) {
  const headers = { Accept: "application/json" };
  if (sent) Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": csrf });
  return fetch(address, sent ? { method: "POST", headers, body: JSON.stringify(sent) } : { headers });
}

async function look() {
  if (isOver) return;
  if (Date.now() < endsAt - warns * 1000) { plan(); return; }
  try {
    const body = await (await ask(STATE)).json();
    if (body.state === "in" && body.who !== own.who) { stranger(); return; }
    if (body.state === "in") settle(body); else over();
  } catch { plan(); /* without a network nobody knows: the next look does */ }
}

// Another page of the same person may have kept the session alive.
function settle(body) {
  renew(body.csrf);
  endsAt = Date.now() + body.left * 1000;
  if (body.left > warns) { isTwo = false; close(); } else if (!isTwo) { isTwo = true; show("warning"); }
  plan();
}

function renew(token) {
  csrf = token;
  for (const one of document.querySelectorAll("input[name=csrf_token]")) one.value = token;
}

async function over() {
  if (isOver) return;
  isOver = true;
  clearTimeout(timer);
  await show("password", "over");
}

// ---- what is shown ------------------------------------------------------------------------

async function made() {
  if (dialog) return dialog;
  const text = await (await fetch("/session/again")).text();
  dialog = new DOMParser().parseFromString(text, "text/html").querySelector("dialog");
  document.body.append(dialog);
  dialog.addEventListener("cancel", (event) => { if (isOver) event.preventDefault(); });
  dialog.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); again(); });
  dialog.querySelector("[data-other]").addEventListener("click", () => part("other"));
  dialog.querySelector("[data-back]").addEventListener("click", () => part("password"));
  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  dialog.querySelector("[data-discard]").addEventListener("click", () => {
    document.dispatchEvent(new CustomEvent("pl:stranger"));
    location.assign("/login");
  });
  return dialog;
}

function part(name) {
  for (const one of dialog.querySelectorAll("[data-part]")) one.hidden = one.dataset.part !== name;
}

async function show(name, title = "over") {
  try { await made(); } catch { isOver = false; isTwo = false; plan(); return; }
  part(name);
  for (const one of dialog.querySelectorAll("[data-title]")) one.hidden = one.dataset.title !== title;
  if (!dialog.open) dialog.showModal();
  cover();
  if (name === "password") dialog.querySelector("input").focus();
}

function tell(what) {
  for (const name of ["wrong", "wait", "away", "half"]) dialog.querySelector(`[data-${name}]`).hidden = name !== what;
}

function close() {
  if (dialog?.open) dialog.close();
}

// ---- what is done -------------------------------------------------------------------------

async function stay() {
  try {
    const answer = await ask(KEEP, {});
    if (answer.status === 401) { over(); return; }
    const body = await answer.json();
    endsAt = Date.now() + body.left * 1000;
    // the absolute limit does not move: then only the password helps
    if (body.left <= warns) { await show("password", "ending"); return; }
    isTwo = false;
    close();
    plan();
  } catch { tell("away"); }
}

async function again() {
  const field = dialog.querySelector("input");
  try {
    let answer = await ask(AGAIN, { password: field.value });
    if (answer.status === 400) {
      // signed in meanwhile in another window, under another token
      const now = await (await ask(STATE)).json();
      if (now.state === "in" && now.who !== own.who) { stranger(); return; }
      if (now.state === "in") { field.value = ""; back(now); return; }
      csrf = now.csrf;
      answer = await ask(AGAIN, { password: field.value });
    }
    field.value = "";
    if (answer.status === 429) { tell("wait"); return; }
    const said = await answer.json().catch(() => ({}));
    // without a state nobody knows any more whose page this was
    if (!answer.ok) { tell(said.state ? "wrong" : "half"); field.focus(); return; }
    csrf = said.csrf;
    const now = await (await ask(STATE)).json();
    if (now.state !== "in") { renew(now.csrf); tell("half"); return; }
    back(now);
  } catch { tell("away"); }
}

// Whose session is over shows nothing more to whoever comes by; what was typed stays below.
function cover() {
  document.documentElement.classList.toggle("pl-over", isOver);
}

function back(body) {
  isOver = false;
  cover();
  isTwo = false;
  tell("");
  renew(body.csrf);
  endsAt = Date.now() + body.left * 1000;
  close();
  plan();
  document.dispatchEvent(new CustomEvent("pl:in", { detail: { csrf: body.csrf } }));
  const form = waiting;
  waiting = null;
  if (form) form.form.requestSubmit(form.button ?? undefined);
}

function stranger() {
  isOver = true;
  show("password").then(() => part("other"));
}

// A script that was refused says so; a form that would be refused waits.
document.addEventListener("pl:out", over);
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.closest("dialog.pl-again") || Date.now() < endsAt) return;
  event.preventDefault();
  waiting = { form, button: event.submitter };
  try {
    const body = await (await ask(STATE)).json();
    if (body.state === "in" && body.who === own.who) back(body);
    else if (body.state === "in") stranger();
    else over();
  } catch { waiting = null; form.submit(); }
});
for (const name of ["focus", "pageshow"]) window.addEventListener(name, woken);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") woken(); });

async function woken() {
  if (!isOver) { if (Date.now() >= endsAt - warns * 1000) look(); return; }
  // perhaps signed in again in another window
  try {
    const body = await (await ask(STATE)).json();
    if (body.state === "in" && body.who === own.who) back(body);
  } catch { /* the dialog stays */ }
}

plan();
