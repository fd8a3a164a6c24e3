// The page that runs the library in the browser: the window's side. Python lives in a worker.
const root = document.querySelector("#try");
const part = (name) => root.querySelector(name);
const state = part(".state span"), bar = part("progress"), start = part(".start");
const code = part("textarea"), run = part(".run"), stop = part(".stop"), outs = part(".outs");
const EXAMPLES = JSON.parse(part("script").textContent);
let worker = null, ready = false, pending = null, count = 0;

const say = (text) => { state.textContent = text; };
const mega = (bytes) => (bytes / 1e6).toFixed(1);

function boot() {
  start.hidden = true;
  bar.hidden = false;
  ready = false;
  say("Loading Python …");
  worker = new Worker(new URL("try-worker.js", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }) => HEARD[data.type](data);
  worker.onerror = (event) => HEARD.failed({ text: event.message || "the worker did not start" });
  worker.postMessage({ type: "start", root: new URL(root.dataset.root, document.baseURI).href });
}

const HEARD = {
  progress({ loaded, total }) {
    bar.max = total;
    bar.value = Math.min(loaded, total);
    say(loaded < total ? `Loading Python: ${mega(loaded)} of ${mega(total)} MB` : "Starting Python …");
  },
  ready({ text }) {
    ready = true;
    bar.hidden = true;
    root.dataset.state = "ready";
    say(text);
    if (pending !== null) send(pending);
  },
  failed({ text }) {
    bar.hidden = true;
    start.hidden = false;
    root.dataset.state = "failed";
    say(`Python could not be loaded: ${text}`);
    stopped();
  },
  result({ html, text, printed, error }) {
    stopped();
    const box = outs.querySelector(".out");
    box.querySelector(".wait").remove();
    if (printed) box.append(pre(printed));
    if (html) {
      const shown = document.createElement("div");
      shown.innerHTML = html; // made and escaped by the library
      box.append(shown);
    } else if (text) {
      box.append(pre(text));
    }
    if (error) box.append(pre(error, "error"));
    if (!printed && !html && !text && !error) box.append(note("no result"));
    box.dataset.done = "yes";
  },
};

function pre(text, kind = "") {
  const box = document.createElement("pre");
  box.className = kind;
  box.textContent = text;
  return box;
}

function note(text, kind = "") {
  const box = document.createElement("small");
  box.className = kind;
  box.textContent = text;
  return box;
}

function send(text) {
  run.disabled = true;
  stop.hidden = false;
  if (!worker) boot();
  if (pending === null) {
    const box = document.createElement("div");
    box.className = "out";
    box.id = `out-${++count}`;
    box.append(pre(text, "asked"), note(ready ? "running …" : "waiting for Python …", "wait"));
    outs.prepend(box);
  }
  if (!ready) { pending = text; return; }
  pending = null;
  worker.postMessage({ type: "run", code: text });
}

function stopped() {
  run.disabled = false;
  stop.hidden = true;
  pending = null;
}

run.addEventListener("click", () => { if (code.value.trim() && !run.disabled) send(code.value); });
code.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    run.click();
  }
});
stop.addEventListener("click", () => {
  worker.terminate();
  const box = outs.querySelector(".out .wait")?.parentElement;
  box?.querySelector(".wait").replaceWith(note("stopped"));
  if (box) box.dataset.done = "yes";
  stopped();
  boot();
});
start.addEventListener("click", boot);
part(".clear").addEventListener("click", () => outs.replaceChildren(...outs.querySelectorAll(".out:not([data-done])")));

for (const [title, text] of Object.entries(EXAMPLES)) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = title;
  button.addEventListener("click", () => {
    code.value = text;
    run.click();
  });
  part(".examples").append(button);
}
code.value = Object.values(EXAMPLES)[0];

if (location.protocol === "file:") {
  say("This page needs a web server. In the folder of the site: python3 -m http.server");
  start.hidden = true;
} else if (navigator.connection?.saveData) {
  start.hidden = false; // the reader asked to be sparing: load when asked
  bar.hidden = true;
  say("Python takes 14 MB.");
} else {
  boot();
}
