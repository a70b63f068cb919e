// Draws the plots of the page, lets tables be filtered, and opens what is folded before printing.
(() => {
  "use strict";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const names = ["accent", "on-accent", "muted", "soft", "faint", "warn", "text", "line"];

  // Specifications name colours as "@accent"; data is the user's own and is left alone.
  const paint = (value, colours) => {
    if (typeof value === "string") return colours[value] || value;
    if (Array.isArray(value)) return value.map((each) => paint(each, colours));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, key === "data" ? each : paint(each, colours)])
    );
  };

  const config = (colours, narrow) => ({
    background: null,
    font: getComputedStyle(document.body).fontFamily,
    view: { stroke: null },
    axis: {
      labelColor: colours["@muted"], titleColor: colours["@muted"], gridColor: colours["@line"],
      domainColor: colours["@line"], tickColor: colours["@line"], labelFontSize: 12,
      titleFontSize: 12, titleFontWeight: "normal", titlePadding: 8, labelPadding: 6,
      labelLimit: narrow ? 118 : 220,
    },
    axisY: { domain: false, ticks: false },
    axisYQuantitative: { titleLimit: 240 },
    legend: {
      labelColor: colours["@text"], titleColor: colours["@muted"], orient: "top",
      titleFontWeight: "normal", labelFontSize: 12, labelLimit: narrow ? 240 : 320, offset: 8,
    },
    text: { color: colours["@text"] },
  });

  const draw = async (figure) => {
    const place = figure.querySelector(".plot");
    const style = getComputedStyle(root);
    const colours = Object.fromEntries(
      names.map((name) => ["@" + name, style.getPropertyValue("--" + name).trim()])
    );
    const spec = paint(JSON.parse(figure.querySelector("script").textContent), colours);
    const result = await vegaEmbed(place, spec, {
      mode: "vega-lite", actions: false, renderer: "svg", ast: true,
      config: config(colours, place.clientWidth < 520),
      tooltip: { theme: "assay", disableDefaultStyle: true },
    });
    figure.dataset.drawn = "yes";
    for (const control of figure.querySelectorAll("select[data-signal]")) {
      const apply = () => result.view.signal(control.dataset.signal, Number(control.value)).runAsync();
      control.onchange = apply;
      await apply();
    }
  };

  const visible = (figure) => figure.querySelector(".plot").clientWidth > 0;
  const drawAll = (again) =>
    Promise.all(
      [...document.querySelectorAll("figure.chart")]
        .filter((figure) => visible(figure) && (again || !figure.dataset.drawn))
        .map(draw)
    );

  for (const fold of document.querySelectorAll("details")) {
    fold.addEventListener("toggle", () => fold.open && drawAll(false));
  }
  dark.addEventListener("change", () => drawAll(true));
  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
  });

  for (const field of document.querySelectorAll("input[data-filters]")) {
    const list = document.getElementById(field.dataset.filters);
    const kinds = document.querySelector(`select[data-kinds="${field.dataset.filters}"]`);
    const count = document.getElementById(field.dataset.filters + "-count");
    const filter = () => {
      const wanted = field.value.trim().toLowerCase();
      let shown = 0;
      for (const item of list.children) {
        const fits = item.dataset.text.toLowerCase().includes(wanted) &&
          (!kinds || !kinds.value || item.dataset.kinds.split(" ").includes(kinds.value));
        item.hidden = !fits;
        shown += fits;
      }
      if (count) count.textContent = `${shown} of ${list.children.length} shown`;
    };
    field.addEventListener("input", filter);
    if (kinds) kinds.addEventListener("change", filter);
    filter();
  }

  // A link into something folded opens it.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  drawAll(false).then(() => {
    root.dataset.ready = "yes";
    reveal();
  });
})();
