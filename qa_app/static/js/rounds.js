// Planning a round: only centres and people are offered that fit a rubric chosen.
// Without this script the server says the same once the form is sent.

const form = document.querySelector("[data-round]");
const rubrics = [...form.querySelectorAll("[data-of=rubrics] [data-areas]")];
const tick = (label) => label.querySelector("input");

function fits(label, wanted) {
  const own = label.dataset.areas.split(" ").filter(Boolean);
  return own.length === 0 || own.some((area) => wanted.has(area));
}

function offer() {
  const wanted = new Set(rubrics.filter((one) => tick(one).checked).map((one) => one.dataset.areas));
  let left = 0;
  for (const label of form.querySelectorAll("[data-of=centres] [data-areas], [data-of=readers] [data-areas]")) {
    // what is ticked stays in sight, so that nobody sends what they cannot see
    label.hidden = wanted.size > 0 && !fits(label, wanted) && !tick(label).checked;
    if (label.hidden && label.closest("[data-of=centres]")) left += 1;
  }
  for (const district of form.querySelectorAll("[data-district]")) {
    district.hidden = !district.querySelector("label:not([hidden])");
  }
  const told = form.querySelector("[data-left]");
  told.textContent = left ? told.dataset.left.replace("{n}", left) : "";
}

// the server refuses it; who plans learns so while choosing
function warn() {
  const chosen = form.querySelector("[name=moderator_id]").selectedOptions[0];
  const own = form.querySelector(`[name=readers][value="${chosen?.value}"]`);
  const told = form.querySelector("[data-both]");
  told.textContent = own?.checked ? told.dataset.both.replace("{name}", chosen.textContent.trim()) : "";
}

// another round of the same period at the same centre: a warning, no refusal
function compare() {
  const [since, until] = ["period_from", "period_until"].map((name) => form.querySelector(`[name=${name}]`).value);
  const centres = new Set([...form.querySelectorAll("[name=centres]:checked")].map((one) => one.value));
  const told = form.querySelector("[data-others]");
  if (!told) return;
  let count = 0;
  for (const line of told.querySelectorAll("li")) {
    const own = line.dataset;
    const meets = since && until && own.since <= until && since <= own.until;
    line.hidden = !(meets && own.centres.split(" ").some((one) => centres.has(one)));
    if (!line.hidden) count += 1;
  }
  told.hidden = count === 0;
}

// buttons that tick centres work without this script too: the server shows the form again
function tickAll(event) {
  const button = event.target.closest("button[name=tick]");
  if (!button) return;
  event.preventDefault();
  const isOff = button.value === "nothing";
  const within = Number(button.value) ? button.closest("[data-district]") : form;
  for (const one of within.querySelectorAll("[name=centres]")) {
    if (isOff) one.checked = false;
    else if (!one.closest("label").hidden) one.checked = true;
  }
  look();
}

function look() {
  offer();
  compare();
  warn();
}

form.addEventListener("change", look);
form.addEventListener("click", tickAll);
look();
