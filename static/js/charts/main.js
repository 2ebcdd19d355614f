// Charts over the tables' own figures: each [data-chart] names the json_script that it draws. Without this module, or
// without ECharts, the tables and sentences stand as they are. Amounts come as text and are numbers only to be drawn.
import { option } from "./option.js";

const charts = [];

function draw(figure) {
  const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const some = data.series.some((series) => series.values.some((value) => value !== null));
  if (!some) return;
  figure.hidden = false;
  const drawn = { figure, data, chart: window.echarts.init(figure, null, { renderer: "svg" }) };
  charts.push(drawn);
  show(drawn);
}

function show({ figure, data, chart }) {
  const made = option(data, figure.clientWidth);
  if (made.height) figure.style.height = `${made.height}px`;
  chart.resize();
  chart.setOption(made.option, true);
  figure.querySelector("svg").setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`); // print scales it
}

if (window.echarts) {
  for (const figure of document.querySelectorAll("[data-chart]")) draw(figure);
  let waiting;
  const again = () => charts.forEach(show);
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(again, 150);
  });
}
