// Marks that ECharts does not have: what a custom series names in renderItem.

// whisker is an interval on a horizontal bar. Its value is [low, row, high].
function whisker(params, api) {
  const [left, y] = api.coord([api.value(0), api.value(1)]);
  const [right] = api.coord([api.value(2), api.value(1)]);
  const style = { stroke: api.visual("color"), lineWidth: 1.5 };
  const line = (x1, y1, x2, y2) => ({ type: "line", silent: true, shape: { x1, y1, x2, y2 }, style });
  return {
    type: "group",
    children: [line(left, y, right, y), line(left, y - 4, left, y + 4), line(right, y - 4, right, y + 4)],
  };
}

// funnel is a centred step, half as high as its row, and the way to the next. Its value is [this, row, next].
function funnel(params, api) {
  const area = params.coordSys;
  const centre = area.x + area.width / 2;
  const band = api.size([0, 1])[1];
  const y = api.coord([0, api.value(1)])[1];
  const width = (value) => (Number.isFinite(value) ? api.size([value, 0])[0] / 2 : 0);
  const half = width(api.value(0));
  const next = width(api.value(2));
  const colour = api.visual("color");
  const children = [
    { type: "rect", shape: { x: centre - half, y: y - band / 4, width: 2 * half, height: band / 2 }, style: { fill: colour } },
  ];
  if (Number.isFinite(api.value(2))) {
    const [top, bottom] = [y + band / 4, y + (band * 3) / 4];
    children.push({
      type: "polygon",
      silent: true,
      shape: { points: [[centre - half, top], [centre + half, top], [centre + next, bottom], [centre - next, bottom]] },
      style: { fill: colour, opacity: 0.16 },
    });
  }
  return { type: "group", children };
}

export const marks = { whisker, funnel };
