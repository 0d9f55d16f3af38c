// Leaves at once and takes this page out of the browser's history.
for (const way of document.querySelectorAll("[data-leave]")) {
  way.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(way.href);
  });
}
