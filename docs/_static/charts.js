// Draws the charts of a page with the site's own copy of Vega, light or dark as the page is.
const boxes = document.querySelectorAll(".sco-chart");

const dark = () => {
  const set = document.body.dataset.theme;
  return set === "dark" || (set !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
};

const theme = () => {
  const style = getComputedStyle(document.body);
  const ink = style.getPropertyValue("--color-foreground-primary").trim();
  const line = style.getPropertyValue("--color-background-border").trim();
  const text = { labelColor: ink, titleColor: ink, subtitleColor: ink };
  return {
    background: "transparent", font: "system-ui, sans-serif", view: { stroke: line },
    axis: { ...text, gridColor: line, domainColor: line, tickColor: line },
    legend: text, header: text, title: { color: ink, subtitleColor: ink },
  };
};

async function draw() {
  await import("./vega.js");
  for (const box of boxes) {
    const spec = JSON.parse(box.querySelector("script").textContent);
    const view = box.querySelector("div") ?? box.appendChild(document.createElement("div"));
    spec.config = { ...spec.config, ...theme() };
    await window.vegaEmbed(view, spec, {
      actions: false, renderer: "svg", tooltip: { theme: dark() ? "dark" : "light" },
    });
    box.dataset.drawn = "yes";
  }
}

if (boxes.length) {
  draw();
  new MutationObserver(draw).observe(document.body, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}
