// Copying a line: one press instead of selecting it. Without this script the line can be selected.

for (const button of document.querySelectorAll("[data-copy]")) {
  const line = document.getElementById(button.dataset.copy);
  const told = button.nextElementSibling;
  button.hidden = false;
  line.addEventListener("focus", () => line.select());
  button.addEventListener("click", async () => {
    line.select();
    try {
      await navigator.clipboard.writeText(line.value);
    } catch {
      // pages without https have no clipboard of their own
      document.execCommand("copy");
    }
    told.hidden = false;
  });
}
