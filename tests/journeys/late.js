// Lets every page begin LATE milliseconds after what leads to it, as on a machine that does much else.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const isOther = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey;
  if (event.defaultPrevented || isOther || !link || link.hasAttribute("download")) return;
  const isHere = link.hash && link.href.split("#")[0] === location.href.split("#")[0];
  if (isHere || (link.target && link.target !== "_self")) return;
  event.preventDefault();
  setTimeout(() => location.assign(link.href), LATE);
});
addEventListener("submit", (event) => {
  const form = event.target, button = event.submitter;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.target && form.target !== "_self") return;
  event.preventDefault();
  setTimeout(() => {
    if (button?.name) {
      const pressed = document.createElement("input");
      Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
      form.append(pressed);
    }
    for (const name of ["action", "method", "enctype"]) {
      const own = button?.getAttribute(`form${name}`);
      if (own) form.setAttribute(name, own);
    }
    HTMLFormElement.prototype.submit.call(form);
  }, LATE);
});
