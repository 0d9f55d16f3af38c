// Comparing two readings with keys: 1 takes the first, 2 the second, 3 another answer, Enter goes to the next.

const groups = [...document.querySelectorAll("[data-difference]")];

const current = () => groups.find((group) => group.contains(document.activeElement));

function go(group) {
  const next = group ? groups[groups.indexOf(group) + 1] : groups[0];
  if (next) next.querySelector("input[type=radio]").focus();
  else document.querySelector("[data-settle]")?.focus();
}

document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || at.matches("textarea, select, button, a, summary")) return;
  const group = current();
  if (event.key === "Enter" && group) { event.preventDefault(); go(group); return; }
  const place = ["1", "2", "3"].indexOf(event.key);
  if (place < 0) return;
  const radio = (group ?? groups[0])?.querySelectorAll("input[type=radio]")[place];
  if (!radio) return;
  event.preventDefault();
  radio.checked = true;
  radio.focus();
});
