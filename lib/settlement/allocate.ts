/**
 * Shares `amount` by whole-number weights without losing or making a unit: floor of each exact share, then one unit each
 * to the largest fractions, ties to the earlier place. A weight of nought gets nothing. A negative amount floors
 * downwards as well, so it is not the mirror of the positive one: reversals negate what was shared, they never re-share.
 */
export function allocate(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total <= 0n || weights.some((weight) => weight < 0n)) {
    throw new RangeError('weights must not be negative and must add up to more than nought');
  }
  const parts = weights.map((weight, place) => {
    const exact = amount * weight;
    const floor = exact >= 0n ? exact / total : -((-exact + total - 1n) / total);
    return { place, floor, fraction: exact - floor * total };
  });
  const left = amount - parts.reduce((sum, part) => sum + part.floor, 0n);
  const first = [...parts]
    .sort((a, b) => (a.fraction === b.fraction ? a.place - b.place : a.fraction > b.fraction ? -1 : 1))
    .slice(0, Number(left));
  const raised = new Set(first.map(({ place }) => place));
  return parts.map(({ place, floor }) => (raised.has(place) ? floor + 1n : floor));
}
