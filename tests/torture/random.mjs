/** mulberry32: small, seeded, good enough to choose moments. Gives numbers in [0, 1). */
export function random (state) {
  return () => {
    state = (state + 0x6D2B79F5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export const sleep = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))
