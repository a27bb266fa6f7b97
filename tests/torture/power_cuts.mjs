// Cuts the power at chosen syncs, chosen writes and random moments, again and again in one directory; what was not synced
// is lost, or is left in any of the states that a disk may leave it in. After each cut every promise must be kept.
//
//   node tests/torture/power_cuts.mjs [--points 100] [--seed N] [--bug lie-about-syncs|answer-before-commit]
import { parseArgs } from 'node:util'
import { random } from './random.mjs'
import { TorturedShop } from './shop_driver.mjs'
import { Verdicts } from './verdicts.mjs'

const { values } = parseArgs({ options: { points: { type: 'string', default: '100' }, seed: { type: 'string' }, bug: { type: 'string' } } })
const seed = Number(values.seed ?? Date.now() % 1e9)
const draw = random(seed)
const below = n => Math.floor(draw() * n)
const verdicts = new Verdicts('power cuts', seed, values.bug)
const kCutsOfAShop = 5

/** The moment of the cut: orders for the disk, or milliseconds. */
function moment () {
  const kind = below(3)
  if (kind === 0) return { orders: { dieAtSync: 1 + below(150) } }
  if (kind === 1) return { orders: { dieAtWrite: 1 + below(1500) } }
  return { orders: {}, milliseconds: 5 + below(400) }
}

function outcome () {
  if (below(3) === 0) return {}
  return { draw, unit: below(2) === 0 ? 512 : 4096 }
}

async function tortureOneShop (cuts) {
  const shop = new TorturedShop({ seed: below(1e9), clients: 1 + below(32) })
  const args = values.bug === 'answer-before-commit' ? ['--answer-before-commit'] : []
  const lie = values.bug === 'lie-about-syncs' ? { lieAboutSyncs: 1 } : {}
  for (let cut = 1; cut <= cuts; cut++) {
    const { orders, milliseconds } = moment()
    shop.disk.order({ ...orders, ...lie })
    const { said } = await shop.run({ args, milliseconds: milliseconds ?? 10_000 })
    const takenBack = shop.disk.cutPower(outcome())
    if (below(4) === 0) { // and again while it recovers
      shop.disk.order({ ...lie, dieAtWrite: 1 + below(20) })
      await shop.check()
      shop.disk.cutPower(outcome())
    }
    shop.disk.order({})
    const { broken } = await shop.check()
    verdicts.add(`cut ${cut} of a shop, at ${JSON.stringify(orders)} ${milliseconds ?? ''} after ${said('ack').length} answers, ${takenBack} units lost`, broken)
    shop.disk.keepEverything()
    if (broken.length > 0) break
  }
  shop.close()
}

for (let points = Number(values.points); points > 0; points -= kCutsOfAShop) await tortureOneShop(Math.min(points, kCutsOfAShop))
verdicts.end()
