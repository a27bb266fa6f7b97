// One allocation fails, on any thread: the process may end by that, with nothing false acknowledged, or go on.
//
//   node tests/torture/failing_memory.mjs [--points 60] [--seed N]
import { parseArgs } from 'node:util'
import { random } from './random.mjs'
import { TorturedShop } from './shop_driver.mjs'
import { Verdicts } from './verdicts.mjs'

const { values } = parseArgs({ options: { points: { type: 'string', default: '60' }, seed: { type: 'string' } } })
const seed = Number(values.seed ?? Date.now() % 1e9)
const draw = random(seed)
const below = n => Math.floor(draw() * n)
const verdicts = new Verdicts('failing memory', seed)
const ends = {}

for (let point = 0; point < Number(values.points); point++) {
  const shop = new TorturedShop({ seed: below(1e9), clients: 8 })
  const number = 1 + below(below(2) === 0 ? 3_000 : 300_000)
  const { code, signal } = await shop.run({ args: ['--asks', '40', '--fail-allocation', String(number)], milliseconds: 20_000 })
  const end = signal ?? String(code)
  ends[end] = (ends[end] ?? 0) + 1
  const ended = ['0', '75', 'SIGABRT'].includes(end) ? [] : [`ended with ${end}`]
  shop.disk.cutPower()
  verdicts.add(`allocation ${number} fails`, [...ended, ...(await shop.check()).broken])
  shop.close()
}
console.log(`  ends: ${JSON.stringify(ends)}`)
verdicts.end()
