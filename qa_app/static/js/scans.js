// A digit chooses an answer for the next unsure item: one keystroke each.
"use strict";
(function () {
  const rows = Array.from(document.querySelectorAll("[data-unsure]"));
  const next = function () {
    return rows.find(function (row) { return !row.querySelector("input:checked"); });
  };
  const lead = function () {
    const row = next();
    if (!row) { return; }
    row.scrollIntoView({ block: "center" });
    row.querySelector("input[type=radio]").focus({ preventScroll: true });
  };
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) { return; }
    const row = next();
    const pick = row && row.querySelector('input[data-digit="' + event.key + '"]');
    if (!pick) { return; }
    event.preventDefault();
    pick.checked = true;
    lead();
  });
  lead();
}());
