// Runs inside the page that is measured: `bench` is global there.
globalThis.bench = {
  /** Durations in ms of the tasks that the browser itself calls long: more than 50 ms. */
  longTasks: [],

  watchMainThread() {
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) bench.longTasks.push(duration);
    }).observe({ type: 'longtask' });
  },

  twoFrames: () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),

  mapIsDrawn: () => document.querySelector('.map')?.getAttribute('aria-busy') === 'false',

  /** The map has drawn all that it was told to draw, and the figures beside it stand. */
  untilUseful: () => untilFrame(() => bench.mapIsDrawn() && bench.tableIsThere()),

  now: () => performance.now(),

  /** When the map came to rest for good: for 400 ms nothing more was drawn, in case what was asked for came late. */
  async restedAt() {
    let rested = performance.now();
    while (performance.now() - rested < 400) {
      await new Promise(requestAnimationFrame);
      if (!bench.mapIsDrawn()) rested = performance.now();
    }
    return rested;
  },

  /** What the last action changed reaches the map within two frames; then it has drawn it. */
  async untilDrawn() {
    await bench.twoFrames();
    await untilFrame(bench.mapIsDrawn);
  },

  tableIsThere: () => document.querySelector('tr[data-row]') !== null,

  /** From the pointer's event to the frame after the row and its grid were marked. */
  untilRowIsMarked: (row) =>
    new Promise((done) => {
      document
        .querySelector(`tr[data-row="${row}"]`)
        .addEventListener(
          'mouseenter',
          ({ timeStamp }) => requestAnimationFrame(() => done(performance.now() - timeStamp)),
          { once: true },
        );
    }),

  /** Scrolls the table from end to end; in each frame its header must stand at the top, and rows below it. */
  async scrolledFramesWithoutHeader() {
    const header = document.querySelector('thead th');
    let scroller = header.closest('table');
    while (!/auto|scroll/.test(getComputedStyle(scroller).overflowY)) scroller = scroller.parentElement;
    const { top } = header.getBoundingClientRect();
    let without = 0;
    for (let at = 0; at < scroller.scrollHeight; at += 900) {
      scroller.scrollTop = at;
      await bench.twoFrames();
      if (Math.abs(header.getBoundingClientRect().top - top) > 1 || !bench.tableIsThere()) without += 1;
    }
    return without;
  },
};

async function untilFrame(isReached) {
  while (!isReached()) await new Promise(requestAnimationFrame);
}
