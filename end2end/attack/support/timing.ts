// Whether two series of times tell two kinds of requests apart.

export function median(times: number[]): number {
  const sorted = [...times].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
}

/** Less than this is not seen across a network, and more than this machine's own noise. */
const TOLERANCE_MS = 10;
const SIGNIFICANT = 0.01;

/** They differ by more than the tolerance, and not by chance. */
export function differs(one: number[], other: number[]): boolean {
  return Math.abs(median(one) - median(other)) >= TOLERANCE_MS && mannWhitney(one, other) <= SIGNIFICANT;
}

/** The two-sided p of the Mann-Whitney U test, by its normal approximation: for twenty samples of each and more. */
export function mannWhitney(one: number[], other: number[]): number {
  const all = [...one.map((ms) => ({ ms, isOne: true })), ...other.map((ms) => ({ ms, isOne: false }))];
  all.sort((a, b) => a.ms - b.ms);
  let ranks = 0;
  for (let begin = 0; begin < all.length; ) {
    let end = begin;
    while (end < all.length && all[end].ms === all[begin].ms) end += 1;
    const rank = (begin + 1 + end) / 2;
    ranks += rank * all.slice(begin, end).filter(({ isOne }) => isOne).length;
    begin = end;
  }
  const [m, n] = [one.length, other.length];
  const u = ranks - (m * (m + 1)) / 2;
  const z = (Math.abs(u - (m * n) / 2) - 0.5) / Math.sqrt((m * n * (m + n + 1)) / 12);
  return Math.min(1, 2 * (1 - phi(z)));
}

/** The normal distribution function (Abramowitz and Stegun, 26.2.17). */
function phi(z: number): number {
  if (z < 0) return 1 - phi(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
}
