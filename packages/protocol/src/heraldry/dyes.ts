/**
 * The 96 dyes of the tribes, by ordinal in the season (1 = first founded). Chosen so that any first n are as far
 * apart as possible under normal, protan, deutan and tritan sight; ember hues are left out, they mean "you".
 */
const DYE_ROWS = `
#98370c #795d8d #4d896a #8a7b1d #cb79c4 #173a76 #49c78d #783f49 #8c9a62 #6d0b47 #bf5546 #ac9cfe
#6466c2 #034a2e #a36f92 #12695c #760a03 #68449c #e97ca0 #a55570 #c39ccc #bd9605 #0e803b #5c3359
#5b6b12 #3ca889 #95ba6f #a3943c #33562b #7972a7 #c46e6f #5a4879 #5e92e8 #881e2a #a67750 #477751
#5e2f11 #227975 #a07ba9 #d99c86 #96c0b0 #77a5a8 #af878c #74504a #4ec8dc #5e5f24 #925f81 #5b2a43
#b25d5f #7376d4 #66af77 #6a5ea5 #d2ab9d #8b3d58 #4d3891 #7a8c3a #5dade2 #2a554d #34898d #534f6d
#5494b2 #62155f #bba3c0 #46521a #da6b7f #349953 #9b8868 #87c5a4 #b4495f #688c78 #3d5338 #764f91
#b76580 #c1979d #9598ba #68b5a6 #3c3f6e #6176bb #7b2d3e #80961f #bfa14c #24471c #9f5236 #8b6e0a
#c5769c #864900 #3f6c69 #5d7f34 #c5b75f #3b9fc9 #416451 #5555af #aebd83 #74984d #1f4639 #de8b6e`;

export const DYES: readonly string[] = DYE_ROWS.trim().split(/\s+/);

/** Dye of the tribe with this ordinal (from 1); the list repeats after 96. */
export function dyeOf(ordinal: number): string {
  return DYES[(Math.max(1, ordinal) - 1) % DYES.length]!;
}
