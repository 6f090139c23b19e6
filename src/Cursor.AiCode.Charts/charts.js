// Draws the charts of a report. A specification is an object with these properties:
//   kind     'line' (values by period), 'columns' (stacked, by period) or 'bars' (stacked, by name)
//   width, height
//   labels   the periods or the names
//   ends     for 'bars': the text at the end of each row
//   notes    for 'bars': a text instead of the bar, or null
//   series   a list of { color, edge, values }, where null is a value that isn't drawn
// Colors are CSS variables of the page. Marks have attributes (ecmeta_...) that tell their series and index.
'use strict';

const ink = 'var(--ink-2)';
const rule = 'var(--rule)';
const text = { color: ink, fontSize: 14, fontFamily: 'inherit' };
const still = { emphasis: { disabled: true }, cursor: 'default', animation: false };

function periodAxis(spec) {
  const count = spec.labels.length;
  return {
    type: 'category', data: spec.labels, boundaryGap: true,
    axisTick: { show: false }, axisLine: { lineStyle: { color: rule } },
    // Long labels need more room than ECharts estimates without a browser.
    axisLabel: Object.assign({ margin: 10, interval: Math.max(0, Math.ceil(count / 6) - 1) }, text)
  };
}

function valueAxis() {
  return {
    type: 'value', min: 0, minInterval: 1, splitNumber: 4,
    axisLabel: Object.assign({ formatter: value => formatNumber(value) }, text),
    splitLine: { lineStyle: { color: rule } }
  };
}

// A row with a text has an empty bar, which carries the text.
function valuesOf(spec, one, index) {
  return index > 0 ? one.values : one.values.map((value, row) => !spec.notes[row] ? value : {
    value: 0, itemStyle: { borderWidth: 0 }, label: Object.assign({ show: true, position: 'right', distance: 2, formatter: () => spec.notes[row] }, text)
  });
}

function stacked(spec) {
  return spec.series.map((one, index) => Object.assign({
    type: 'bar', stack: 'all', data: valuesOf(spec, one, index), barCategoryGap: spec.labels.length > 30 ? '15%' : '30%', barMaxWidth: spec.kind === 'bars' ? 16 : 48,
    itemStyle: { color: one.color, borderColor: one.edge || one.color, borderWidth: 1 }
  }, still));
}

const options = {
  line: spec => ({
    grid: { left: 4, right: 12, top: 12, bottom: 4, containLabel: true },
    xAxis: periodAxis(spec), yAxis: valueAxis(),
    series: spec.series.map(one => Object.assign({
      type: 'line', data: one.values, connectNulls: false, showAllSymbol: true, symbol: 'circle', symbolSize: spec.labels.length > 60 ? 4 : 7,
      lineStyle: { color: one.color, width: 2.5 }, itemStyle: { color: one.color }
    }, still))
  }),
  columns: spec => ({
    grid: { left: 4, right: 12, top: 12, bottom: 4, containLabel: true },
    xAxis: periodAxis(spec), yAxis: valueAxis(), series: stacked(spec)
  }),
  bars: spec => ({
    grid: { left: 168, right: 84, top: 2, bottom: 2 },
    yAxis: [
      { type: 'category', inverse: true, data: spec.labels, axisTick: { show: false }, axisLine: { show: false }, axisLabel: Object.assign({ interval: 0, margin: 168, align: 'left' }, text) },
      { type: 'category', inverse: true, data: spec.ends, axisTick: { show: false }, axisLine: { show: false }, axisLabel: Object.assign({ interval: 0, margin: 8 }, text) }
    ],
    xAxis: { type: 'value', min: 0, max: 'dataMax', show: false }, series: stacked(spec)
  })
};

function draw(json) {
  const spec = JSON.parse(json);
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: spec.width, height: spec.height });
  try {
    chart.setOption(Object.assign({ animation: false, stateAnimation: { duration: 0 } }, options[spec.kind](spec)));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
