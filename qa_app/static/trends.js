// Draws the interactive chart over the drawn one, once the page has been readable for a while.
// Whatever fails on the way leaves the drawn chart where it is.
const place = document.querySelector(".pl-chart-place");
const NARROW = 600;
const ask = document.querySelector(".pl-chart-ask");

function script(address) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = address;
    element.defer = true;
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  });
}

// little room: fewer marks, and numbers only at a touch
function narrow(figure) {
  Object.assign(figure.layout, figure.narrow);
  for (const trace of figure.data) {
    if (trace.mode === "lines+markers+text") trace.mode = "lines+markers";
  }
}

async function draw() {
  ask.hidden = true;
  const target = document.createElement("div");
  target.className = "pl-plot";
  try {
    const [answer] = await Promise.all([
      fetch(place.dataset.figure, { headers: { Accept: "application/json" } }),
      window.Plotly ? null : script(place.dataset.plotly),
    ]);
    if (!answer.ok) return;
    const figure = await answer.json();
    if (figure.locale) window.Plotly.register(figure.locale);
    if (place.clientWidth < NARROW) narrow(figure);
    place.append(target);
    await window.Plotly.newPlot(target, figure.data, figure.layout, figure.config);
    place.classList.add("pl-chart-drawn");
  } catch {
    target.remove();
  }
}

function isSlow() {
  const line = navigator.connection;
  return Boolean(line) && (line.saveData || (line.downlink > 0 && line.downlink < 1));
}

function begin() {
  if (isSlow()) {
    ask.hidden = false;
    ask.querySelector("button").addEventListener("click", draw, { once: true });
    return;
  }
  const idle = window.requestIdleCallback || ((work) => setTimeout(work, 200));
  idle(draw, { timeout: 2000 });
}

if (place && ask) {
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin);
}
