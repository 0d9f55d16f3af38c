// Draws the interactive chart over the drawn one, once the page has been readable for a while.
// Whatever fails on the way leaves the drawn chart where it is.
const place = document.querySelector(".pl-chart-place");
const NARROW = 600;
const ask = document.querySelector(".pl-chart-ask");
let isNarrow = false;

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

// the words of each point stand in the drawn chart already, in the same order
function say(figure) {
  for (const kind of new Set(figure.data.map((trace) => trace.meta))) {
    if (!kind) continue;
    const titles = [...place.querySelectorAll(`svg ${kind} > title`)].map((one) =>
      one.textContent.replace(/&/g, "&amp;").replace(/</g, "&lt;"),
    );
    const links = [...place.querySelectorAll(`svg ${kind}`)].map((one) => one.closest("a")?.getAttribute("href"));
    for (const trace of figure.data) {
      if (trace.meta !== kind) continue;
      trace.hovertext = trace.x.map((x) => (x === null ? null : titles.shift()));
      trace.customdata = trace.x.map((x) => (x === null ? null : links.shift()));
    }
  }
}

// little room: fewer marks, the legend names the lines across, and numbers only at a touch
function narrow(figure) {
  const { layout } = figure;
  if (!figure.narrow.annotations && layout.annotations) {
    layout.annotations = layout.annotations.filter((one) => one.xref !== "paper");
  }
  if (!figure.narrow.shapes && layout.shapes) {
    for (const shape of layout.shapes) if (shape.name) shape.showlegend = true;
  }
  const xaxis = Object.assign(layout.xaxis, figure.narrow.xaxis);
  Object.assign(layout, figure.narrow, { xaxis });
  for (const trace of figure.data) {
    if (trace.mode === "lines+markers+text") trace.mode = "lines+markers";
  }
}

// whoever is on a dot of the drawn chart keeps it
async function draw() {
  if (place.contains(document.activeElement)) {
    place.addEventListener("focusout", () => setTimeout(draw), { once: true });
    return;
  }
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
    say(figure);
    isNarrow = place.clientWidth < NARROW;
    if (isNarrow) narrow(figure);
    place.append(target);
    await window.Plotly.newPlot(target, figure.data, figure.layout, figure.config);
    target.on("plotly_click", ({ points: [point] }) => {
      if (point.customdata) window.location.href = point.customdata;
    });
    if (place.contains(document.activeElement)) throw new Error("in use");
    place.classList.add("pl-chart-drawn");
    turned();
  } catch {
    target.remove();
  }
}

// a phone that is turned gets the chart for its new width
function turned() {
  const isDrawn = place.classList.contains("pl-chart-drawn");
  if (!isDrawn || place.clientWidth < NARROW === isNarrow) return;
  const drawn = place.querySelector(".pl-plot");
  place.classList.remove("pl-chart-drawn");
  window.Plotly.purge(drawn);
  drawn.remove();
  draw();
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
  window.addEventListener("resize", turned);
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin);
}
