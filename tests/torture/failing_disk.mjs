// A disk that is full for a while, fails or shortens writes, and a process that has no file descriptors left.
//
//   node tests/torture/failing_disk.mjs [--windows 50] [--seed N]
//
// Full: writes are answered with 507, reads go on, the process stays, and within five seconds of space being back it
// acknowledges again, by itself. A write that fails: the process stops with 75. Short writes and refused opens: nothing
// that is promised may be lost.
import { parseArgs } from 'node:util'
import { random, sleep } from './random.mjs'
import { TorturedShop } from './shop_driver.mjs'
import { Verdicts } from './verdicts.mjs'

const { values } = parseArgs({ options: { windows: { type: 'string', default: '50' }, seed: { type: 'string' } } })
const seed = Number(values.seed ?? Date.now() % 1e9)
const draw = random(seed)
const below = n => Math.floor(draw() * n)
const verdicts = new Verdicts('failing disk', seed)
const kRecoverMilliseconds = 5000

/** Counts the lines of a process by their first word, and lets one wait for more of them. */
class Watch {
  constructor () {
    this.counts = new Map()
    this.see = words => this.counts.set(words[0], this.count(words[0]) + 1)
  }

  count (word) {
    return this.counts.get(word) ?? 0
  }

  /** Whether `word` was said within so many milliseconds from now, or `enough` times more. */
  async hears (word, milliseconds, enough = 1) {
    const wanted = this.count(word) + enough
    for (const deadline = Date.now() + milliseconds; Date.now() < deadline; await sleep(5)) {
      if (this.count(word) >= wanted) return true
    }
    return false
  }
}

let slowestRecovery = 0

/** One window without space. */
async function fillDisk (disk, watch) {
  const broken = []
  if (!await watch.hears('ack', kRecoverMilliseconds)) broken.push('nothing is acknowledged before the window')
  disk.set('spaceLeft', below(60_000))
  if (!await watch.hears('later', kRecoverMilliseconds, 3)) broken.push('writes are not answered with 507 on a full disk')
  if (!await watch.hears('reads', 2000)) broken.push('reads do not go on while the disk is full')
  await sleep(below(100))
  const before = Date.now()
  disk.set('spaceLeft', -1)
  if (!await watch.hears('ack', kRecoverMilliseconds)) broken.push('nothing is acknowledged within 5 s of space being back')
  slowestRecovery = Math.max(slowestRecovery, Date.now() - before)
  return broken
}

async function fullDisk (windows) {
  const shop = new TorturedShop({ seed: below(1e9) })
  const watch = new Watch()
  const started = shop.start('run', ['--clients', '16'], watch.see)
  await watch.hears('ready', 20_000)
  for (let i = 1; i <= windows; i++) verdicts.add(`window ${i} of a full disk`, await fillDisk(shop.disk, watch))
  started.process.kill('SIGTERM')
  const { code, said, errors } = await started.exited
  const wrong = code === 0 ? [] : [`ended with ${code} ${errors} ${said('stopped').join(' ')}`]
  for (const words of said('read-failed').slice(0, 1)) wrong.push(words.join(' '))
  for (const words of said('later').filter(later => later[2] !== '507').slice(0, 1)) wrong.push(`answered ${words[2]}, not 507`)
  shop.disk.order({})
  verdicts.add('a disk that was full', [...wrong, ...(await shop.check()).broken])
  shop.close()
}

async function failingWrite (k) {
  const shop = new TorturedShop({ seed: below(1e9) })
  shop.disk.order({ failWriteAt: k })
  const { code, said } = await shop.run({ milliseconds: 20_000 })
  const opened = said('ready').length > 0
  const broken = code === 75 || (!opened && code === 1) ? [] : [`ended with ${code} instead of 75`]
  const late = said('ack').filter(words => Number(words[5]) > shop.disk.get('faultTimeNs'))
  if (late.length > 0) broken.push(`${late.length} acknowledged after the fault`)
  shop.disk.order({})
  if (below(2) === 0) shop.disk.cutPower({ draw })
  verdicts.add(`write ${k} fails`, [...broken, ...(await shop.check()).broken])
  shop.close()
}

async function shortWrites () {
  const shop = new TorturedShop({ seed: below(1e9) })
  shop.disk.order({ shortEvery: 3 })
  const { code } = await shop.run({ args: ['--asks', '30'] })
  shop.disk.cutPower()
  verdicts.add('every third write is short', [...(code === 0 ? [] : [`ended with ${code}`]), ...(await shop.check()).broken])
  shop.close()
}

/** No descriptors while it runs: reads may fail, promises not. And none when it opens: it says so and ends. */
async function refusedOpens () {
  const shop = new TorturedShop({ seed: below(1e9) })
  const watch = new Watch()
  const started = shop.start('run', ['--clients', '16'], watch.see)
  await watch.hears('ack', 20_000)
  shop.disk.set('refuseOpens', 1)
  await sleep(300)
  const goesOn = await watch.hears('ack', 2000) || started.process.exitCode === 75
  shop.disk.set('refuseOpens', 0)
  await sleep(100)
  started.process.kill('SIGTERM')
  const { code } = await started.exited
  const ended = code === 0 || code === 75 ? [] : [`ended with ${code}`]
  shop.disk.set('refuseOpens', 1)
  const reopened = await shop.check()
  shop.disk.order({})
  const refused = reopened.code === 1 ? [] : [`opened without descriptors: ${reopened.code}`]
  verdicts.add('no file descriptors', [...(goesOn ? [] : ['hangs']), ...ended, ...refused, ...(await shop.check()).broken])
  shop.close()
}

const windows = Number(values.windows)
await fullDisk(windows)
for (let i = 0; i < windows; i++) await failingWrite(1 + below(20) ** 2)
await shortWrites()
await refusedOpens()
console.log(`  slowest recovery from a full disk: ${slowestRecovery} ms`)
verdicts.end()
