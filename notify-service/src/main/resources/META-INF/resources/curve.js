// Draws every <div class="curve" data-curve="..."> of the page; the numbers come from the server, nothing is computed
// here but positions.
'use strict';
(() => {
  const WINDOWS = [
    [1, 4, 'TOO-EARLY'], [5, 10, 'W1'], [11, 28, 'C1'], [29, 69, 'INTERIM'], [70, 98, 'MID'],
  ];
  const COLOURS = { baseline: '#17212b', 'adc-rise': '#20694a', 'adc-no-change': '#a65a00', 'adc-fall': '#a3182b' };

  function draw(box) {
    const data = JSON.parse(box.dataset.curve);
    const number = new Intl.NumberFormat(data.words.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const low = data.baselineAdc * (1 - data.repeatabilityPercent / 100);
    const high = data.baselineAdc * (1 + data.repeatabilityPercent / 100);
    const days = data.points.map((p) => p.day);
    const first = Math.min(...days, 0) - 2;
    const last = Math.max(...days, 14) + 3;
    const ends = data.points.flatMap((p) => [p.adc, p.low ?? p.adc, p.high ?? p.adc]).concat(low, high);
    const floor = Math.max(0, Math.floor((Math.min(...ends) - 0.08) * 10) / 10);
    const ceiling = Math.ceil((Math.max(...ends) + 0.08) * 10) / 10;
    const shown = WINDOWS.filter(([from, to]) => from <= last && to >= first)
      .map(([from, to, name]) => [from, to, name === 'TOO-EARLY' ? data.words.tooEarly : name]);
    const chart = echarts.init(box, null, { renderer: 'svg' });
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: '#17212b' },
      grid: { left: 64, right: 24, top: 56, bottom: 56 },
      legend: { top: 4, data: [data.words.point, data.words.band], selectedMode: false, itemGap: 26 },
      tooltip: {
        trigger: 'item',
        formatter: (at) => {
          const p = data.points[at.dataIndex];
          if (!p || at.seriesIndex !== 0) { return ''; }
          const bar = p.low === undefined || p.low === null ? '' : ` (${number.format(p.low)} – ${number.format(p.high)})`;
          return `${p.date} · ${p.day}<br><b>${number.format(p.adc)}</b>${bar}<br>${p.timePoint ?? ''} ${p.outcome}`;
        },
      },
      xAxis: {
        type: 'value', min: first, max: last, name: data.words.day, nameLocation: 'middle', nameGap: 32, minInterval: 1,
        axisLabel: { formatter: (d) => String(d).replace('-', '\u2212') }, splitLine: { show: false },
        axisLine: { onZero: false },
      },
      yAxis: {
        type: 'value', min: floor, max: ceiling, name: data.words.adc, nameLocation: 'middle', nameGap: 44,
        axisLine: { show: true, onZero: false }, axisLabel: { formatter: (v) => number.format(v) }, splitLine: { lineStyle: { color: '#edf1f4' } },
      },
      series: [
        {
          name: data.words.point, type: 'line', data: data.points.map((p) => ({
            value: [p.day, p.adc], itemStyle: { color: COLOURS[p.outcome] ?? '#17212b' },
          })),
          symbol: 'circle', symbolSize: 11, lineStyle: { color: '#55636f', width: 2 }, itemStyle: { color: '#17212b' }, z: 5,
          label: { show: true, position: 'right', distance: 10, formatter: (at) => number.format(at.value[1]), fontWeight: 600,
            backgroundColor: 'rgba(255,255,255,.85)', padding: [1, 4] },
          markArea: {
            silent: true,
            label: { position: 'insideTop', color: '#7b8994', fontSize: 11 },
            data: shown.map(([from, to, name], i) => [
              { name, xAxis: Math.max(from - 0.5, first), itemStyle: { color: i % 2 ? 'rgba(15,92,122,.030)' : 'rgba(15,92,122,.075)' } },
              { xAxis: Math.min(to + 0.5, last) },
            ]),
          },
          markLine: {
            silent: true, symbol: 'none', label: { show: true, position: 'insideStartTop', formatter: data.words.baseline, color: '#55636f' },
            lineStyle: { color: '#55636f', type: 'dashed' }, data: [{ yAxis: data.baselineAdc }],
          },
        },
        {
          name: data.words.band, type: 'line', data: [], color: 'rgba(150,160,170,.45)', symbol: 'rect', symbolSize: 14,
          itemStyle: { color: 'rgba(150,160,170,.45)' }, lineStyle: { width: 0 },
          markArea: { silent: true, itemStyle: { color: 'rgba(150,160,170,.22)' }, data: [[{ yAxis: low }, { yAxis: high }]] },
        },
        {
          type: 'custom', silent: true, z: 4,
          data: data.points.filter((p) => p.low !== undefined && p.low !== null).map((p) => [p.day, p.low, p.high, COLOURS[p.outcome] ?? '#17212b']),
          encode: { x: 0, y: [1, 2] },
          renderItem: (params, api) => {
            const bottom = api.coord([api.value(0), api.value(1)]);
            const top = api.coord([api.value(0), api.value(2)]);
            const stroke = { stroke: '#17212b', lineWidth: 1.6, opacity: 0.75 };
            const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: stroke });
            return { type: 'group', children: [
              line(top[0], top[1], bottom[0], bottom[1]),
              line(top[0] - 7, top[1], top[0] + 7, top[1]),
              line(bottom[0] - 7, bottom[1], bottom[0] + 7, bottom[1]),
            ] };
          },
        },
      ],
    });
    window.addEventListener('resize', () => chart.resize());
  }

  document.addEventListener('DOMContentLoaded', () => document.querySelectorAll('.curve').forEach(draw));
})();
