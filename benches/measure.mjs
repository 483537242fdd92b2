/** How long work takes: the median of as many runs as fit into a time. */

/** Microseconds of one run of `work`, over `milliseconds`. */
export function measure(work, milliseconds) {
  const times = [];
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    const begun = process.hrtime.bigint();
    work();
    times.push(Number(process.hrtime.bigint() - begun) / 1000);
  }
  return median(times);
}

export function median(list) {
  return list.sort((a, b) => a - b)[list.length >> 1];
}
