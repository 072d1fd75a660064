// Lets a radiologist look at a proposed contour, keep some of its slices, or draw polygons instead. Which voxels a
// polygon holds is decided by diffusion; the count shown here is that of the proposal only.
'use strict';
(() => {
  const box = document.getElementById('contour');
  const $ = (id) => document.getElementById('contour-' + id);
  const canvas = $('canvas');
  const NEW_LESION = 'new';
  const state = { data: null, images: { high: [], adc: [] }, slice: 0, polygons: new Map(), pending: null, lesionChosen: false };

  function say(id, text) { const p = $(id); p.textContent = text; p.hidden = !text; }

  function picture(base64) {
    const image = new Image();
    image.onload = draw;
    image.src = 'data:image/png;base64,' + base64;
    return image;
  }

  // Voxels need not be square: the picture is stretched to millimetres.
  function scale() {
    const d = state.data;
    const k = Math.min(640 / (d.columns * d.columnSpacingMm), 640 / (d.rows * d.rowSpacingMm));
    return { x: k * d.columnSpacingMm, y: k * d.rowSpacingMm };
  }

  function proposal() { return state.data.proposals[Number($('proposal').value)]; }
  function kept(slice) { return slice + 1 >= Number($('from').value) && slice + 1 <= Number($('to').value); }

  function draw() {
    if (!state.data) { return; }
    const s = scale();
    canvas.width = Math.round(state.data.columns * s.x);
    canvas.height = Math.round(state.data.rows * s.y);
    const g = canvas.getContext('2d');
    g.imageSmoothingEnabled = false;
    g.fillStyle = '#000';
    g.fillRect(0, 0, canvas.width, canvas.height);
    const image = state.images[document.querySelector('input[name=shown]:checked').value][state.slice];
    if (image && image.complete) { g.drawImage(image, 0, 0, canvas.width, canvas.height); }
    if ($('outline').checked) {
      if (state.polygons.size === 0 && proposal()) { outline(g, s, proposal()); }
      polygons(g, s);
    }
    $('at').textContent = `${box.dataset.slice} ${state.slice + 1}/${state.data.slices}`;
  }

  function outline(g, s, p) {
    const runs = (p.slices.find((one) => one.slice === state.slice) ?? { runs: [] }).runs;
    const inside = new Set();
    for (let i = 0; i < runs.length; i += 2) { for (let v = 0; v < runs[i + 1]; v++) { inside.add(runs[i] + v); } }
    const columns = state.data.columns;
    g.strokeStyle = kept(state.slice) ? '#ffd23f' : '#8a8a8a';
    g.lineWidth = 2;
    g.beginPath();
    inside.forEach((v) => {
      const x = v % columns; const y = Math.floor(v / columns);
      const edge = (out, x1, y1, x2, y2) => { if (out) { g.moveTo(x1 * s.x, y1 * s.y); g.lineTo(x2 * s.x, y2 * s.y); } };
      edge(x === 0 || !inside.has(v - 1), x, y, x, y + 1);
      edge(x === columns - 1 || !inside.has(v + 1), x + 1, y, x + 1, y + 1);
      edge(!inside.has(v - columns), x, y, x + 1, y);
      edge(!inside.has(v + columns), x, y + 1, x + 1, y + 1);
    });
    g.stroke();
  }

  function polygons(g, s) {
    const drawn = (state.polygons.get(state.slice) ?? []).map((points) => [points, true]);
    if (state.pending && state.pending.slice === state.slice) { drawn.push([state.pending.points, false]); }
    g.strokeStyle = '#4fd1ff';
    g.fillStyle = '#4fd1ff';
    g.lineWidth = 2;
    drawn.forEach(([points, closed]) => {
      g.beginPath();
      points.forEach(([x, y], i) => (i ? g.lineTo((x + 0.5) * s.x, (y + 0.5) * s.y) : g.moveTo((x + 0.5) * s.x, (y + 0.5) * s.y)));
      if (closed) { g.closePath(); }
      g.stroke();
      points.forEach(([x, y]) => g.fillRect((x + 0.5) * s.x - 2, (y + 0.5) * s.y - 2, 4, 4));
    });
  }

  function count() {
    const drawn = [...state.polygons.values()].reduce((n, one) => n + one.length, 0);
    let ready = drawn > 0;
    if (drawn > 0) {
      $('count').textContent = `${drawn} ${box.dataset.drawn}`;
    } else {
      const voxels = proposal()
        ? proposal().slices.filter((one) => kept(one.slice)).reduce((n, one) => n + one.runs.reduce((m, r, i) => m + (i % 2 ? r : 0), 0), 0)
        : 0;
      $('count').textContent = voxels ? `${voxels} ${box.dataset.voxels}` : box.dataset.empty;
      ready = voxels > 0;
    }
    $('accept').disabled = !ready || state.pending !== null || !$('lesion').value;
    $('close').disabled = !state.pending || state.pending.points.length < 3;
    draw();
  }

  // Whose lesion a contour is must never be a default: a proposal that knows its lesion says so, for all else the
  // reader does. What the reader chose for a drawing stays until the proposal changes.
  function suggestLesion() {
    const p = proposal();
    if (state.polygons.size > 0 && state.lesionChosen) { return; }
    state.lesionChosen = false;
    $('lesion').value = state.polygons.size === 0 && p && p.trackingUid ? p.trackingUid : '';
  }

  function choose() {
    const p = proposal();
    state.lesionChosen = false;
    suggestLesion();
    const slices = p ? p.slices.map((one) => one.slice) : [];
    $('from').value = slices.length ? Math.min(...slices) + 1 : 1;
    $('to').value = slices.length ? Math.max(...slices) + 1 : state.data.slices;
    $('basis').textContent = p ? p.basisText ?? '' : '';
    if (slices.length) { go(slices[Math.floor(slices.length / 2)]); }
    count();
  }

  function go(slice) {
    state.slice = Math.max(0, Math.min(state.data.slices - 1, slice));
    $('slice').value = state.slice;
    draw();
  }

  function opened(data) {
    state.data = data;
    state.images.high = data.high.images.map(picture);
    state.images.adc = data.adc.images.map(picture);
    $('high').textContent = `b ${data.high.bSecPerMm2}`;
    $('slice').max = data.slices - 1;
    ['from', 'to'].forEach((id) => { $(id).max = data.slices; });
    const lesions = new Map((data.lesions ?? []).map((l) => [l.trackingUid, l.label]));
    data.proposals.filter((p) => p.trackingUid && !lesions.has(p.trackingUid)).forEach((p) => lesions.set(p.trackingUid, p.lesion));
    $('lesion').add(new Option(box.dataset.chooselesion, ''));
    lesions.forEach((label, uid) => $('lesion').add(new Option(label, uid)));
    $('lesion').add(new Option(box.dataset.newlesion, NEW_LESION));
    data.proposals.forEach((p, i) => $('proposal').add(new Option(p.label, String(i))));
    say('note', '');
    choose();
  }

  async function ask(path, options) {
    const response = await fetch(`/contours/${box.dataset.study}${path}`, options);
    const body = await response.json().catch(() => ({ error: response.statusText }));
    if (!response.ok) { throw new Error([body.error, body.object, body.rule].filter(Boolean).join(' · ')); }
    return body;
  }

  async function accept() {
    $('accept').disabled = true;
    const drawn = [...state.polygons].flatMap(([slice, all]) => all.map((points) => ({ slice, points })));
    const p = proposal();
    const lesion = $('lesion').value === NEW_LESION ? null : $('lesion').value;
    try {
      await ask('/accept', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Vigie-Csrf': box.dataset.csrf },
        body: JSON.stringify({
          proposalId: p ? p.id : null,
          trackingUid: lesion,
          label: lesion ? $('lesion').selectedOptions[0].text : 'lesion',
          firstSlice: Number($('from').value) - 1,
          lastSlice: Number($('to').value) - 1,
          polygons: drawn,
        }),
      });
      say('fault', '');
      say('note', box.dataset.done);
    } catch (fault) {
      say('fault', fault.message);
      $('accept').disabled = false;
    }
  }

  function position(event) {
    const r = canvas.getBoundingClientRect();
    const s = scale();
    return [
      (event.clientX - r.left) * (canvas.width / r.width) / s.x - 0.5,
      (event.clientY - r.top) * (canvas.height / r.height) / s.y - 0.5,
    ].map((v) => Math.round(v * 100) / 100);
  }

  $('slice').addEventListener('input', () => go(Number($('slice').value)));
  $('proposal').addEventListener('change', choose);
  $('lesion').addEventListener('change', () => { state.lesionChosen = true; count(); });
  ['from', 'to'].forEach((id) => $(id).addEventListener('input', count));
  document.querySelectorAll('input[name=shown], #contour-outline').forEach((i) => i.addEventListener('change', draw));
  canvas.addEventListener('wheel', (event) => { event.preventDefault(); if (state.data) { go(state.slice + Math.sign(event.deltaY)); } });
  canvas.addEventListener('click', (event) => {
    if (!state.pending) { return; }
    state.pending.slice = state.slice;
    state.pending.points.push(position(event));
    count();
  });
  $('start').addEventListener('click', () => { state.pending = { slice: state.slice, points: [] }; canvas.style.cursor = 'crosshair'; count(); });
  $('close').addEventListener('click', () => {
    const { slice, points } = state.pending;
    state.polygons.set(slice, [...(state.polygons.get(slice) ?? []), points]);
    state.pending = null;
    canvas.style.cursor = '';
    suggestLesion();
    count();
  });
  $('clear').addEventListener('click', () => {
    state.polygons.clear();
    state.pending = null;
    canvas.style.cursor = '';
    suggestLesion();
    count();
  });
  $('accept').addEventListener('click', accept);
  say('note', box.dataset.loading);
  ask('/images').then(opened).catch((fault) => { say('note', ''); say('fault', fault.message); });
})();
