// What ECharts is asked to draw for a table's columns. Colours are Okabe and Ito's, which colour-blind people tell
// apart; lines also differ by their marks and dashes, bars by their patterns.
const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9"];
const MARKS = ["circle", "rect", "triangle", "diamond", "roundRect"];
const DASHES = ["solid", "dashed", "dotted"];
const FONT = { fontFamily: "Sarabun, sans-serif", fontSize: 13, color: "#1d2733" };
const ROW = 24; // pixels of a lying bar
const NARROW = 500;
const LETTERS = 14; // of a label on a telephone

const exact = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const plain = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

function axisText(value, unit) {
  return unit === "บาท" && Math.abs(value) >= 1e6 ? `${plain.format(value / 1e6)} ล้าน` : plain.format(value);
}

// Built of elements: HTML with styles of its own would be refused by the page's policy.
function tip(points, unit) {
  const box = document.createElement("div");
  const head = document.createElement("b");
  head.textContent = points[0].name;
  box.append(head);
  for (const point of points) {
    if (point.value === null || point.value === undefined) continue;
    const line = document.createElement("div");
    line.textContent = `${point.seriesName}: ${exact.format(point.value)} ${unit}`;
    box.append(line);
  }
  return box;
}

function series(data, one, at) {
  const values = one.values.map((value) => (value === null ? null : Number(value)));
  const line = data.shape === "line";
  return {
    name: one.name,
    type: line ? "line" : "bar",
    stack: data.shape === "stack" ? "all" : undefined,
    data: values,
    symbol: MARKS[at % MARKS.length],
    symbolSize: 8,
    lineStyle: { width: 2.5, type: DASHES[at % DASHES.length] },
    barMaxWidth: 44,
  };
}

function goal(data) {
  const value = Number(data.goal.value);
  return {
    name: data.goal.name,
    type: "line",
    data: data.labels.map(() => value),
    symbol: "none",
    lineStyle: { width: 2, type: [10, 4, 2, 4], color: "#a3231f" },
    itemStyle: { color: "#a3231f" },
  };
}

export function option(data, width) {
  const across = data.shape === "across";
  const lines = data.series.map((one, at) => series(data, one, at));
  if (data.goal) lines.push(goal(data));
  const short = (text) => (width < NARROW && text.length > LETTERS ? `${text.slice(0, LETTERS)}…` : text);
  const names = {
    type: "category",
    data: data.labels,
    inverse: across,
    axisLabel: {
      ...FONT, formatter: short, interval: across || data.shape === "stack" ? 0 : "auto",
      rotate: !across && width < NARROW ? 45 : 0,
      ...(across || width < NARROW ? {} : { width: (width - 90) / data.labels.length - 8, overflow: "break" }),
    },
  };
  const amounts = { type: "value", name: across ? "" : data.unit, nameTextStyle: FONT,
    splitNumber: width < NARROW ? 3 : 5,
    axisLabel: { ...FONT, hideOverlap: true, formatter: (value) => axisText(value, data.unit) } };
  return {
    height: across ? Math.max(160, data.labels.length * ROW * Math.max(1, data.series.length * 0.8) + 90) : 0,
    option: {
      animation: false,
      color: COLOURS,
      textStyle: FONT,
      aria: { enabled: true, label: { enabled: false }, decal: { show: data.shape !== "line" && data.series.length > 1 } },
      legend: { show: lines.length > 1, type: "plain", top: 0, textStyle: FONT, itemWidth: 30 },
      grid: { left: 8, right: 24, bottom: 8, top: lines.length > 1 ? (width < NARROW ? 92 : 60) : 24, containLabel: true },
      tooltip: { trigger: "axis", confine: true, formatter: (points) => tip(points, data.unit), textStyle: FONT },
      xAxis: across ? amounts : names,
      yAxis: across ? names : amounts,
      series: lines,
    },
  };
}
