// Keys, and figures. Everything else works without it.
"use strict";

const typing = (at) => at.closest("input, textarea, select, [contenteditable]") !== null;

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
  const now = rows.indexOf(document.activeElement);
  const row = rows[now < 0 ? (by > 0 ? 0 : rows.length - 1) : now + by];
  if (row) {
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  }
}

const KEYS = {
  "/": () => document.getElementById("find").focus(),
  "?": () => document.getElementById("help").showModal(),
  j: () => step(1),
  k: () => step(-1),
  n: () => document.querySelector("a[rel=next]")?.click(),
  p: () => document.querySelector("a[rel=prev]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && typing(event.target)) event.target.blur();
  if (typing(event.target) || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
});

// A menu closes when somebody goes elsewhere.
const menu = document.querySelector("details.menu");
document.addEventListener("click", ({ target }) => { if (!menu.contains(target)) menu.open = false; });
menu.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  menu.open = false;
  menu.firstElementChild.focus();
});

function load(address) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.async = false;
    script.onload = done;
    script.onerror = () => failed(new Error(address));
    document.head.append(script);
  });
}

let drawing = null;

function drawer() {
  const { vega, vegaLite, interpreter } = document.documentElement.dataset;
  drawing ??= Promise.all([load(vega), load(vegaLite)]).then(() => import(interpreter));
  return drawing;
}

const quiet = { level: () => quiet, error: () => quiet, warn: () => quiet, info: () => quiet, debug: () => quiet };

// The policy of content forbids compiled expressions, so Vega interprets them.
async function draw(plot) {
  const { expressionInterpreter } = await drawer();
  const given = JSON.parse(plot.dataset.spec);
  given.config = { ...given.config, background: "transparent", padding: 2 };
  delete given.title; // the page says it
  const { spec } = globalThis.vegaLite.compile(given, { logger: quiet });
  const view = new globalThis.vega.View(
    globalThis.vega.parse(spec, null, { ast: true }),
    { expr: expressionInterpreter, renderer: "svg", container: plot, hover: true, logLevel: globalThis.vega.Error },
  );
  await view.runAsync();
  plot.querySelector("svg")?.setAttribute("aria-hidden", "true"); // its marks have no names
  plot.dataset.drawn = "yes";
}

function drawAll(root) {
  for (const plot of root.querySelectorAll(".plot[data-spec]:not([data-drawn])")) {
    plot.dataset.drawn = "begun";
    draw(plot).catch((error) => {
      plot.textContent = "The figure could not be drawn; the table has the same.";
      console.error(error);
    });
  }
}

drawAll(document);
document.addEventListener("htmx:load", (event) => drawAll(event.target));

// A part that comes later and does not come: say so, and where it can be had.
for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failed, ({ target }) => {
    const said = target.matches(".later") ? target.querySelector("[role=status]") : null;
    if (said) said.textContent = said.dataset.failed ?? "This could not be loaded. Load the page again.";
  });
}
