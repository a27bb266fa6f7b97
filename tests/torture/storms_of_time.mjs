// Ten thousand leases that end within one second while clients buy, and clocks that are set while leases run.
//
//   node tests/torture/storms_of_time.mjs [--holds 10000] [--seed N] [--bug slow-commit]
import { parseArgs } from 'node:util'
import { TorturedShop } from './shop_driver.mjs'
import { Verdicts } from './verdicts.mjs'

const { values } = parseArgs({ options: { holds: { type: 'string', default: '10000' }, seed: { type: 'string' }, bug: { type: 'string' } } })
const seed = Number(values.seed ?? Date.now() % 1e9)
const verdicts = new Verdicts('storms of time', seed, values.bug)

async function run (what, command, args) {
  const shop = new TorturedShop({ seed })
  const { code, errors, said } = await shop.start(command, args).exited
  const broken = said('broken').map(words => words.slice(1).join(' '))
  for (const words of ['lag', 'latency'].flatMap(said)) console.log(`  ${words[0]}: p50 ${words[1]} ms, p99 ${words[2]} ms, longest ${words[3]} ms of ${words[4]}`)
  if (code !== 0 && broken.length === 0) broken.push(`ended with ${code} ${errors}`)
  const passed = said('passed').length
  if (passed > 0) console.log(`  ${passed} settings of the clock`)
  shop.close()
  verdicts.add(what, broken)
}

await run(`${values.holds} leases end within one second`, 'expire', ['--holds', values.holds, ...(values.bug === 'slow-commit' ? ['--slow-commit', '100'] : [])])
await run('the clock is set', 'clocks', [])
verdicts.end()
