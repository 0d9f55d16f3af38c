document.documentElement.classList.add("js");
// a row of tabs may be wider than a phone: the one that is open is brought into sight
addEventListener("DOMContentLoaded", () => {
  const open = document.querySelector(".pl-tabs [aria-current]");
  if (open) open.parentElement.scrollLeft = open.offsetLeft - 48;
});
