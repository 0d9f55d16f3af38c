// The made-up file of a rubric draft: it goes along from part to part, in this tab only, and is
// scored anew as soon as it or the form of the part changes. Notes are not taken along.

const form = document.getElementById("made-up");
const part = document.getElementById("part");
const fold = document.getElementById("beside");
const PIECES = ["made-up-rest", "made-up-result", "made-up-fields", "made-up-items", "made-up-sums"];
const key = `pl.made-up.${form.dataset.draft}`;
let timer = 0, asked = 0;

const store = (use) => { try { return use(window.sessionStorage); } catch { return null; /* a browser may keep nothing */ } };
const named = (one) => one.form === form && one.name && one.name !== "csrf_token" && one.name !== "part" && one.name !== "go" && !one.name.startsWith("note.");
// what was kept stands on the page with the first answer; until then it counts beside what is filled in
let unseen = JSON.parse(store((kept) => kept.getItem(key)) ?? "[]");

function filled() {
  const here = [...new FormData(form)].filter(([name]) => named({ form, name }));
  if (!unseen.length) return here;
  const said = new Map(here.filter(([, value]) => value));
  return [...said, ...unseen.filter(([name]) => !said.has(name))];
}

function keep() {
  store((kept) => kept.setItem(key, JSON.stringify(filled())));
}

async function score(pairs) {
  const number = ++asked;
  const body = new URLSearchParams([["csrf_token", form.elements.csrf_token.value], ...pairs]);
  for (const [name, value] of new FormData(part)) body.append(`part:${name}`, value);
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body }).catch(() => null);
  if (number !== asked || !answer?.ok || answer.redirected) return;
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (number !== asked || !made.getElementById("made-up")) return;
  unseen = [];
  show(made);
  keep();
}

// What somebody types in stays under their hands; everything else is taken from the answer.
function show(made) {
  const active = document.activeElement;
  const { id, name, value } = active ?? {};
  for (const piece of PIECES) {
    const here = document.getElementById(piece), there = made.getElementById(piece);
    const isTyped = here.contains(active) && !["radio", "checkbox", "button"].includes(active.type);
    if (!isTyped && here.innerHTML !== there.innerHTML) {
      here.textContent = "";
      here.append(...there.childNodes);
    }
  }
  if (!active || document.contains(active)) return;
  const again = (id && document.getElementById(id))
    || [...form.elements].find((one) => one.name === name && one.value === value);
  again?.focus({ preventScroll: true });
}

function soon(wait) {
  asked++; // an answer still on its way knows nothing of this change and would undo it
  clearTimeout(timer);
  timer = setTimeout(() => score(filled()), wait);
}

form.addEventListener("change", () => { keep(); soon(0); });
form.addEventListener("input", (event) => { if (event.target.type !== "radio") { keep(); soon(600); } });
form.addEventListener("focusout", () => soon(200));
for (const what of ["input", "change"]) part.addEventListener(what, () => soon(500));

form.addEventListener("click", (event) => {
  if (event.target.closest("[data-made-up=empty]")) {
    store((kept) => kept.removeItem(key));
    unseen = [];
    score([]);
    return;
  }
  const back = event.target.closest("[data-act=restore]");
  if (back) { // what dates, a log or a number gave counts again
    for (const one of back.closest(".pl-item").querySelectorAll("[type=radio]")) one.checked = false;
    soon(0);
  }
  const more = event.target.closest("[data-act=row], [data-act=case]");
  if (more) soon(0); // the answer has one empty row more than is filled in
});

if (window.matchMedia("(max-width: 63.99rem)").matches && location.hash !== "#beside") fold.open = false;
score(filled());
