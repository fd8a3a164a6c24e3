// The worker's side: loads Python and the library from this site, and nothing from elsewhere.
let python = null;

const SETUP = `
import ast, contextlib, html, io, sys, traceback
import sco_data as sco

def _show(value):
    """What a value looks like: HTML where it has any, else text."""
    if isinstance(value, dict) and value and all(hasattr(v, "_repr_html_") for v in value.values()):
        return "".join(f"<h4>{html.escape(str(k))}</h4>{v._repr_html_()}" for k, v in value.items())
    return value._repr_html_() if hasattr(value, "_repr_html_") else ""

def _run(code, names):
    """Run code as a notebook cell: what it prints, and its last value."""
    printed, value, error = io.StringIO(), None, ""
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            tree = ast.parse(code, "<cell>")
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, "<cell>", "exec"), names)
            if last:
                value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
            shown = _show(value)
            text = "" if value is None or shown else value if isinstance(value, str) else repr(value)
        except BaseException as fault:
            shown = text = ""
            own = [f for f in traceback.extract_tb(fault.__traceback__) if f.filename == "<cell>"]
            where = f"line {own[-1].lineno}: " if own else ""
            error = where + "".join(traceback.format_exception_only(fault)).strip()
    return [shown, text, printed.getvalue(), error]

_names = {"__name__": "__main__", "sco": sco}
_about = sco.data_version()
f"Ready: sco_data {sco.__version__}, data {_about.release} of {_about.date}, Python {sys.version.split()[0]}."
`;

/** Every byte that arrives is counted, whoever asked for it. */
function counted(total) {
  const fetched = globalThis.fetch;
  let loaded = 0, told = 0;
  const tell = (bytes) => {
    loaded += bytes;
    if (loaded - told > total / 200 || loaded >= total) {
      told = loaded;
      postMessage({ type: "progress", loaded, total });
    }
  };
  globalThis.fetch = async (...asked) => {
    const answer = await fetched(...asked);
    if (!answer.ok) throw new Error(`${answer.status} for ${answer.url}`);
    const count = new TransformStream({
      transform(chunk, out) { tell(chunk.byteLength); out.enqueue(chunk); },
    });
    const { status, headers } = answer;
    return new Response(answer.body.pipeThrough(count), { status, headers });
  };
  return () => { globalThis.fetch = fetched; };
}

async function start(root) {
  const sizes = await (await fetch(`${root}try-files.json`)).json();
  const fetchedParts = Object.entries(sizes).filter(([name]) => !name.endsWith(".mjs"));
  const done = counted(fetchedParts.reduce((sum, [, size]) => sum + size, 0));
  const wheels = Object.keys(sizes).filter((name) => name.endsWith(".whl"));
  const { loadPyodide } = await import(`${root}pyodide/pyodide.mjs`);
  const packed = Promise.all(wheels.map(async (name) => (await fetch(root + name)).arrayBuffer()));
  python = await loadPyodide({ indexURL: `${root}pyodide/` });
  for (const wheel of await packed) python.unpackArchive(wheel, "whl");
  done();
  postMessage({ type: "ready", text: python.runPython(SETUP) });
}

function run(code) {
  const call = python.globals.get("_run"), names = python.globals.get("_names");
  const answer = call(code, names);
  const [html, text, printed, error] = answer.toJs();
  for (const proxy of [answer, call, names]) proxy.destroy();
  postMessage({ type: "result", html, text, printed, error });
}

onmessage = async ({ data }) => {
  try {
    if (data.type === "start") await start(data.root);
    else run(data.code);
  } catch (fault) {
    postMessage({ type: "failed", text: String(fault.message ?? fault) });
  }
};
