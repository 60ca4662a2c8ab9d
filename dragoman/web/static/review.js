// Keys of the review, and forms that are sent without losing what they hold when the line is cut.
"use strict";

const WAIT = 3000; // milliseconds before a form is sent the second time, if nothing says sooner

const typed = (at) => at.closest("input, textarea, select, [contenteditable]") !== null;

function say(words) {
  const said = document.getElementById("said");
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = words; });
}

function open(name) {
  for (const panel of document.querySelectorAll(".panel")) {
    panel.classList.toggle("open", panel.id === name && !panel.classList.contains("open"));
  }
  const panel = document.querySelector(".panel.open");
  const first = panel?.querySelector("[data-first]") ?? panel?.querySelector("input:not([type=hidden]), select, button");
  (first ?? document.getElementById("sentence"))?.focus();
  if (first?.select) first.select();
}

function focus() {
  const wrong = document.querySelector("[aria-invalid=true]");
  const sentence = document.getElementById("sentence");
  (wrong ?? sentence)?.focus({ preventScroll: wrong === null });
  const around = sentence?.closest("blockquote");
  if (around) around.scrollTop = sentence.offsetTop - around.offsetTop - 24;
}

// What the server answered takes the place of the screen; the words for the ear stay where they are.
function show(answer, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const screen = page.getElementById("screen");
  if (screen === null) {
    say(page.querySelector(".sorry")?.textContent ?? "That was not done.");
    return;
  }
  document.getElementById("screen").replaceWith(screen);
  document.title = page.title;
  if (answer.redirected) history.pushState(null, "", answer.url);
  say(page.getElementById("problem")?.textContent || page.getElementById("said").textContent);
  scrollTo(0, 0);
  focus();
}

function connected() {
  return new Promise((done) => {
    const end = () => { clearTimeout(timer); removeEventListener("online", end); done(); };
    const timer = setTimeout(end, WAIT);
    addEventListener("online", end);
  });
}

let sending = false;

async function send(form, button) {
  if (sending) return; // a double click decides once
  sending = true;
  const screen = document.getElementById("screen");
  screen.inert = true; // nothing is typed into what is about to be replaced
  const body = new URLSearchParams(new FormData(form, button));
  if (!body.get("reason")) body.set("reason", document.getElementById("why-judge")?.value ?? "");
  try {
    for (let left = 1; ; left -= 1) {
      try {
        const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { "X-Screen": "1" } });
        show(answer, await answer.text());
        return;
      } catch (error) {
        if (left === 0) throw error;
        say("There is no connection. What you decided is kept here, and sent once more.");
        await connected();
      }
    }
  } catch {
    say("It could not be sent: there is no connection. It is all still here; press the key again when there is one.");
  } finally {
    sending = false;
    screen.inert = false;
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-decide]")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-panel]");
  if (link === null) return;
  event.preventDefault();
  open(link.dataset.panel);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    if (document.querySelector(".panel.open")) open("");
    return;
  }
  if (sending || typed(event.target)) return;
  const target = /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});

addEventListener("popstate", () => location.reload());
if (document.getElementById("screen")) focus();
