// The counterparts of an actor and the links among them, drawn by Cytoscape.
// Where a dot stands is fixed by its rank alone, so that the same ledger gives the same picture.
"use strict";

{
  const INNER = 8; // counterparts on the inner ring, those with most events

  async function json(address) {
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  }

  function colors() {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(name).trim();
    return { ink: of("--ink"), paper: of("--paper"), line: of("--edge"), accent: of("--accent"), say: of("--say") };
  }

  const cut = (name, most) => (name.length > most ? `${name.slice(0, most - 1)}…` : name);

  // Short enough to stand below a dot, a person's state on a line of its own; the whole name is
  // in the table.
  const lines = (name) => {
    const [, bare, state] = /^(.*?)(?: \((.*)\))?$/.exec(name.replace(" of Great Britain and Northern Ireland", ""));
    return state ? `${cut(bare, 26)}\n${cut(state, 26)}` : cut(bare, 26);
  };

  // Those that are linked most stand side by side: each next one is the one with most events
  // with those placed already.
  function ordered(ids, links) {
    const left = [...ids];
    const weight = (a, b) => links.get(`${a} ${b}`) ?? links.get(`${b} ${a}`) ?? 0;
    const placed = left.splice(0, 1);
    while (left.length) {
      const last = placed[placed.length - 1];
      let best = 0;
      left.forEach((id, at) => {
        if (weight(last, id) > weight(last, left[best])) best = at;
      });
      placed.push(...left.splice(best, 1));
    }
    return placed;
  }

  function elements(drawing) {
    const shown = drawing.counterparts.filter((one) => one.drawn);
    const links = new Map(drawing.links.map((link) => [`${link.one} ${link.other}`, link.events]));
    const most = Math.max(...shown.map((one) => one.events));
    const rings = [shown.slice(0, INNER), shown.slice(INNER)];
    const at = new Map();
    rings.forEach((ring, nth) => {
      const ids = ring.length ? ordered(ring.map((one) => one.id), links) : [];
      ids.forEach((id, place) => {
        const turn = (2 * Math.PI * (place + (nth ? 0.5 : 0))) / ids.length - Math.PI / 2;
        const far = nth ? 1 : 0.52;
        at.set(id, { x: far * Math.cos(turn), y: far * Math.sin(turn) });
      });
    });
    const nodes = [
      { data: { id: drawing.who.id, label: lines(drawing.who.name), size: 26, at: { x: 0, y: 0 } }, classes: "who" },
      ...shown.map((one) => ({
        data: {
          id: one.id,
          label: `${lines(one.name)} ${one.events}`,
          size: 8 + 18 * Math.sqrt(one.events / most),
          path: one.path,
          at: at.get(one.id),
        },
      })),
    ];
    const heaviest = Math.max(...drawing.links.map((link) => link.events), most);
    const line = (n) => ({ width: 0.6 + 6 * Math.sqrt(n / heaviest), opacity: 0.18 + 0.55 * Math.sqrt(n / heaviest) });
    const edges = [
      ...shown.map((one) => ({ data: { source: drawing.who.id, target: one.id, ...line(one.events) }, classes: "first" })),
      ...drawing.links.map((link) => ({ data: { source: link.one, target: link.other, ...line(link.events) } })),
    ];
    return [...nodes, ...edges];
  }

  const PAPER = { ink: "#000", paper: "#fff", line: "#888", accent: "#000", say: "#555" };

  function look({ ink, paper, line, accent, say }) {
    return [
      {
        selector: "node",
        style: {
          width: "data(size)",
          height: "data(size)",
          label: "data(label)",
          color: ink,
          "background-color": say,
          "border-width": 1,
          "border-color": paper,
          "font-size": 12,
          "text-wrap": "wrap",
          "font-family": "sans-serif",
          "text-valign": "bottom",
          "text-margin-y": 3,
          "text-background-color": paper,
          "text-background-opacity": 0.8,
          "text-background-padding": 1,
        },
      },
      { selector: ".who", style: { "background-color": accent, shape: "diamond", "font-weight": "bold" } },
      { selector: "edge", style: { width: "data(width)", "line-color": say, opacity: "data(opacity)", "curve-style": "straight" } },
      { selector: ".first", style: { "line-color": line } },
    ];
  }

  async function draw(box) {
    const [drawing] = await Promise.all([json(box.dataset.network), load(box.dataset.library)]); // load: of app.js
    const graph = globalThis.cytoscape({
      container: box,
      elements: elements(drawing),
      style: look(PAPER),
      layout: { name: "preset" },
      userZoomingEnabled: false,
      userPanningEnabled: false,
      boxSelectionEnabled: false,
      autoungrabify: true,
    });
    // The rings are as wide and as high as the box; words and dots keep their size.
    const place = () => {
      const { clientWidth: width, clientHeight: height } = box;
      graph.resize();
      graph.nodes().forEach((node) => {
        const { at } = node.data();
        node.position({ x: at.x * (width / 2 - 84), y: at.y * (height / 2 - 40) });
      });
      graph.viewport({ zoom: 1, pan: { x: width / 2, y: height / 2 - 10 } });
    };
    graph.on("tap", "node", ({ target }) => {
      if (target.data("path")) location.assign(target.data("path"));
    });
    new ResizeObserver(place).observe(box);
    // A canvas is not drawn anew for paper: there a picture stands in its place.
    place();
    const picture = document.createElement("img");
    picture.src = graph.png({ bg: "#fff", scale: 2 });
    picture.alt = "";
    box.after(picture);
    const color = () => graph.style(look(colors()));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", color);
    color();
    box.dataset.drawn = "yes";
  }

  for (const box of document.querySelectorAll(".network[data-network]")) {
    draw(box).catch((error) => {
      box.textContent = "The network could not be drawn; the table has the same.";
      console.error(error);
    });
  }
}
