// Dividing files: whoever chooses another person accepts the line, and whoever takes the tick
// away gets the person back that was shown.
// Without this script the server counts a person chosen anew as accepted.

const form = document.querySelector("[data-divide]");

form.addEventListener("change", (event) => {
  const row = event.target.closest("tr");
  const choice = row && row.querySelector("select");
  const tick = row && row.querySelector("input[type=checkbox]");
  if (!choice || !tick) return;
  if (event.target === choice) tick.checked = choice.value !== "";
  else if (!tick.checked) choice.value = row.querySelector("input[name^='shown.']").value;
});
