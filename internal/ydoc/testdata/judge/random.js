// random draws from a seed: the same draws for the same seed, anywhere.
export const random = seed => {
  let state = seed >>> 0
  const draw = () => {
    state = (state + 0x6D2B79F5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = n => Math.floor(draw() * n)
  return {
    below,
    chance: p => draw() < p,
    pick: list => list[below(list.length)]
  }
}
