// The map of an actor's counterparts: a dot in each state, its area the number of events.
// The table on the page is its twin: nothing can be done here that cannot be done there.
"use strict";

{
  const SVG = "http://www.w3.org/2000/svg";
  const LABELS = 8; // names that are written at most
  const scripts = new Map();

  const script = (address) => {
    if (!scripts.has(address)) scripts.set(address, load(address)); // of app.js
    return scripts.get(address);
  };

  async function json(address) {
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  }

  function add(parent, name, values, text) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  }

  // Of a shape the number by ISO 3166-1, or its name where it has none.
  const key = (shape) => shape.id ?? shape.properties.name;

  const short = (name) => {
    const bare = name.replace(" of Great Britain and Northern Ireland", "");
    return bare.length > 26 ? `${bare.slice(0, 25)}…` : bare;
  };

  // Several persons of one state are one dot.
  function byState(drawing, places) {
    const events = new Map(drawing.states.map((one) => [one.state, one.events]));
    const found = new Map();
    const nowhere = [];
    for (const one of drawing.counterparts) {
      const place = one.state && places.states[one.state];
      if (!place) {
        nowhere.push(one);
        continue;
      }
      const dot = found.get(one.state) ?? { place, events: events.get(one.state), all: [] };
      dot.all.push(one);
      found.set(one.state, dot);
    }
    const dots = [...found.values()].sort((a, b) => b.events - a.events);
    return { dots, nowhere };
  }

  function plot(box, drawing, places, world) {
    const { d3, topojson } = globalThis;
    const width = Math.max(280, box.clientWidth);
    const height = Math.round(width * 0.49);
    const shapes = topojson.feature(world, world.objects.countries);
    const projection = d3.geoEqualEarth().fitSize([width, height], { type: "Sphere" });
    const path = d3.geoPath(projection);
    const { dots, nowhere } = byState(drawing, places);
    const most = dots[0]?.events ?? 1;
    const largest = Math.max(9, width / 32);
    const radius = (n) => Math.max(2, largest * Math.sqrt(n / most));
    const disputed = new Set(places.disputed.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
    const isDisputed = (a, b) => a !== b && disputed.has(`${key(a)} ${key(b)}`);

    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("aria-hidden", "true"); // the box around it says what is to be seen
    add(svg, "path", { class: "sphere", d: path({ type: "Sphere" }) });
    const own = places.states[drawing.who.state]?.shape;
    for (const shape of shapes.features) {
      add(svg, "path", { class: key(shape) === own ? "land own" : "land", d: path(shape) ?? "" });
    }
    const all = world.objects.countries;
    const plain = topojson.mesh(world, all, (a, b) => a !== b && !isDisputed(a, b));
    add(svg, "path", { class: "border", d: path(plain) });
    add(svg, "path", { class: "border disputed", d: path(topojson.mesh(world, all, isDisputed)) ?? "" });

    const drawn = dots.map((dot) => {
      const [x, y] = projection([dot.place.lon, dot.place.lat]);
      return { ...dot, x, y, r: radius(dot.events) };
    });
    for (const dot of drawn) {
      const circle = add(svg, "circle", { class: "dot", cx: dot.x, cy: dot.y, r: dot.r });
      const told = dot.all.slice(0, 6).map((one) => `${one.name}: ${one.events}`);
      const rest = dot.all.length - told.length;
      add(circle, "title", {}, told.join("\n") + (rest > 0 ? `\nand ${rest} more` : ""));
      if (dot.all.length === 1 && dot.all[0].path) {
        circle.classList.add("link");
        circle.addEventListener("click", () => location.assign(dot.all[0].path));
      }
    }
    const here = places.states[drawing.who.state];
    const [x, y] = here ? projection([here.lon, here.lat]) : [-9, -9];
    if (width >= 560) writeNames(svg, drawn, width, [x - 6, y - 6, x + 6, y + 6]);
    if (here) {
      const self = add(svg, "path", { class: "self", d: `M${x} ${y - 6}l6 6l-6 6l-6 -6z` });
      add(self, "title", {}, drawing.who.name);
    }
    box.replaceChildren(svg);
    explain(box, drawing, most, nowhere, Boolean(here));
    box.dataset.drawn = "yes";
  }

  // Names of the largest dots, as far as none covers another.
  function writeNames(svg, dots, width, self) {
    const largest = dots.slice(0, LABELS);
    const taken = [self, ...largest.map(({ x, y, r }) => [x - r, y - r, x + r, y + r])];
    for (const dot of largest) {
      const words = short(dot.all.length === 1 ? dot.all[0].name : dot.all[0].name.replace(/.*\(|\)$/g, ""));
      const long = words.length * 7.2;
      const free = (x) => {
        const area = [x, dot.y - 7, x + long, dot.y + 7];
        const covers = (b) => area[0] < b[2] && b[0] < area[2] && area[1] < b[3] && b[1] < area[3];
        return x > 0 && x + long < width && !taken.some(covers);
      };
      const x = [dot.x + dot.r + 3, dot.x - dot.r - 3 - long].find(free);
      if (x === undefined) continue;
      taken.push([x, dot.y - 7, x + long, dot.y + 7]);
      add(svg, "text", { class: "name", x, y: dot.y + 4 }, words);
    }
  }

  function explain(box, drawing, most, nowhere, here) {
    const words = [
      `The largest dot is ${most} ${most === 1 ? "event" : "events"}.`,
      here ? `The diamond is the place of ${drawing.who.name}.` : "",
      nowhere.length ? `Not on the map: ${nowhere.map((one) => `${one.name} (${one.events})`).join(", ")}.` : "",
    ];
    const note = box.parentElement.querySelector(".map-key");
    if (note) note.textContent = words.filter(Boolean).join(" ");
  }

  async function draw(box) {
    const data = Promise.all([json(box.dataset.map), json(box.dataset.places), json(box.dataset.world)]);
    for (const address of box.dataset.libraries.split(" ")) await script(address);
    const [drawing, places, world] = await data;
    let width = 0;
    new ResizeObserver(() => {
      if (Math.abs(box.clientWidth - width) < 8) return;
      width = box.clientWidth;
      plot(box, drawing, places, world);
    }).observe(box);
  }

  for (const box of document.querySelectorAll(".map[data-map]")) {
    draw(box).catch((error) => {
      box.textContent = "The map could not be drawn; the table has the same.";
      console.error(error);
    });
  }
}
